/**
 * The pictures of the README: the page of a demo, an hour and a half into its crisis. Needs Chromium.
 * Usage: npm run screenshots
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Status } from '../api/schemas/answers.ts';
import { HOUR_MS, isoOf, MINUTE_MS } from '../schemas/instants.ts';
import { launchBrowser } from '../tests/e2e/browser.ts';
import { program, type Program } from '../tests/e2e/program.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
/** An hour in half a minute: fast enough to wait for, slow enough to look live. */
const SPEED = '120';
/** The crisis begins two minutes after the history ends. */
const INTO_MS = 1.6 * HOUR_MS;
const TIME_ZONE = 'America/Chicago';
const THEMES = ['light', 'dark'] as const;
const LOOK_EVERY_MS = 500;
/** For charts to be drawn and fonts to be there. */
const SETTLE_MS = 2_500;

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

const PICTURES: readonly Picture[] = [
  { name: 'overview', path: '/', width: 1360, height: 860 },
  { name: 'live', path: '/live?watch=norvane&class=negative', width: 1360, height: 860 },
  { name: 'overview-narrow', path: '/', width: 375, height: 812 },
];

async function untilInto(tideline: Program): Promise<void> {
  let began: number | undefined;
  for (;;) {
    const answer = (await (await fetch(`${tideline.url}/v1/status`)).json()) as Status;
    const [{ data_until: dataUntil } = { data_until: null }] = answer.timelines;
    const now = dataUntil === null ? 0 : Date.parse(dataUntil);
    if (answer.pipeline.state === 'live') began ??= now;
    if (began !== undefined && now > began + INTO_MS) return console.log(`the demo's present is ${isoOf(now)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function take(browser: Browser, url: string, { name, path, width, height }: Picture): Promise<void> {
  for (const theme of THEMES) {
    const options = {
      viewport: { width, height },
      colorScheme: theme,
      timezoneId: TIME_ZONE,
      locale: 'en-US',
    } as const;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url + path);
    await page.getByText(/^Live, /).waitFor({ timeout: MINUTE_MS });
    await page.waitForTimeout(SETTLE_MS);
    const file = join(FOLDER, `${name}-${theme}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
const tideline = program('demo', '--speed', SPEED);
const browser = await launchBrowser();
try {
  await tideline.start();
  await untilInto(tideline);
  for (const picture of PICTURES) await take(browser, tideline.url, picture);
} finally {
  await browser.close();
  await tideline.remove();
}
