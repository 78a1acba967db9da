import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { program, type Program } from './program.ts';

export interface RunningDemo {
  readonly browser: Browser;
  readonly tideline: Program;
}

/** One for all tests of a file: started as a user would, in an empty directory, with its history behind it. */
export function runningDemo(): RunningDemo {
  let browser: Browser | undefined;
  let tideline: Program | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
    tideline = program('up');
    await tideline.start();
    await tideline.hears(/^Ready at /m);
  });
  afterAll(async () => {
    await browser?.close();
    await tideline?.remove();
  });
  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('not started yet: ask inside a test');
    return value;
  };
  return {
    get browser() {
      return started(browser);
    },
    get tideline() {
      return started(tideline);
    },
  };
}
