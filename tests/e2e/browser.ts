import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Throws where there is none: a test of a page that opened no page would have shown nothing. */
function chromiumPath(): string {
  const { TIDELINE_CHROMIUM: asked, PATH = '' } = process.env;
  const folders = PATH.split(delimiter);
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
