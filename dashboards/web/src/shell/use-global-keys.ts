import { useEffect, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { usePage } from '../page.ts';
import { pathWith } from '../url/path-with.ts';
import { SCREENS } from './screens.ts';
import type { ShellActions } from './use-shell.ts';

const CHORD_MS = 1_500;

/** Where a letter is text and not a command. */
const TYPING = 'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"]';

/** Keys that mean the same on every screen. A screen hears its own ones itself. */
export function useGlobalKeys({ openPalette, openHelp, areKeysOn }: ShellActions): void {
  const { ambient } = usePage();
  const [, navigate] = useLocation();
  const search = useSearch();
  const wentAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const single: Readonly<Record<string, () => void>> = {
      '?': openHelp,
      '/': () => focusOn('[data-shortcut="search"]'),
      '.': () => focusOn('[data-shortcut="range"] button'),
      g: () => void (wentAt.current = ambient.now()),
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        return openPalette();
      }
      if (!areKeysOn || isTyping(event)) return;
      const screen = SCREENS.find(({ key }) => key === event.key);
      const isChord = ambient.now() - wentAt.current < CHORD_MS;
      wentAt.current = Number.NEGATIVE_INFINITY;
      const run = isChord && screen !== undefined ? () => navigate(pathWith(screen.path, search)) : single[event.key];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [ambient, areKeysOn, navigate, openHelp, openPalette, search]);
}

function isTyping({ target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return true;
  return target instanceof Element && target.closest(TYPING) !== null;
}

/** What the other screens do not have, they do not focus. */
function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
