import { describe, expect, onTestFinished, test } from 'vitest';
import { testDirectory } from './directory.ts';
import { recompute, linesOf, readPost, type Post } from './recompute.ts';
import { checkRows, counts, notZero } from './rows.ts';
import { inTimeOrder, randomFrom } from './shuffle.ts';
import { recordedStreams } from './streams.ts';

const SHARE = 0.01;
const COLUMNS = ['id', 'text', 'time', 'author', 'reach'] as const;

/** What is wrong with a row of a table, and with nothing else around it. */
const BROKEN: readonly ((separator: string) => string)[] = [
  (separator) => ['1', 'two cells'].join(separator),
  (separator) => ['1', '@united', '2015-02-24T11:15:59Z', 'ann', '1', 'one cell more'].join(separator),
  (separator) => ['1', '"a quote that nobody closes', '2015-02-24T11:15:59Z', 'ann', '1'].join(separator),
];

/** A cell as RFC 4180 writes it. */
function cell(value: string, separator: string): string {
  return /["\n\r]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;
}

function rowOf(post: Post, separator: string): string {
  const cells = { ...post, time: new Date(post.time).toISOString(), reach: String(post.reach) };
  return COLUMNS.map((name) => cell(cells[name], separator)).join(separator);
}

describe.each(recordedStreams())('$name', (stream) => {
  test.each([
    ['csv', ','],
    ['tsv', '\t'],
  ])('has the same mentions as %s, with broken rows in between', async (format, separator) => {
    const random = randomFrom(11);
    const posts: (Post | undefined)[] = [];
    const rows = [COLUMNS.join(separator)];
    let broken = 0;
    for (const post of linesOf(stream.bytes).flatMap((line) => readPost(line, stream.rules) ?? [])) {
      if (random() < SHARE) {
        const make = BROKEN[broken++ % BROKEN.length];
        posts.push(undefined);
        rows.push(make?.(separator) ?? '');
      }
      posts.push(post);
      rows.push(rowOf(post, separator));
    }
    const fields = COLUMNS.map((name) => `${name}: ${name}`).join(', ');
    const mapping = `format: ${format}\nplatform: ${stream.rules.platform}\nfields: { ${fields} }\n`;
    const place = testDirectory({ ...stream, mapping });
    onTestFinished(place.remove);
    const open = await place.open();
    onTestFinished(open.stop);
    await open.replay(place.write(`table.${format}`, rows), { timeline: 'table' });
    const timed = posts.map((post) => ({ post, id: post?.id, time: post?.time }));
    const wanted = recompute(
      inTimeOrder(timed).map(({ post }) => post),
      stream.rules,
    );
    await checkRows(open, 'table', stream.rules.platform, wanted, undefined);
    expect(await counts(open, 'table')).toEqual(notZero(wanted.counts));
    expect(wanted.counts['dead']).toBe(broken);
    await open.stop();
    const letters = (await place.command('topics', 'dlq')).trimEnd().split('\n');
    expect(letters.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual(
      letters.map(() => 'not-csv'),
    );
    expect(letters).toHaveLength(broken);
  });
});
