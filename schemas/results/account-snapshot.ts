import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { accountItem, type PostSnapshot, type ProfileSnapshot } from '../events/account-item.ts';

/** Counters of a post or profile at an instant, as they were reported. `late` = it came beyond the horizon: in no window. */
export type AccountSnapshot = (PostSnapshot | ProfileSnapshot) & { readonly late: boolean };

export const accountSnapshot: Codec<AccountSnapshot> = {
  write(writer: ByteWriter, value: AccountSnapshot): void {
    accountItem.write(writer, value);
    writer.bool(value.late);
  },
  read(reader: ByteReader): AccountSnapshot {
    const snapshot = accountItem.read(reader);
    if (snapshot.kind === 'post') throw new RangeError('a snapshot is stored as a post');
    return { ...snapshot, late: reader.bool() };
  },
};
