import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastOf, encodedOf, hexOf, inkOn, linearOf, type Rgb, rgbOf, rgbOfOklch } from './color.ts';

const rgbs = fc.integer({ min: 0, max: 0xffffff }).map((value) => rgbOf(`#${value.toString(16).padStart(6, '0')}`));
const WHITE: Rgb = [1, 1, 1];

test('a colour survives being written and read', () => {
  fc.assert(
    fc.property(rgbs, (rgb) => {
      expect(rgbOf(hexOf(rgb))).toEqual(rgb);
    }),
  );
  expect(rgbOf('#f80')).toEqual(rgbOf('#ff8800'));
});

test('linear light and code values are inverse', () => {
  fc.assert(
    fc.property(rgbs, (rgb) => {
      expect(hexOf(encodedOf(linearOf(rgb)))).toBe(hexOf(rgb));
    }),
  );
});

// The pairs that WebAIM and the understanding document of 1.4.3 give as borderline.
test.each([
  ['#000000', 21],
  ['#767676', 4.54],
  ['#777777', 4.48],
  ['#949494', 3.03],
])('%s on white has a contrast of %f', (hex, expected) => {
  expect(contrastOf(rgbOf(hex), WHITE)).toBeCloseTo(expected, 2);
});

test('the ink can be read on any colour', () => {
  fc.assert(
    fc.property(rgbs, (rgb) => {
      expect(contrastOf(rgb, rgbOf(inkOn(rgb)))).toBeGreaterThan(4.58);
    }),
  );
});

// CSS Color 4, the sRGB red and the sample conversions of the text on OKLCH.
test.each([
  [0.62796, 0.25768, 29.234, '#ff0000'],
  [0.86644, 0.29483, 142.495, '#00ff00'],
  [0.45201, 0.31321, 264.052, '#0000ff'],
  [1, 0, 0, '#ffffff'],
])('oklch(%f %f %f) is %s', (lightness, chroma, hue, hex) => {
  expect(hexOf(rgbOfOklch(lightness, chroma, hue))).toBe(hex);
});
