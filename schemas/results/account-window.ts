import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import type { Instant } from '../instants.ts';
import { ACCOUNT_WIDTHS, type AccountWidth } from './account-width.ts';

/** Which window of which account: [start, start + width). */
export interface AccountWindow {
  readonly platform: string;
  readonly account: string;
  readonly width: AccountWidth;
  readonly start: Instant;
}

export const accountWindow: Codec<AccountWindow> = {
  write(writer: ByteWriter, { platform, account, width, start }: AccountWindow): void {
    writer.string(platform);
    writer.string(account);
    writer.u8(ACCOUNT_WIDTHS.indexOf(width));
    writer.varint(start);
  },
  read(reader: ByteReader): AccountWindow {
    return {
      platform: reader.word(),
      account: reader.word(),
      width: ACCOUNT_WIDTHS[reader.u8()] ?? '1h',
      start: reader.varint(),
    };
  },
};
