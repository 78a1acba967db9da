import { describe, expect, test } from 'vitest';
import { authorOf } from '../authors.ts';
import { BRANDS, watchesOf } from '../brands.ts';
import { randomOf } from '../random.ts';
import { compose, composePost, PIECES, type Sentiment } from './compose.ts';
import { LANGUAGES } from './languages.ts';
import { SLOTS } from './pieces.ts';
import { TOPICS, type TopicName } from './topics.ts';

function allPieces(): string[] {
  const english = Object.values(PIECES).flatMap((pieces) => [
    ...pieces.positive,
    ...pieces.neutral,
    ...pieces.negative,
    ...pieces.sarcastic,
  ]);
  const crises = Object.values(TOPICS).flatMap(({ negative }) => [...negative]);
  const others = Object.values(LANGUAGES).flatMap((phrases) => Object.values(phrases).flat() as string[]);
  return [...english, ...crises, ...others];
}

describe('texts', () => {
  test('are made of several hundred pieces, none twice, each about the brand', () => {
    const pieces = allPieces();
    expect(pieces.length).toBeGreaterThan(350);
    expect(new Set(pieces).size).toBe(pieces.length);
    expect(pieces.filter((piece) => !piece.includes('{b}'))).toEqual([]);
  });

  test('name only slots that exist', () => {
    const slots = allPieces().flatMap((piece) => [...piece.matchAll(/\{(\w+)\}/g)].map(([, slot = '']) => slot));
    expect(slots.filter((slot) => slot !== 'b' && SLOTS[slot] === undefined)).toEqual([]);
  });

  test('are found by the watch of their brand and by no other, whoever writes them', () => {
    const watches = watchesOf(BRANDS);
    const different = new Set<string>();
    for (let i = 0; i < 6_000; i++) {
      const brand = BRANDS[i % BRANDS.length];
      if (brand === undefined) throw new Error('no brand');
      const random = randomOf(1, i);
      const sentiment: Sentiment = random.pick(['positive', 'neutral', 'negative']);
      const sarcastic = sentiment === 'negative' && random.chance(0.3);
      const topics = Object.keys(TOPICS) as TopicName[];
      const topic = random.chance(0.3) ? random.pick(topics) : undefined;
      const text = compose(random, { brand, sentiment, sarcastic, topic, style: authorOf(1, 0, i).style });
      const lower = text.toLowerCase();
      const found = watches.filter(({ any }) => any.some((term) => lower.includes(term)));
      expect(
        found.map(({ name }) => name),
        text,
      ).toEqual([brand.name]);
      expect(text).not.toMatch(/[{}]|undefined|\s{2}|^\s|\s$/);
      different.add(text);
    }
    expect(different.size).toBeGreaterThan(5_000);
  });

  test('of brands themselves have no open slot either', () => {
    for (let i = 0; i < 500; i++) {
      const brand = BRANDS[i % BRANDS.length];
      if (brand === undefined) throw new Error('no brand');
      expect(composePost(randomOf(2, i), brand)).not.toMatch(/[{}]|undefined/);
    }
  });
});
