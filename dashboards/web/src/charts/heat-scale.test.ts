import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastOf, rgbOf } from './color.ts';
import { heatColor, heatStyle } from './heat-scale.ts';

const shares = fc.double({ min: 0, max: 1, noNaN: true });
const themes = fc.constantFrom('light' as const, 'dark' as const);
const CARD = { light: rgbOf('#ffffff'), dark: rgbOf('#171d23') };

test('every colour of the scale is one that screens have', () => {
  fc.assert(
    fc.property(shares, themes, (share, theme) => {
      const channels = heatColor(share, theme);
      expect(Math.min(...channels)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...channels)).toBeLessThanOrEqual(1);
    }),
  );
});

test('more is further from the card', () => {
  fc.assert(
    fc.property(shares, shares, themes, (one, other, theme) => {
      const [less = 0, more = 0] = [one, other].toSorted((a, b) => a - b);
      const from = (share: number): number => contrastOf(heatColor(share, theme), CARD[theme]);
      expect(from(more)).toBeGreaterThanOrEqual(from(less));
    }),
  );
});

test('a cell has the colour and the ink of both themes', () => {
  expect(heatStyle(0)).toEqual({ background: 'light-dark(#ebf3fc, #222f3c)', color: 'light-dark(#000, #fff)' });
  expect(heatStyle(1).color).toBe('light-dark(#fff, #000)');
});
