import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Watch } from '../../schemas/watch.ts';
import { uniform } from '../support/random.ts';

const WORDS =
  'launch product love hate service delay refund amazing update store price new best worst team support app crash fast slow today great bad gate queue coffee bike seat late early lost found thanks never again very'.split(
    ' ',
  );

export function watchesOf(count: number): Watch[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `brand-${i}`,
    any: [`@brand${i}`, `brand${i} airways`, `#fly${i}`],
    all: [],
    none: [],
  }));
}

/** Lines of about 300 bytes, each matching one watch, in time order at `perSecond` of event time; 2 % repeats. */
export async function writeStream(path: string, lines: number, watches: number, perSecond: number): Promise<void> {
  const random = uniform(7);
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  const start = Date.UTC(2026, 2, 2);
  const pick = (): string => WORDS[Math.floor(random() * WORDS.length)] ?? '';
  for (let i = 0; i < lines; i++) {
    const id = i > 100 && random() < 0.02 ? i - 100 : i;
    const text = Array.from({ length: 18 }, pick).join(' ');
    const line = {
      id: String(1_900_000_000_000_000_000n + BigInt(id) * 4_194_304n),
      ts: new Date(start + Math.floor((id * 1000) / perSecond)).toISOString(),
      text: `@brand${Math.floor(random() ** 2 * watches)} ${text}`,
      author: `user${Math.floor(random() ** 2 * 200_000)}`,
      reach: Math.floor(random() * 5_000),
      lang: 'en',
    };
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
