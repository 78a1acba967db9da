import type { Ambient } from '../ambient.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const NAME = 'theme';

export function rememberedTheme({ remembered }: Pick<Ambient, 'remembered'>): Theme {
  const chosen = remembered(NAME);
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}

/** `light-dark()` in tokens.css follows the color-scheme that this attribute chooses. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

export function chooseTheme(theme: Theme, { remember }: Pick<Ambient, 'remember'>, root: HTMLElement): void {
  remember(NAME, theme);
  applyTheme(theme, root);
}
