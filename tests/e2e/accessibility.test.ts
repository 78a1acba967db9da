import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openPage } from './open-page.ts';
import { runningDemo } from './running-demo.ts';
import { screen } from './screen.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 375, 1360, 2560, 3840];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

const demo = runningDemo();

/** axe comes as a script that the page's own policy would refuse. */
async function opened(path: string, theme: (typeof THEMES)[number], width = 1360): Promise<Page> {
  const page = await openPage(demo.browser, {
    bypassCSP: true,
    colorScheme: theme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  });
  await page.goto(demo.tideline.url + path);
  const { card, rows } = screen(page);
  await (path === '/live' ? rows.first() : card('Mentions')).waitFor();
  return page;
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate<readonly Violation[]>(
    "window.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(({ violations }) => violations)",
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

describe.each(THEMES)('in %s', (theme) => {
  test.each(['/', '/live', '/nothing-here'])('axe finds nothing at %s', async (path) => {
    const page = await (path === '/nothing-here' ? missing(theme) : opened(path, theme));
    expect(await violations(page)).toEqual([]);
  });

  test('axe finds nothing while a mention, the commands, the help or a menu is open', async () => {
    const page = await opened('/live', theme);
    const { rows, drawer } = screen(page);
    await rows.first().click();
    await drawer.getByText('Why this sentiment').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const open of ['Control+k', '?']) {
      await page.keyboard.press(open);
      await page.getByRole('dialog').waitFor();
      expect(await violations(page), open).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: /^Period/ }).click();
    await page.getByRole('listbox').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('every chart has its numbers as a table too', async () => {
    const page = await opened('/', theme);
    await page.getByRole('button', { name: 'Table' }).first().click();
    await page.getByRole('table', { name: /Mentions and sentiment/ }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('on a phone the page begins below two rows, of which the second goes sideways', async () => {
  const page = await opened('/', 'light', 375);
  expect((await page.locator('main').boundingBox())?.y).toBeLessThanOrEqual(100);
  const zone = page.getByRole('button', { name: /^Time zone/ });
  await zone.scrollIntoViewIfNeeded();
  await zone.click({ trial: true });
});

async function missing(theme: (typeof THEMES)[number]): Promise<Page> {
  const page = await openPage(demo.browser, { bypassCSP: true, colorScheme: theme });
  await page.goto(`${demo.tideline.url}/nothing-here`);
  await page.getByText('There is no such page').waitFor();
  return page;
}

test.each(WIDTHS)('at a width of %d nothing stands out of the window, and axe finds nothing', async (width) => {
  for (const path of ['/', '/live']) {
    const page = await opened(path, 'light', width);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  }
});
