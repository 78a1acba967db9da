import type { Codec } from '../../../schemas/bytes.ts';
import { noAuthors, readAuthors, writeAuthors, type Authors } from './authors.ts';

/** Sums of one (watch, width, start): commutative, since producers interleave after the wide edge. */
export interface WindowState {
  mentions: number;
  reach: number;
  positive: number;
  neutral: number;
  negative: number;
  readonly authors: Authors;
}

export function emptyWindow(): WindowState {
  return { mentions: 0, reach: 0, positive: 0, neutral: 0, negative: 0, authors: noAuthors() };
}

export const windowState: Codec<WindowState> = {
  write(writer, state) {
    writer.varint(state.mentions);
    writer.varint(state.reach);
    writer.varint(state.positive);
    writer.varint(state.neutral);
    writer.varint(state.negative);
    writeAuthors(writer, state.authors);
  },
  read(reader) {
    return {
      mentions: reader.varint(),
      reach: reader.varint(),
      positive: reader.varint(),
      neutral: reader.varint(),
      negative: reader.varint(),
      authors: readAuthors(reader),
    };
  },
};
