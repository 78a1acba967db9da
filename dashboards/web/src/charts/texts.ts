/** Every word that charts say by themselves. Values come in formatted. A catalogue of another language is one more object like this. */
export interface ChartTexts {
  readonly table: string;
  readonly viewAsTable: string;
  readonly time: string;
  readonly name: string;
  readonly noData: string;
  readonly incomplete: string;
  amount(value: string, noun: string): string;
  named(name: string, value: string): string;
  /** Under a table that shows only the newest rows. */
  newestOf(shown: string, all: string): string;
  /** One sentence of a time chart's summary. */
  period(from: string, to: string, zone: string): string;
  now(amount: string, peak: string, when: string): string;
  /** Of a heat map: the highest cell, and how many have no data. */
  highest(amount: string, where: string): string;
  cellsWithoutData(count: string): string;
  /** Of parts of a whole: the largest. */
  largest(name: string, share: string, whole: string): string;
}

export const ENGLISH: ChartTexts = {
  table: 'Table',
  viewAsTable: 'View as table',
  time: 'Time',
  name: 'Name',
  noData: 'no data',
  incomplete: 'incomplete',
  amount: (value, noun) => `${value} ${noun}`,
  named: (name, value) => `${name} ${value}`,
  newestOf: (shown, all) => `the newest ${shown} of ${all} rows`,
  period: (from, to, zone) => `${from} to ${to}, ${zone}.`,
  now: (amount, peak, when) => `Now ${amount}, at most ${peak} (${when}).`,
  highest: (amount, where) => `Highest: ${where}, ${amount}.`,
  cellsWithoutData: (count) => `${count} cells without data.`,
  largest: (name, share, whole) => `${whole}: ${name} ${share}.`,
};
