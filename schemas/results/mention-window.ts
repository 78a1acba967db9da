import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { HOUR_MS, MINUTE_MS, type Instant } from '../instants.ts';

export const WINDOW_WIDTHS = ['1m', '1h'] as const;
export type WindowWidth = (typeof WINDOW_WIDTHS)[number];
export const WIDTH_MS: Readonly<Record<WindowWidth, number>> = { '1m': MINUTE_MS, '1h': HOUR_MS };

/** Absolute counts of one watch in [start, start + width). */
export interface MentionWindow {
  readonly watch: string;
  readonly width: WindowWidth;
  readonly start: Instant;
  readonly mentions: number;
  /** Different authors: exact to 1,024, then estimated. Mentions without an author count as none. */
  readonly authors: number;
  readonly reach: number;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  /** False while the window may still grow in the ordinary way; revisions of a complete window stay complete. */
  readonly complete: boolean;
}

export const mentionWindow: Codec<MentionWindow> = {
  write(writer: ByteWriter, value: MentionWindow): void {
    writer.string(value.watch);
    writer.u8(WINDOW_WIDTHS.indexOf(value.width));
    writer.varint(value.start);
    writer.varint(value.mentions);
    writer.varint(value.authors);
    writer.varint(value.reach);
    writer.varint(value.positive);
    writer.varint(value.neutral);
    writer.varint(value.negative);
    writer.bool(value.complete);
  },
  read(reader: ByteReader): MentionWindow {
    return {
      watch: reader.word(),
      width: WINDOW_WIDTHS[reader.u8()] ?? '1m',
      start: reader.varint(),
      mentions: reader.varint(),
      authors: reader.varint(),
      reach: reader.varint(),
      positive: reader.varint(),
      neutral: reader.varint(),
      negative: reader.varint(),
      complete: reader.bool(),
    };
  },
};
