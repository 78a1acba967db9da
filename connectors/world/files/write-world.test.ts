import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DAY_MS } from '../../../schemas/instants.ts';
import type { WorldOptions } from '../options.ts';
import { PLATFORMS } from '../platforms.ts';
import { truth } from '../truth/truth.ts';
import { world } from '../world.ts';
import { writeWorld } from './write-world.ts';

const START = Date.UTC(2026, 2, 26);
const OPTIONS: WorldOptions = {
  seed: 4,
  start: START,
  days: 2,
  perHour: 20,
  platforms: PLATFORMS.slice(0, 2),
  liveFrom: START + DAY_MS,
};
const { signal } = new AbortController();

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tideline-world-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

function fingerprint(directory: string): Record<string, string> {
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(directory, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(directory).map((name) => [name, hash(name)]));
}

test('the files hold every line in the order of its arrival, under its platform and kind', async () => {
  const directory = folder();
  await writeWorld(directory, world(OPTIONS), { signal });
  const events = [...world(OPTIONS).events()];
  for (const [name, lines] of Map.groupBy(events, ({ platform, label }) => `${platform}-${label.kind}.ndjson`)) {
    const text = lines.map(({ raw }) => `${Buffer.from(raw).toString()}\n`).join('');
    expect(readFileSync(join(directory, name), 'utf8'), name).toBe(text);
  }
  expect(readdirSync(directory).filter((name) => name.endsWith('.ndjson'))).toHaveLength(8);
});

test('the truth beside them is the truth of these lines', async () => {
  const directory = folder();
  const totals = await writeWorld(directory, world(OPTIONS), { signal });
  const meter = truth(() => undefined);
  for (const event of world(OPTIONS).events()) meter.add(event);
  expect(totals).toEqual(meter.finish());
  expect(JSON.parse(readFileSync(join(directory, 'truth.json'), 'utf8'))).toMatchObject({ seed: 4, totals });
});

test('the same options write the same bytes, another seed others', async () => {
  const [first, second, other] = [folder(), folder(), folder()];
  await writeWorld(first, world(OPTIONS), { signal });
  await writeWorld(second, world(OPTIONS), { signal });
  await writeWorld(other, world({ ...OPTIONS, seed: 5 }), { signal });
  expect(fingerprint(second)).toEqual(fingerprint(first));
  expect(fingerprint(other)).not.toEqual(fingerprint(first));
});

test('a directory that holds something is left as it is', async () => {
  const directory = folder();
  writeFileSync(join(directory, 'mine'), 'mine');
  await expect(writeWorld(directory, world(OPTIONS), { signal })).rejects.toMatchObject({ code: 'USAGE' });
  expect(readdirSync(directory)).toEqual(['mine']);
});

test('stopped half-way it leaves nothing that could be taken for a world', async () => {
  const directory = folder();
  const stopping = new AbortController();
  const onProgress = (): void => stopping.abort(new Error('enough'));
  await expect(
    writeWorld(directory, world({ ...OPTIONS, perHour: 100 }), { signal: stopping.signal, onProgress }),
  ).rejects.toThrow('enough');
  expect(readdirSync(directory)).toEqual([]);
});
