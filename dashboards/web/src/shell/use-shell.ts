import { createContext, use } from 'react';

/** What any part of the page may ask of the frame around it. */
export interface ShellActions {
  openPalette(): void;
  openHelp(): void;
  /** Says a short sentence at the foot of the page, aloud too. */
  say(sentence: string): void;
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  readonly areKeysOn: boolean;
  switchKeys(areOn: boolean): void;
}

export const ShellContext = createContext<ShellActions | undefined>(undefined);

export function useShell(): ShellActions {
  const shell = use(ShellContext);
  if (shell === undefined) throw new Error('A part of the page stands outside of the shell.');
  return shell;
}
