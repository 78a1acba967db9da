/**
 * Milliseconds that a tick of a chart keeps the browser's main thread busy: script, style, layout and painting.
 *   node tests/bench/chart.bench.ts [points] [ticks]
 * Ten ticks a second, as the page does it. The busy time is processor time of Chromium's main thread, so that other work on the machine
 * does not count, less that of an idle chart. Without a GPU, as here, it paints there, too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../e2e/browser.ts';

const [points = '5000', ticks = '100'] = process.argv.slice(2);
const LIMIT_MS = 25;
const EVERY_MS = 100;
const SOURCES = join(import.meta.dirname, '../../dashboards/web/src');
const STYLES = ['tokens.css', 'base.css', 'charts/palette.css'];
const VIEWPORT = { width: 1360, height: 860 };

interface Built {
  readonly script: string;
  readonly style: string;
}

async function buildPage(): Promise<Built> {
  const entry = join(import.meta.dirname, 'chart-page.bench.mjs');
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'chart', cssFileName: 'chart' } },
  });
  const files = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const script = files.find((file) => file.type === 'chunk')?.code;
  const style = files.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (script === undefined || style?.type !== 'asset') throw new Error('the build has no script or no style');
  return {
    script,
    style: [...STYLES.map((path) => readFileSync(join(SOURCES, path), 'utf8')), style.source].join('\n'),
  };
}

/** Seconds of processor time of tasks on the main thread since the page began. */
async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

/** Milliseconds busy for each of `count` ticks, without the ticks when `run` does nothing. */
async function busyPerTick(page: Page, session: CDPSession, run: string): Promise<number> {
  const before = await busySeconds(session);
  await page.evaluate(
    `new Promise((done) => {
      let step = 0;
      const timer = setInterval(() => {
        if (step === ${ticks}) { clearInterval(timer); done(); return; }
        requestAnimationFrame(() => { ${run} });
        step++;
      }, ${EVERY_MS});
    })`,
  );
  return ((await busySeconds(session)) - before) * (1_000 / Number(ticks));
}

const { script, style } = await buildPage();
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.setContent('<!doctype html><html lang="en"><title>chart</title><body></body></html>');
  await page.addStyleTag({ content: style });
  await page.addScriptTag({ content: script });
  await page.evaluate(`openChart(${points})`);
  await page.waitForSelector('canvas');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const idle = await busyPerTick(page, session, '');
  const busy = (await busyPerTick(page, session, 'tick(step)')) - idle;
  const verdict = busy <= LIMIT_MS ? 'met' : 'MISSED';
  console.log(`${points} points, 10 ticks a second: ${busy.toFixed(1)} ms busy per tick  limit ${LIMIT_MS} ${verdict}`);
  process.exitCode = busy <= LIMIT_MS ? 0 : 1;
} finally {
  await browser.close();
}
