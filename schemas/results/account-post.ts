import type { ByteReader, ByteWriter, Codec } from '../bytes.ts';
import { accountItem, type Post } from '../events/account-item.ts';

/** A post of an account. `late` = it came beyond the horizon: kept as a row, in no window. */
export interface AccountPost extends Post {
  readonly late: boolean;
}

export const accountPost: Codec<AccountPost> = {
  write(writer: ByteWriter, value: AccountPost): void {
    accountItem.write(writer, value);
    writer.bool(value.late);
  },
  read(reader: ByteReader): AccountPost {
    const post = accountItem.read(reader);
    if (post.kind !== 'post') throw new RangeError(`a post is stored as ${post.kind}`);
    return { ...post, late: reader.bool() };
  },
};
