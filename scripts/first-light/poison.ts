import type { RejectReason } from '../../runtime/outcome.ts';

/** What a line is made of before it is written. */
export type Post = {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
  readonly user: { readonly handle: string; readonly followers: number };
  readonly lang: string;
  readonly url: string;
};

/** The line; its id stays a number of 19 digits, which a JavaScript number could not hold. */
export function lineOf(post: Readonly<Record<string, unknown>> & { readonly id: string }): string {
  return JSON.stringify(post).replace(`"id":"${post.id}"`, `"id":${post.id}`);
}

type Poison = (post: Post) => string | Buffer;

/** A way to spoil a line for every reason that NDJSON can show; whether it is found for that reason, a test checks. */
export const POISONS: Readonly<Record<Exclude<RejectReason, 'not-csv'>, readonly Poison[]>> = {
  'too-large': [
    (post) => lineOf({ ...post, user: { ...post.user, handle: 'x'.repeat(600) } }),
    (post) => lineOf({ ...post, text: 'ha'.repeat(600_000) }),
  ],
  'not-utf8': [(post) => Buffer.from(lineOf({ ...post, text: 'caf\u00e9' }), 'latin1')],
  nul: [(post) => lineOf({ ...post, text: `${post.text}\0` })],
  'not-json': [(post) => lineOf(post).slice(0, -12), () => '<html>503 Service Unavailable</html>', () => '[]'],
  'too-deep': [(post) => `${lineOf(post).slice(0, -1)},"x":${'['.repeat(90)}${']'.repeat(90)}}`],
  'duplicate-key': [(post) => `${lineOf(post).slice(0, -1)},"text":"something else"}`],
  'lone-surrogate': [(post) => lineOf({ ...post, text: 'cut \ud83d' })],
  'missing-field': [(post) => lineOf({ ...post, text: '' }), (post) => lineOf({ ...post, created_at: undefined })],
  'wrong-type': [
    (post) => lineOf({ ...post, text: [post.text] }),
    (post) => lineOf({ ...post, user: { ...post.user, followers: 'many' } }),
  ],
  'number-out-of-range': [
    (post) => lineOf({ ...post, user: { ...post.user, followers: -1 } }),
    (post) => lineOf(post).replace(/"followers":\d+/, '"followers":NaN'),
  ],
  'unknown-value': [(post) => lineOf({ ...post, lang: 'tlh' })],
  'bad-time': [
    (post) => lineOf({ ...post, created_at: 'yesterday' }),
    (post) => lineOf({ ...post, created_at: '2026-02-30T10:00:00Z' }),
  ],
  'time-without-zone': [(post) => lineOf({ ...post, created_at: '2026-06-12 10:30:00' })],
  'time-out-of-range': [(post) => lineOf({ ...post, created_at: '1970-01-01T00:00:00Z' })],
  future: [(post) => lineOf({ ...post, created_at: '2098-06-12T10:30:00Z' })],
};
