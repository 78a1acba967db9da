import { PYTHON_SPACES } from './characters.ts';

/**
 * The two patterns mean the same in JavaScript (without the flag `u`) and in Python's `re`: no `\s`, `\w`, `\b` and no case
 * folding, on which the two differ. tests/support/vader_reference.py holds their twins, a test compares them.
 *
 * A URL runs to the next white space, less what follows its last ASCII letter, digit, slash or "_": "!" behind it stays emphasis.
 */
export const URL_PATTERN = String.raw`(?<![A-Za-z0-9_])(?:[Hh][Tt][Tt][Pp][Ss]?:\/\/|[Ww][Ww][Ww]\.)[^${PYTHON_SPACES}]*[A-Za-z0-9_\/]`;
/** Not in "me@example.com". Several "@" are one handle, so that masking twice is masking once. */
export const HANDLE_PATTERN = String.raw`(?<![A-Za-z0-9_@])@+[A-Za-z0-9_]+`;

const URL = new RegExp(URL_PATTERN, 'g');
const HANDLE = new RegExp(HANDLE_PATTERN, 'g');

/**
 * The text with URLs as `xurl` and handles as `xuser`, words that no lexicon knows. Without it a handle is scored by its
 * letters: the reference strips the "@", so "@united" is praise (+1.8). Idempotent, linear.
 */
export function maskNames(text: string): string {
  // Functions, not strings: the engine then builds one flat text instead of a chain of pieces, and scoring reads it faster.
  return text.replace(URL, () => 'xurl').replace(HANDLE, () => 'xuser');
}
