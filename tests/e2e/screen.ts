import type { Locator, Page } from 'playwright-core';

/** What a person finds on the page, by the names that a screen reader says. */
export function screen(page: Page) {
  const card = (title: string): Locator => page.getByRole('region', { name: title });
  return {
    card,
    /** The number of a card as it is, not as it is shortened. */
    async numberOf(title: string): Promise<number> {
      const exact = await card(title).locator('p span[title]').getAttribute('title');
      return Number((exact ?? '').replace(/[^\d.-]/g, ''));
    },
    /** What is announced of how fresh the page is. */
    pill: page.getByRole('status').first(),
    pauseButton: page.getByRole('button', { name: /^(?:Pause$|Resume)/ }),
    newest: page.getByRole('list', { name: 'Newest mentions' }),
    rows: page.getByRole('grid', { name: 'Live mentions' }).getByRole('row'),
    drawer: page.getByRole('dialog'),
    chart: page.getByRole('slider'),
  };
}
