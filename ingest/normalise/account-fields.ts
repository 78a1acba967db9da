import type {
  AccountItem,
  Post,
  PostCounters,
  PostSnapshot,
  ProfileCounters,
  ProfileSnapshot,
} from '../../schemas/events/account-item.ts';
import type { Instant } from '../../schemas/instants.ts';
import type { MappedField, Mapping } from '../../schemas/mapping.ts';
import { eventTimeReader } from './event-time.ts';
import type { Values } from './record.ts';
import type { Rejection } from './rejection.ts';
import { timeReader } from './time/reader.ts';
import { isAbsent, neededText, notListed, optionalCount, optionalText, tooLongName, tooLongText } from './values.ts';

/** No counter on Earth is larger; sums of thousands of them stay exact in 53 bits. */
const LARGEST_COUNT = 1_000_000_000_000;

const NO_COUNTERS: PostCounters = {
  likes: undefined,
  comments: undefined,
  shares: undefined,
  views: undefined,
  reach: undefined,
};

type Of = Pick<AccountItem, 'platform' | 'account' | 'time' | 'received'>;
type Counts<Field extends MappedField> = Record<Field, number | undefined>;
type ReadItem<T> = (values: Values, of: Of, id: string) => T | Rejection;

/** Judges the mapped values of a post or snapshot, field by field; the first that is wrong names the reason. */
export function accountItemReader(mapping: Mapping): (values: Values, received: Instant) => AccountItem | Rejection {
  const eventTime = eventTimeReader(mapping);
  const read = itemReader(mapping);
  const { platform } = mapping;
  return (values, received) => {
    const id = neededText(values, 'id');
    if (typeof id !== 'string') return id;
    const account = neededText(values, 'account');
    if (typeof account !== 'string') return account;
    const time = eventTime(values, received);
    if (typeof time !== 'number') return time;
    return tooLongName({ id, account }, ['id', 'account']) ?? read(values, { platform, account, time, received }, id);
  };
}

function itemReader(mapping: Mapping): ReadItem<AccountItem> {
  switch (mapping.kind) {
    case 'post':
      return postReader(mapping);
    case 'counters':
      return snapshotReader(mapping);
    case 'profile':
      return readProfile;
    case 'mention':
      throw new Error('a mention is no item of an account');
  }
}

function postReader({ limits, values: lists }: Mapping): ReadItem<Post> {
  return (values, of, id) => {
    const text = optionalText(values, 'text');
    if (typeof text !== 'string') return text;
    const url = optionalText(values, 'url');
    if (typeof url !== 'string') return url;
    const lang = optionalText(values, 'lang');
    if (typeof lang !== 'string') return lang;
    const wrong = tooLongText(text, limits.textBytes) ?? tooLongName({ url, lang }, ['url', 'lang']);
    return wrong ?? notListed({ lang }, lists) ?? { kind: 'post', ...of, id, url, lang, text };
  };
}

function snapshotReader(mapping: Mapping): ReadItem<PostSnapshot> {
  const readTime = timeReader(mapping);
  return (values, of) => {
    const post = neededText(values, 'post');
    if (typeof post !== 'string') return post;
    const posted = isAbsent(values.posted) ? 0 : readTime(values.posted);
    if (typeof posted !== 'number') return posted;
    const counters: Counts<keyof PostCounters> = { ...NO_COUNTERS };
    const wrong = tooLongName({ post }, ['post']) ?? readCounts(values, counters);
    return wrong ?? { kind: 'counters', ...of, post, posted, counters };
  };
}

function readProfile(values: Values, of: Of): ProfileSnapshot | Rejection {
  const counts: Counts<keyof ProfileCounters> = { followers: undefined, following: undefined, posts: undefined };
  return readCounts(values, counts) ?? { kind: 'profile', ...of, ...counts };
}

/** Fills in each of the counts that is there; the first that is wrong is the reason. */
function readCounts<Field extends MappedField>(values: Values, into: Counts<Field>): Rejection | undefined {
  for (const field of Object.keys(into) as Field[]) {
    const count = optionalCount(values, field, LARGEST_COUNT, '10^12');
    if (typeof count === 'object') return count;
    into[field] = count;
  }
  return undefined;
}
