import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import type { Instant } from '../instants.ts';

/** Sums of seven days of an account. The rate is interactions / reach. */
export interface EngagementWeek {
  /** Published in it. */
  readonly posts: number;
  readonly interactions: number;
  readonly reach: number;
  /** UTC days of it that gained reach: what the error is estimated from. */
  readonly days: number;
}

/**
 * The engagement rate of one account in [until - 7 d, until) and in the seven days before. A row holds until the next one: it is written
 * when an hour enters or leaves one of the two weeks.
 */
export interface EngagementRate {
  readonly platform: string;
  readonly account: string;
  readonly until: Instant;
  readonly week: EngagementWeek;
  readonly before: EngagementWeek;
  /** ln(rate / rate before) and its standard error; undefined where one of the weeks has too little to tell. */
  readonly comparison: { readonly logRatio: number; readonly standardError: number } | undefined;
}

function writeWeek(writer: ByteWriter, { posts, interactions, reach, days }: EngagementWeek): void {
  for (const number of [posts, interactions, reach, days]) writer.zigzag(number);
}

function readWeek(reader: ByteReader): EngagementWeek {
  return { posts: reader.zigzag(), interactions: reader.zigzag(), reach: reader.zigzag(), days: reader.zigzag() };
}

export const engagementRate: Codec<EngagementRate> = {
  write(writer: ByteWriter, value: EngagementRate): void {
    writer.string(value.platform);
    writer.string(value.account);
    writer.varint(value.until);
    writeWeek(writer, value.week);
    writeWeek(writer, value.before);
    writer.bool(value.comparison !== undefined);
    if (value.comparison === undefined) return;
    writer.f64(value.comparison.logRatio);
    writer.f64(value.comparison.standardError);
  },
  read(reader: ByteReader): EngagementRate {
    return {
      platform: reader.word(),
      account: reader.word(),
      until: reader.varint(),
      week: readWeek(reader),
      before: readWeek(reader),
      comparison: reader.bool() ? { logRatio: reader.f64(), standardError: reader.f64() } : undefined,
    };
  },
};
