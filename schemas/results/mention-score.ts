import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { mention, type Mention } from '../events/mention.ts';

export type SentimentClass = 'positive' | 'neutral' | 'negative';
const CLASSES: readonly SentimentClass[] = ['negative', 'neutral', 'positive'];

/** A mention with its sentiment. `late` = it came beyond the horizon: kept as a row, in no window. */
export interface MentionScore extends Mention {
  readonly class: SentimentClass;
  /** Shares of the text, 0 to 1. */
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  /** -1 to 1. */
  readonly compound: number;
  readonly late: boolean;
}

export const mentionScore: Codec<MentionScore> = {
  write(writer: ByteWriter, value: MentionScore): void {
    mention.write(writer, value);
    writer.u8(CLASSES.indexOf(value.class));
    writer.f32(value.positive);
    writer.f32(value.neutral);
    writer.f32(value.negative);
    writer.f32(value.compound);
    writer.bool(value.late);
  },
  read(reader: ByteReader): MentionScore {
    // A spread would make every mention twice.
    const { watch, platform, id, time, received, author, url, lang, text, reach } = mention.read(reader);
    return {
      watch,
      platform,
      id,
      time,
      received,
      author,
      url,
      lang,
      text,
      reach,
      class: CLASSES[reader.u8()] ?? 'neutral',
      positive: reader.f32(),
      neutral: reader.f32(),
      negative: reader.f32(),
      compound: reader.f32(),
      late: reader.bool(),
    };
  },
};
