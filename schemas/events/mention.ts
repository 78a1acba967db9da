import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import type { Instant } from '../instants.ts';

/** A text that matched a watch: one record per (item, watch). */
export interface Mention {
  readonly watch: string;
  readonly platform: string;
  /** The platform's own id, as written there (never through a number). */
  readonly id: string;
  /** When it was published. */
  readonly time: Instant;
  /** When we received it. */
  readonly received: Instant;
  readonly author: string;
  readonly url: string;
  readonly lang: string;
  readonly text: string;
  /** People it may have reached, as the platform says (followers or views); 0 when unknown. */
  readonly reach: number;
}

export const mention: Codec<Mention> = {
  write(writer: ByteWriter, value: Mention): void {
    writer.string(value.watch);
    writer.string(value.platform);
    writer.string(value.id);
    writer.varint(value.time);
    writer.zigzag(value.received - value.time);
    writer.string(value.author);
    writer.string(value.url);
    writer.string(value.lang);
    writer.string(value.text);
    writer.varint(value.reach);
  },
  read(reader: ByteReader): Mention {
    const watch = reader.word();
    const platform = reader.word();
    const id = reader.string();
    const time = reader.varint();
    return {
      watch,
      platform,
      id,
      time,
      received: time + reader.zigzag(),
      author: reader.string(),
      url: reader.string(),
      lang: reader.word(),
      text: reader.string(),
      reach: reader.varint(),
    };
  },
};
