import { TidelineError, type ErrorCode } from '../errors.ts';

/** Why a store child did not come up; the supervisor acts on the kind, a person reads the error. A closed list, a line each. */
export type StartFailureKind =
  | 'locked' //      another process has the directory open, perhaps an orphan that is still ending
  | 'port-taken' //  somebody else listens on the port
  | 'disk-full'
  | 'read-only'
  | 'no-ffi' //      a Node without node:ffi
  | 'too-slow' //    neither ready nor gone within the limit
  | 'aborted' //     we were asked to stop meanwhile
  | 'unknown';

export interface StartFailure {
  readonly kind: StartFailureKind;
  readonly error: TidelineError;
}

interface Place {
  readonly directory: string;
  readonly port: number;
}

interface Rule {
  readonly sign: RegExp;
  readonly kind: StartFailureKind;
  readonly code: ErrorCode;
  readonly advice: (place: Place) => string;
}

const RULES: readonly Rule[] = [
  {
    sign: /Cannot lock file/,
    kind: 'locked',
    code: 'DIRECTORY_LOCKED',
    advice: ({ directory }) =>
      `The store in ${directory} is open in another process. Stop that one, or use another data directory.`,
  },
  {
    sign: /Address already in use/,
    kind: 'port-taken',
    code: 'STORE_DOWN',
    advice: ({ port }) =>
      `The store cannot listen on 127.0.0.1:${port}: another program does. Stop that one, choose another port, or 0 for any free one.`,
  },
  {
    sign: /No space left on device|NOT_ENOUGH_SPACE|ENOSPC/,
    kind: 'disk-full',
    code: 'DISK_FULL',
    advice: ({ directory }) => `The disk of the store in ${directory} is full. Make room and start again.`,
  },
  {
    sign: /Read-only file system|Permission denied|EROFS|EACCES/,
    kind: 'read-only',
    code: 'DIRECTORY_READONLY',
    advice: ({ directory }) =>
      `The store may not write to ${directory}. Give this user write access, or use another data directory.`,
  },
  {
    sign: /No such built-in module: node:ffi/,
    kind: 'no-ffi',
    code: 'PLATFORM_UNSUPPORTED',
    advice: () =>
      'The embedded store needs Node 26 (node:ffi). Run `npm ci` again without --omit=optional, which brings it.',
  },
];

/** Turns what the child wrote to stderr, or a failed write of its files, into an error that says what to do. */
export function startFailure(reason: string, place: Place, cause?: unknown): StartFailure {
  const rule = RULES.find(({ sign }) => sign.test(reason));
  const said = lastLines(reason);
  if (rule) {
    return { kind: rule.kind, error: new TidelineError(rule.code, `${rule.advice(place)} (${said})`, { cause }) };
  }
  const message = `The store in ${place.directory} did not start. ${said === '' ? 'It gave no reason.' : `It said: ${said}`}`;
  return { kind: 'unknown', error: new TidelineError('STORE_DOWN', message, { cause }) };
}

/** The engine prints its message first and stack or source lines after it; a person needs the message. */
function lastLines(text: string): string {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .find((each) => /Exception|rror/.test(each));
  return (line ?? text.trim()).slice(0, 400);
}
