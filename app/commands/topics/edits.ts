import { batchReader, nextHead } from '../../../connectors/replay/batches.ts';
import { readRecords } from '../../../connectors/replay/entries.ts';
import { inspectFile } from '../../../connectors/replay/file.ts';
import { readFrames, type SortedItem } from '../../../connectors/replay/frames.ts';
import { SORT_MEMORY, sortItems } from '../../../connectors/replay/sort.ts';
import { messageOf, TidelineError } from '../../../runtime/errors.ts';
import { decode, encode } from '../../../schemas/bytes.ts';
import { DEFAULT_LIMITS } from '../../../schemas/mapping.ts';
import { unknown } from '../../open-log.ts';
import { placedBytes, type PlacedBytes } from './placed-bytes.ts';
import type { OpenLetter } from './sorted-letters.ts';
import type { LetterPlace } from './taken.ts';

/** A line of `topics dlq` may be this long: a record of 64 MB, escaped. */
const LIMITS = { ...DEFAULT_LIMITS, lineBytes: 100_000_000 };

interface Edit extends LetterPlace {
  readonly timeline: string;
  readonly raw: Uint8Array;
}

/**
 * Writes the edits of one timeline to a file in the order of the letters that they belong to; returns how many there are. Takes the
 * NDJSON of `topics dlq`, of any size, with `text` (or `base64`) mended. Throws USAGE for any other line, wherever it stands, and for
 * a timeline that is not among the known ones; FILE_UNREADABLE.
 */
export async function sortEdits(
  path: string,
  timeline: string,
  known: readonly string[],
  target: string,
  signal: AbortSignal,
): Promise<number> {
  const file = await inspectFile(path);
  let count = 0;
  async function* items(): AsyncGenerator<SortedItem[]> {
    for await (const records of readRecords(file, { format: 'ndjson', limits: LIMITS }, 0, () => undefined)) {
      const edits = records.map(({ raw, offset }) => editIn(raw, `${path}, byte ${offset}`, known));
      const own = edits.filter((edit) => edit.timeline === timeline);
      count += own.length;
      yield own.map(asItem);
    }
  }
  await sortItems(items(), { target, ...SORT_MEMORY }, signal);
  return count;
}

function asItem(edit: Edit): SortedItem {
  const raw = encode(placedBytes, { ...edit, mapping: '' });
  const item = { id: '', eventTime: undefined, origin: '', size: edit.raw.length, raw };
  return { sortTime: edit.partition, line: edit.offset, item };
}

function editIn(line: Uint8Array, where: string, known: readonly string[]): Edit {
  let edit: Edit;
  try {
    edit = editOf(JSON.parse(new TextDecoder().decode(line)));
  } catch (error) {
    throw new TidelineError(
      'USAGE',
      `${where}: ${messageOf(error)}. It takes the lines that \`tideline topics dlq\` prints, with \`text\` mended.`,
      { cause: error },
    );
  }
  if (!known.includes(edit.timeline)) throw unknown('timeline', edit.timeline, known);
  return edit;
}

function editOf(value: unknown): Edit {
  const { timeline, partition, offset, text, base64 } = value as Readonly<Record<string, unknown>>;
  if (typeof timeline === 'string' && isPosition(partition) && isPosition(offset)) {
    if (typeof text === 'string') return { timeline, partition, offset, raw: Buffer.from(text) };
    if (typeof base64 === 'string') return { timeline, partition, offset, raw: Buffer.from(base64, 'base64') };
  }
  throw new Error('needs `timeline`, `partition`, `offset` and `text`');
}

function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The letters that somebody edited, with the new bytes; of several edits of one the last one of the file counts. */
export async function* editedLetters(
  letters: AsyncGenerator<readonly OpenLetter[]>,
  sortedEdits: string,
): AsyncGenerator<OpenLetter[]> {
  const edits = batchReader(readEdits(sortedEdits));
  try {
    for await (const batch of letters) {
      const found: OpenLetter[] = [];
      for (const letter of batch) {
        let edit = edits.head() ?? (await nextHead(edits));
        for (; edit !== undefined && order(edit, letter) <= 0; edit = edits.head() ?? (await nextHead(edits))) {
          if (order(edit, letter) === 0) {
            if (found.at(-1)?.letter === letter.letter) found.pop();
            found.push({ ...letter, raw: edit.raw });
          }
          edits.take();
        }
      }
      yield found;
    }
  } finally {
    await edits.close();
  }
}

async function* readEdits(path: string): AsyncGenerator<PlacedBytes[]> {
  for await (const frames of readFrames(path, 0)) yield frames.map(({ item }) => decode(placedBytes, item.raw));
}

function order(a: LetterPlace, b: LetterPlace): number {
  return a.partition - b.partition || a.offset - b.offset;
}
