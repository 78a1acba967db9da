import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode, encode, type Codec } from '../bytes.ts';
import { STORED } from './samples.ts';

interface Sample {
  readonly value: unknown;
  readonly bytes: string;
}

/** As the sample file shows it: bytes as hex. */
function plain(value: object): object {
  const shown = (field: unknown): unknown =>
    field instanceof Uint8Array ? { hex: Buffer.from(field).toString('hex') } : field;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shown(field)]));
}

/** What a reader of older bytes must still find: every field that was there, with its value. */
function expectAsBefore(codec: Codec<unknown>, { value, bytes }: Sample): void {
  expect(plain(decode(codec, Buffer.from(bytes, 'hex')) as object)).toMatchObject(value as object);
}

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));
const sampleOf = (file: string): Sample => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Sample;
const codecOf = (file: string): Codec<unknown> => {
  const codec = STORED[file.split('.')[0] ?? ''];
  if (codec === undefined) throw new Error(`no codec for ${file}`);
  return codec;
};

describe('stored bytes', () => {
  it.each(files)('%s, written by an older program, reads as it was', (file) => {
    expectAsBefore(codecOf(file), sampleOf(file));
  });

  it('have a sample each', () => {
    expect(files.map((file) => file.split('.')[0])).toEqual(expect.arrayContaining(Object.keys(STORED)));
  });

  it('are refused when a field was removed or retyped', () => {
    const tick = sampleOf('tick.1.json');
    const without: Codec<unknown> = { write: () => undefined, read: (reader) => ({ time: reader.varint() }) };
    const retyped: Codec<unknown> = {
      write: () => undefined,
      read: (reader) => ({ time: reader.string(), live: true, final: false }),
    };
    expect(() => expectAsBefore(without, tick)).toThrow('to match object');
    expect(() => expectAsBefore(retyped, tick)).toThrow('bytes end');
  });

  it.each(Object.entries(STORED))('%s comes back equal', (name, codec) => {
    const value = decode(codec, Buffer.from(sampleOf(`${name}.1.json`).bytes, 'hex'));
    expect(decode(codec, encode(codec, value))).toEqual(value);
  });
});
