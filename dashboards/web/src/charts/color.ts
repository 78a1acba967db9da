/** Red, green and blue in sRGB, 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** @param hex `#rgb` or `#rrggbb` */
export function rgbOf(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
  const channel = (index: number): number => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16) / 255;
  return [channel(0), channel(1), channel(2)];
}

export function hexOf(rgb: Rgb): string {
  const digits = rgb.map((channel) => Math.round(Math.min(1, Math.max(0, channel)) * 255));
  return `#${digits.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Light instead of code values: what adds up. */
export function linearOf([red, green, blue]: Rgb): Rgb {
  return [linear(red), linear(green), linear(blue)];
}

export function encodedOf([red, green, blue]: Rgb): Rgb {
  return [encoded(red), encoded(green), encoded(blue)];
}

function linear(channel: number): number {
  return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function encoded(channel: number): number {
  return channel <= 0.003_130_8 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
}

/** Contrast ratio of WCAG 2, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastOf(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(rgb: Rgb): number {
  const [red, green, blue] = linearOf(rgb);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever can be read better on this colour: at least 4.58 : 1 on any. */
export function inkOn(rgb: Rgb): '#000' | '#fff' {
  return contrastOf(rgb, [0, 0, 0]) >= contrastOf(rgb, [1, 1, 1]) ? '#000' : '#fff';
}

/**
 * OKLCH to sRGB; channels may lie outside of 0 to 1 where sRGB has no such colour.
 * @param lightness 0 to 1
 * @param hue degrees
 * Björn Ottosson, https://bottosson.github.io/posts/oklab/
 */
export function rgbOfOklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3;
  const medium = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3;
  const short = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3;
  return encodedOf([
    4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
    -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
    -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
  ]);
}
