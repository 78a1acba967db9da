import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Throws where there is none: a test of a page that opened no page would have shown nothing. */
function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  const asked = env['TIDELINE_CHROMIUM'];
  const folders = (env['PATH'] ?? '').split(delimiter);
  const places = asked === undefined ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))) : [asked];
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    asked === undefined
      ? 'No Chromium on this machine: install it (apt-get install chromium), or say where one is in TIDELINE_CHROMIUM.'
      : `TIDELINE_CHROMIUM names ${asked}, which cannot be run.`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** No name but this machine's is looked up: a page that wants anything from elsewhere fails. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

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
