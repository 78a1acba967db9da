import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { ChartTable } from './chart-table.tsx';
import { HeatMap } from './heat-map.tsx';
import { RankBars } from './rank-bars.tsx';
import { ShareBar } from './share-bar.tsx';
import { Sparkline } from './sparkline.tsx';
import { TimeChart } from './time-chart.tsx';

const markupOf = (node: ReactNode): string => renderToStaticMarkup(node);
const countOf = (pattern: RegExp, markup: string): number => [...markup.matchAll(pattern)].length;

describe('a heat map', () => {
  const cells = [
    { weekday: 4, hour: 11, mentions: 312, n: 4 },
    { weekday: 4, hour: 12, mentions: 0, n: 0 },
  ];
  const markup = markupOf(
    createElement(HeatMap<(typeof cells)[number]>, {
      title: 'When people talk',
      cells,
      valueOf: ({ mentions, n }) => (n === 0 ? null : mentions),
      noun: 'mentions',
      detailOf: ({ n }) => `n = ${n} h`,
    }),
  );

  test('is a grid of 168 cells with one tab stop', () => {
    expect(countOf(/role="gridcell"/g, markup)).toBe(168);
    expect(countOf(/<td[^>]*tabindex="0"/gi, markup)).toBe(1);
  });

  test('says the hour, the number and what it rests on', () => {
    expect(markup).toContain('aria-label="Thu 11:00, 312 mentions, n = 4 h"');
  });

  test('never shows an hour without data as 0', () => {
    expect(markup).toContain('aria-label="Thu 12:00, no data, n = 0 h"');
    expect(countOf(/data-missing="true"/g, markup)).toBe(167);
  });

  test('is summed up in a sentence', () => {
    expect(markup).toContain('Highest: Thu 11:00, 312 mentions. 167 cells without data.</figcaption>');
  });
});

test('a time chart is a named figure with a slider, a legend that can be switched, a sentence and the name of its zone', () => {
  const points = [{ start: 0, end: 60_000, complete: true, mentions: 3 }];
  const series = [{ name: 'all', noun: 'mentions', color: '--positive', valueOf: () => 3 }];
  const markup = markupOf(createElement(TimeChart, { title: 'Mentions', groups: [{ group: null, points }], series }));
  expect(markup).toMatch(/<figure[^>]*aria-labelledby="([^"]+)".*<h2 id="\1">Mentions<\/h2>/);
  expect(markup).toMatch(/role="slider"[^>]*tabindex="0"[^>]*aria-label="Mentions"/i);
  expect(markup).toMatch(/<button type="button" aria-pressed="true">.*all<\/button>/);
  expect(markup).toContain('Now 3 mentions, at most 3 (Thu 1 Jan, 00:00).</figcaption>');
  expect(markup).toContain('>UTC</span>');
});

test('a table has a caption, headers of columns and rows, and can be scrolled by keyboard', () => {
  const markup = markupOf(
    createElement(ChartTable, {
      caption: 'Mentions, UTC',
      columns: [{ name: 'Time' }, { name: 'all', numeric: true }],
      rows: [{ key: 1, cells: ['14:05', '312'] }],
    }),
  );
  expect(markup).toMatch(/<caption[^>]*>Mentions, UTC<\/caption>/);
  expect(markup).toContain('<th scope="row">14:05</th><td data-numeric="true">312</td>');
  expect(markup).toMatch(/role="region"[^>]*tabindex="0"/i);
});

describe('a bar of 100 %', () => {
  const barOf = (positive: number, negative: number): string => {
    const parts = [
      { name: 'positive', color: '--positive', value: positive },
      { name: 'negative', color: '--negative', value: negative },
    ];
    return markupOf(createElement(ShareBar, { title: 'Sentiment', whole: 'Share of the text', parts }));
  };

  test('says every part, also those too small for their number', () => {
    const markup = barOf(95, 5);
    expect(markup).toContain('aria-label="positive 95%, negative 5%"');
    expect(markup).toMatch(/>95%<\/span>/);
    expect(markup).not.toMatch(/>5%<\/span>/);
  });

  test('without anything to divide is no data, not 0 %', () => {
    expect(barOf(0, 0)).toMatch(/data-empty="true" role="img" aria-label="no data"><\/span>/);
  });

  test('has the numbers in the legend', () => {
    expect(barOf(95, 5)).toContain('negative<b>5%</b>');
  });
});

test('a top list is as long as its items, with bars in proportion', () => {
  const items = [
    { key: '#a', name: '#a', value: 1_912 },
    { key: '#b', name: '#b', value: 956, note: '21%' },
  ];
  const markup = markupOf(createElement(RankBars, { items, label: 'Top hashtags', noun: 'mentions' }));
  expect(countOf(/<li>/g, markup)).toBe(2);
  expect(markup).toContain('width:50%');
  expect(markup).toContain('<span class="visually-hidden">1,912 mentions</span>');
});

test('a sparkline is decoration', () => {
  expect(markupOf(createElement(Sparkline, { values: [1, 2] }))).toContain('aria-hidden="true"');
});
