import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page of a context of its own, gone with the test, which fails if the page threw, logged an error or asked another host. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(?:https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') troubles.push(`asked ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    if (troubles.length > 0) throw new Error(`The page was in trouble: ${troubles.join('; ')}`);
  });
  return page;
}
