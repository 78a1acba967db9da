import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mentionId, readMentionId } from './mention-id.ts';

test('what was written is read, whatever the platform calls its posts', () => {
  const name = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  const native = fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(name, name, native, (watch, platform, id) => {
      const key = { watch, platform, native: id };
      expect(readMentionId(mentionId(key))).toEqual(key);
    }),
  );
});

test.each(['', 'men_', 'men_YWNtZQ', 'post_YWNtZQpibHVlc2t5CjE', 'men_YWNtZQpibHVlc2t5CjE=', 'men_/w'])(
  '%j is none of ours',
  (id) => {
    expect(readMentionId(id)).toBeUndefined();
  },
);
