import { describe, expect, test } from 'vitest';
import { openPage } from './open-page.ts';
import { runningDemo } from './running-demo.ts';
import { screen } from './screen.ts';

const demo = runningDemo();

async function overview() {
  const page = await openPage(demo.browser);
  await page.goto(demo.tideline.url);
  const seen = screen(page);
  await expect.poll(() => seen.pill.textContent()).toBe('Live');
  return { page, ...seen };
}

const mentionsNow = async (): Promise<number> => {
  const answer = await fetch(`${demo.tideline.url}/v1/kpis?range=24h`);
  return ((await answer.json()) as { kpis: { mentions: { value: number } } }).kpis.mentions.value;
};

describe('the page of a directory in which nothing is configured', () => {
  test('shows numbers of a made-up world, says that it is one, and how to connect something real', async () => {
    const { page, numberOf, newest } = await overview();
    expect(await numberOf('Mentions')).toBeGreaterThan(1_000);
    await expect.poll(() => newest.getByRole('listitem').count()).toBeGreaterThan(10);
    await page.getByRole('button', { name: 'Demo data' }).click();
    await page.getByRole('dialog').getByText('npx tideline replay').waitFor();
  });

  test('moves by itself: the total of the card and the newest mentions, without a reload', async () => {
    const { page, numberOf, newest } = await overview();
    await page.evaluate("document.body.dataset.same = 'page'");
    const before = await numberOf('Mentions');
    const first = await newest.getByRole('listitem').first().textContent();
    // Of a day that ends now: what leaves it at its begin may be more than what comes.
    await expect.poll(() => numberOf('Mentions')).not.toBe(before);
    await expect.poll(() => newest.getByRole('listitem').first().textContent()).not.toBe(first);
    expect(await page.locator('body').getAttribute('data-same')).toBe('page');
  });

  test('stands still while paused, counts what it holds back, and catches up', async () => {
    const { numberOf, pill, pauseButton } = await overview();
    await pauseButton.click();
    await expect.poll(() => pill.textContent()).toBe('Paused');
    const held = await numberOf('Mentions');
    await expect.poll(() => pauseButton.textContent()).toMatch(/^Resume \([1-9]/);
    expect(await numberOf('Mentions')).toBe(held);
    await pauseButton.click();
    await expect.poll(() => numberOf('Mentions')).not.toBe(held);
  });

  test('says that the server is gone, and goes on by itself when it is back', async () => {
    const { numberOf, pill } = await overview();
    const before = await numberOf('Mentions');
    await demo.tideline.kill();
    await expect.poll(() => pill.textContent()).toMatch(/^(?:Reconnecting|Offline|No stream)/);
    expect(await numberOf('Mentions')).toBe(before);
    await demo.tideline.start();
    await expect.poll(() => pill.textContent()).toBe('Live');
    await expect.poll(() => numberOf('Mentions')).not.toBe(before);
    expect(Math.abs((await mentionsNow()) - (await numberOf('Mentions')))).toBeLessThan(50);
  });

  test('says that the network is away, and goes on by itself', async () => {
    const { page, pill } = await overview();
    await page.context().setOffline(true);
    await expect.poll(() => pill.textContent()).not.toBe('Live');
    await page.context().setOffline(false);
    await expect.poll(() => pill.textContent()).toBe('Live');
  });

  test('goes on when the store was killed', async () => {
    const { numberOf, pill } = await overview();
    const before = await numberOf('Mentions');
    process.kill(demo.tideline.storePid(), 'SIGKILL');
    await expect.poll(() => numberOf('Mentions')).not.toBe(before);
    await expect.poll(() => pill.textContent()).toBe('Live');
  });

  test('keeps its filters in the address: a watch is chosen, and the back button takes it away', async () => {
    const { page, numberOf, newest } = await overview();
    const all = await numberOf('Mentions');
    await page.getByRole('button', { name: /^Watches/ }).click();
    await page.getByRole('option', { name: /quillair/ }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).toContain('quillair');
    await expect.poll(() => numberOf('Mentions')).toBeLessThan(all / 2);
    for (const item of await newest.getByRole('listitem').all()) expect(await item.textContent()).toContain('quillair');
    await page.goBack();
    await expect.poll(() => page.url()).not.toContain('quillair');
    await expect.poll(() => numberOf('Mentions')).toBeGreaterThan(all / 2);
  });

  test('lets one choose a watch before it has been told which there are', async () => {
    const page = await openPage(demo.browser);
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/v1/watches?*', async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(demo.tideline.url);
    await page.getByRole('button', { name: /^Watches/ }).click();
    await page.getByText('Not known yet').waitFor();
    answer();
    await page.getByRole('option', { name: /quillair/ }).click();
    await expect.poll(() => page.url()).toContain('quillair');
  });

  test('draws the chart anew in the time zone that is chosen, while it stands still too', async () => {
    const { page, pauseButton, chart } = await overview();
    await pauseButton.click();
    const picture = async () => (await chart.locator('canvas').screenshot()).toString('base64');
    const before = await picture();
    await page.getByRole('button', { name: /^Time zone/ }).click();
    await page.getByRole('menuitem', { name: 'Asia/Tehran' }).click();
    await expect.poll(() => page.url()).toContain('Tehran');
    await expect.poll(picture).not.toBe(before);
  });

  test('counts ages by the server’s clock, whatever the browser’s says', async () => {
    const page = await openPage(demo.browser);
    await page.clock.install({ time: '2020-01-01T00:00:00Z' });
    await page.goto(demo.tideline.url);
    const age = screen(page).newest.getByRole('listitem').first().getByRole('time');
    await expect.poll(() => age.textContent()).toMatch(/^[1-9]\d* (?:s|min) ago$/);
  });

  test('opens the mention that a link names, though no row of the list shows it', async () => {
    const answer = await fetch(`${demo.tideline.url}/v1/mentions?range=7d&class=negative&limit=1`);
    const [negative] = ((await answer.json()) as { data: { id: string; text: string }[] }).data;
    const page = await openPage(demo.browser);
    await page.goto(`${demo.tideline.url}/live?class=positive&mention=${negative?.id}`);
    const text = screen(page).drawer.getByText(negative?.text ?? '', { exact: true });
    await expect.poll(() => text.isVisible()).toBe(true);
  });
});
