/** What chart.bench.ts builds and opens: one chart, as the page draws it. Plain JavaScript, because nothing else of the tests has a DOM. */
import { createElement, createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { TimeChart } from '../../dashboards/web/src/charts/time-chart.tsx';

const MINUTE_MS = 60_000;
const FIRST = Date.UTC(2026, 0, 5);
const SERIES = [
  { name: 'all mentions', noun: 'mentions', color: '--positive', area: true, valueOf: ({ mentions }) => mentions },
  { name: 'negative', noun: 'negative', color: '--negative', area: true, valueOf: ({ negative }) => negative },
];

/** A day's swell, the same in every run. */
function pointAt(index) {
  const mentions = Math.round(200 + 150 * Math.sin(index / 229) + 40 * Math.sin(index * 7.3));
  const start = FIRST + index * MINUTE_MS;
  const [from, to] = [start, start + MINUTE_MS].map((instant) => new Date(instant).toISOString());
  return { start: from, end: to, complete: true, mentions, negative: Math.round(mentions / 5) };
}

const chart = createRef();
let points = [];

/** Draws `count` points. */
globalThis.openChart = (count) => {
  points = Array.from({ length: count }, (_, index) => pointAt(index));
  const root = document.body.appendChild(document.createElement('main'));
  const groups = [{ group: null, points }];
  createRoot(root).render(createElement(TimeChart, { title: 'Mentions', series: SERIES, groups, ref: chart }));
};

/** One tick: the window moves by a bucket, and the newest ones have changed. */
globalThis.tick = (step) => {
  const open = { ...pointAt(points.length + step), complete: false };
  points = [...points.slice(1), open];
  chart.current?.update([{ group: null, points }]);
};
