import { expect, test } from 'vitest';
import { spellOutEmoji } from './emoji.ts';

const NAMES = new Map([
  [0x1f600, 'grinning face'],
  [0xa9, 'copyright'],
]);

test.each([
  ['😀', ' grinning face'],
  ['a😀', 'a grinning face'],
  ['a 😀 b', 'a  grinning face b'],
  ['😀😀', ' grinning face grinning face'],
  ['😀b', ' grinning faceb'],
  ['©', ' copyright'],
  ['\ud83d \ude00 é', '\ud83d \ude00 é'],
])('%j is read as %j', (text, spelled) => {
  expect(spellOutEmoji(text, NAMES)).toBe(spelled);
});
