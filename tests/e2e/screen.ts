import type { Locator, Page } from 'playwright-core';

/** What a person finds on the page, by the names that a screen reader says. */
export function screen(page: Page) {
  const card = (title: string): Locator => page.getByRole('region', { name: title });
  const exactly = async (title: string): Promise<string> =>
    (await card(title).locator('p span[title]').getAttribute('title')) ?? '';
  return {
    card,
    /** The number of a card as it is, not as it is shortened. */
    exactly,
    numberOf: async (title: string): Promise<number> => Number((await exactly(title)).replace(/[^\d.-]/g, '')),
    /** What is announced of how fresh the page is. */
    pill: page.getByRole('status').first(),
    pauseButton: page.getByRole('button', { name: /^(?:Pause$|Resume)/ }),
    newest: page.getByRole('list', { name: 'Newest mentions' }),
    rows: page.getByRole('grid', { name: 'Live mentions' }).getByRole('row'),
    drawer: page.getByRole('dialog'),
    heat: page.getByRole('grid').first(),
    chart: page.getByRole('slider'),
  };
}
