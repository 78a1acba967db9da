import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mentionMatch } from '../../api/live/mention-match.ts';
import { byListOrder, mentionShape } from '../../api/live/mention-shape.ts';
import type { AskedMentions } from '../../api/mention-filters.ts';
import type { Mention, Mentions } from '../../api/schemas/answers.ts';
import { MINUTE_MS } from '../../schemas/instants.ts';
import type { MentionScore } from '../../schemas/results/mention-score.ts';
import { fill, openApi, type TestApi } from './api-harness.ts';

const timeout = 3 * MINUTE_MS;
let api: TestApi;
let all: readonly MentionScore[];
beforeAll(async () => {
  api = await openApi();
  await fill(api.client);
  await api.client.command("INSERT INTO generations VALUES ('main', 'signs', 'mentions', 1, '2026-01-01 00:00:00', 1)");
  for (const [i, text] of TEXTS.entries()) await api.client.command(ONE, { params: { id: String(i), text } });
  all = await scores();
});
afterAll(() => api.close());

/** What words may be cut at, and what they may not. */
const TEXTS = [
  'snake_case kebab-case dot.case x:y a/b c\\d',
  'Straße ÄPFEL äpfel Äpfel İstanbul ISTANBUL ıstanbul',
  '日本語のテキスト 日本語 中文,文本',
  'smile😀face 👍🏽 ❤️ #tag @handle RT: "quoted" (bracket)',
  "it's don't 50% 3.14 1,000 v2 2v",
  'zero\u200bwidth non\u00a0breaking soft\u00adhyphen \u202eleft',
  '',
  ' \t\n',
  '=SUM(A1) <b>bold</b> &amp; %20 \u0000nul',
];
const ONE = `INSERT INTO mention_facts (workspace, timeline, generation, watch, platform, time, id, revision, author, lang, text, class)
  VALUES ('main', 'signs', 1, 'acme', 'x', '2026-03-29 12:00:00', {id:String}, 1, 'ann', 'en', {text:String}, 'neutral')`;

/** Every current row as the log would have it. */
async function scores(): Promise<MentionScore[]> {
  type Row = Omit<MentionScore, 'late'> & { readonly late: number };
  const rows = await api.client.rows<Row>(
    `SELECT watch, platform, id, toUnixTimestamp64Milli(time) AS time, toUnixTimestamp64Milli(received) AS received, author, url, lang,
       text, reach, toString(class) AS class, toFloat64(positive) AS positive, toFloat64(neutral) AS neutral,
       toFloat64(negative) AS negative, toFloat64(compound) AS compound, late
     FROM mention_facts AS m FINAL WHERE workspace = 'main' AND timeline IN ('live', 'signs')`,
    { settings: { output_format_json_quote_64bit_integers: 0 } },
  );
  return rows.map((row) => ({ ...row, late: row.late === 1 }));
}

async function listed(asked: AskedMentions): Promise<Mention[]> {
  const found: Mention[] = [];
  for (const timeline of ['live', 'signs']) {
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ timeline, range: '10d', limit: '500' });
      for (const [name, value] of Object.entries(asked))
        for (const one of [value].flat()) query.append(name, String(one));
      if (cursor !== null) query.set('cursor', cursor);
      const { data, page }: Mentions = await api.get<Mentions>(`/v1/mentions?${query.toString()}`);
      found.push(...data);
      cursor = page.next_cursor;
    } while (cursor !== null);
  }
  return found.toSorted(byListOrder);
}

const asLive = (asked: AskedMentions) => all.filter(mentionMatch(asked)).map(mentionShape).toSorted(byListOrder);

const filters: fc.Arbitrary<AskedMentions> = fc.record(
  {
    watch: fc.subarray(['acme', 'bolt', 'core', 'none']),
    platform: fc.constantFrom('x', 'y', 'X'),
    class: fc.constantFrom('negative', 'neutral', 'positive'),
    lang: fc.constantFrom('en', 'de', ''),
    author: fc.constantFrom('ann', 'author7', 'Author7'),
    q: fc.constantFrom('late', 'LATE word3', 'rare17', 'good -good', 'flüge', 'Flüge gut', 'sum(1)', 'word', 'lat'),
  },
  { requiredKeys: [] },
);

test('a live mention is filtered, shaped and ordered exactly as the store does it', { timeout }, async () => {
  expect(all.length).toBeGreaterThan(5_000);
  expect(await listed({})).toEqual(asLive({}));
  await fc.assert(
    fc.asyncProperty(filters, async (asked) => {
      fc.pre(asked.lang !== '');
      expect(await listed(asked)).toEqual(asLive(asked));
    }),
    { numRuns: 15 },
  );
});

test('words are cut where the store cuts them, in every script', { timeout }, async () => {
  const words = fc.constantFrom(
    ...TEXTS.flatMap((text) => text.split(/\s+/)).filter((word) => /[a-z0-9\u0080-]/iu.test(word)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 2 }), fc.boolean(), async (picked, isUpper) => {
      const q = isUpper ? picked.join(' ').toUpperCase() : picked.join(' ');
      expect(await listed({ q })).toEqual(asLive({ q }));
    }),
    { numRuns: 30 },
  );
});

test('floats of 32 bits are written as the store writes them', async () => {
  const floats = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(floats, { minLength: 1, maxLength: 50 }), async (values) => {
      const [row] = await api.client.rows<{ written: number[] }>(
        "SELECT CAST({values:Array(Float64)}, 'Array(Float32)') AS written",
        {
          params: { values },
        },
      );
      const [like] = all;
      if (like === undefined) throw new Error('no mention');
      expect(values.map((compound) => mentionShape({ ...like, compound }).compound)).toEqual(row?.written);
    }),
    { numRuns: 20 },
  );
});
