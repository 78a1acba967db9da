import { describe, expect, test } from 'vitest';
import { openPage } from './open-page.ts';
import { runningDemo } from './running-demo.ts';
import { screen } from './screen.ts';

const demo = runningDemo();

/** Name and looks of what has the focus; empty for the document itself. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return ['', ''];
  const { outlineStyle, boxShadow } = getComputedStyle(element);
  return [(element.getAttribute('aria-label') ?? element.textContent).trim(), outlineStyle + ' ' + boxShadow];
})()`;

describe('by keyboard alone', () => {
  test('one gets from the overview to a mention and back', async () => {
    const page = await openPage(demo.browser);
    await page.goto(demo.tideline.url);
    const { rows, drawer } = screen(page);
    await page.getByRole('region', { name: 'Mentions' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/live');
    await rows.first().waitFor();
    await rows.first().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await drawer.getByText('Why this sentiment').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').getAttribute('role')).toBe('row');
  });

  test('every control of the overview can be reached, and shows that it is', async () => {
    const page = await openPage(demo.browser);
    await page.goto(demo.tideline.url);
    await page.getByRole('region', { name: 'Mentions' }).waitFor();
    const names: string[] = [];
    for (let press = 0; press < 80; press++) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate<[string, string]>(FOCUSED);
      if (name === '') break;
      names.push(name);
      if (names.length > 1) expect(outline, name).not.toBe('none none');
    }
    for (const wanted of [
      'Overview',
      'Live mentions',
      'Watches',
      'Platform',
      'Period',
      'Compare',
      'Time zone',
      'Pause',
    ])
      expect(names.join('\n')).toMatch(new RegExp(`^${wanted}`, 'm'));
  });

  test('the chart is walked with arrows and says each bucket', async () => {
    const page = await openPage(demo.browser);
    await page.goto(demo.tideline.url);
    const { chart } = screen(page);
    await chart.waitFor();
    await chart.focus();
    await page.keyboard.press('Home');
    const first = await chart.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowRight');
    const second = await chart.getAttribute('aria-valuetext');
    expect(first).toMatch(/\d+ mentions/);
    expect(second).not.toBe(first);
  });

  test('Ctrl K opens the commands, and a command runs', async () => {
    const page = await openPage(demo.browser);
    await page.goto(demo.tideline.url);
    await page.getByRole('region', { name: 'Mentions' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('live men');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/live');
  });
});
