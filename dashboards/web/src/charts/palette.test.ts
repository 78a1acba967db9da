import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contrastOf, encodedOf, linearOf, type Rgb, rgbOf } from './color.ts';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
/** Text on a mark must be readable, marks must be seen: WCAG 2.2, 1.4.3 and 1.4.11. */
const TEXT = 4.5;
const MARK = 3;

function propertiesOf(file: string): ReadonlyMap<string, Readonly<Record<Theme, Rgb>>> {
  const css = readFileSync(join(import.meta.dirname, file), 'utf8');
  const found = css.matchAll(/(--[\w-]+): light-dark\((#\w+), (#\w+)\);/g);
  return new Map(
    [...found].map(([, name = '', light = '', dark = '']) => [name, { light: rgbOf(light), dark: rgbOf(dark) }]),
  );
}

const palette = propertiesOf('palette.css');
const page = propertiesOf('../tokens.css');

function colorOf(name: string, theme: Theme): Rgb {
  const color = (palette.get(name) ?? page.get(name))?.[theme];
  if (color === undefined) throw new Error(`${name} is in neither palette.css nor tokens.css`);
  return color;
}

const SENTIMENTS = ['--positive', '--neutral', '--negative'];
const CATEGORIES = [1, 2, 3, 4, 5, 6].map((index) => `--category-${index}`);

/**
 * Severity 1 in linear light; what a person with the deficiency sees. Machado, Oliveira, Fernandes 2009, "A Physiologically-based Model
 * for Simulation of Color Vision Deficiency", table 1.
 */
const VISIONS: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(rgb: Rgb, vision: string): Rgb {
  const [red, green, blue] = linearOf(rgb);
  const rows = VISIONS[vision] ?? [];
  const light = rows.map(([r, g, b]) => Math.min(1, Math.max(0, r * red + g * green + b * blue)));
  return encodedOf([light[0] ?? 0, light[1] ?? 0, light[2] ?? 0]);
}

/** CIE L*a*b*, D65. */
function labOf(rgb: Rgb): Rgb {
  const [red, green, blue] = linearOf(rgb);
  const f = (t: number): number => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Smallest CIE76 distance of any two, over all visions. */
function smallestDistance(names: readonly string[], theme: Theme): number {
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
  const distances = Object.keys(VISIONS).flatMap((vision) =>
    pairs.map(([one, other]) => {
      const [a, b] = [one, other].map((name) => labOf(seen(colorOf(name, theme), vision)));
      return Math.hypot(...(a ?? []).map((value, axis) => value - (b?.[axis] ?? 0)));
    }),
  );
  return Math.min(...distances);
}

describe.each(THEMES)('in the %s theme', (theme) => {
  const contrastOnCard = (name: string): number => contrastOf(colorOf(name, theme), colorOf('--card', theme));

  test.each([...SENTIMENTS, '--alert'])('%s can be read as text on a card', (name) => {
    expect(contrastOnCard(name)).toBeGreaterThanOrEqual(TEXT);
  });

  test.each(CATEGORIES)('%s can be seen as a mark on a card', (name) => {
    expect(contrastOnCard(name)).toBeGreaterThanOrEqual(MARK);
  });

  test.each([...SENTIMENTS, ...CATEGORIES])('text on %s can be read', (name) => {
    expect(contrastOf(colorOf(name, theme), colorOf(`${name}-ink`, theme))).toBeGreaterThanOrEqual(TEXT);
  });

  test('hatches for missing data can be seen', () => {
    expect(contrastOnCard('--edge')).toBeGreaterThanOrEqual(MARK);
  });
});

test('sentiments stay apart in every kind of colour vision', () => {
  expect(THEMES.map((theme) => Math.round(smallestDistance(SENTIMENTS, theme)))).toEqual([23, 25]);
});

test('categories stay apart in every kind of colour vision', () => {
  expect(THEMES.map((theme) => Math.round(smallestDistance(CATEGORIES, theme)))).toEqual([34, 34]);
});
