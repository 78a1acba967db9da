import { hexOf, inkOn, type Rgb, rgbOfOklch } from './color.ts';

const HUE = 250;
/** From the least to the most: lightness and chroma. Away from the card, which is light or dark. */
const ENDS = {
  light: { lightness: [0.96, 0.35], chroma: [0.015, 0.09] },
  dark: { lightness: [0.3, 0.86], chroma: [0.03, 0.07] },
} as const;

export type Theme = keyof typeof ENDS;

/** One hue from faint to strong. @param share of the highest value, 0 to 1 */
export function heatColor(share: number, theme: Theme): Rgb {
  const { lightness, chroma } = ENDS[theme];
  const between = ([from, to]: readonly [number, number]): number => from + (to - from) * share;
  return rgbOfOklch(between(lightness), between(chroma), HUE);
}

/** For CSS, in both themes: the colour of a cell and of the text on it. */
export function heatStyle(share: number): { background: string; color: string } {
  const light = heatColor(share, 'light');
  const dark = heatColor(share, 'dark');
  return {
    background: `light-dark(${hexOf(light)}, ${hexOf(dark)})`,
    color: `light-dark(${inkOn(light)}, ${inkOn(dark)})`,
  };
}
