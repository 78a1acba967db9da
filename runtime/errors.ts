/**
 * Every error a person can meet, each with its exit code (ux: 1 failed, 2 usage, 3 configuration, 4 a dependency is down)
 * and whether doing the same again can help. The message says what is wrong, where, and what to do.
 */
const CODES = {
  USAGE: { exit: 2, retry: false },
  CONFIG_INVALID: { exit: 3, retry: false },
  MAPPING_INVALID: { exit: 3, retry: false },
  FILE_UNREADABLE: { exit: 1, retry: false },
  REPLAY_CHANGED: { exit: 1, retry: false },
  DIRECTORY_LOCKED: { exit: 1, retry: false },
  DIRECTORY_NEWER: { exit: 1, retry: false },
  DIRECTORY_READONLY: { exit: 1, retry: false },
  DISK_FULL: { exit: 1, retry: false },
  DISK_FAILED: { exit: 1, retry: false },
  LOG_FULL: { exit: 1, retry: true },
  LOG_CORRUPT: { exit: 1, retry: false },
  LOG_TRIMMED: { exit: 1, retry: false },
  LOG_GAP: { exit: 1, retry: false },
  TICK_IN_FUTURE: { exit: 1, retry: false },
  STORE_DOWN: { exit: 4, retry: true },
  STORE_REFUSED: { exit: 1, retry: false },
  STORE_BUSY: { exit: 4, retry: true },
  QUERY_FAILED: { exit: 1, retry: false },
  PLATFORM_UNSUPPORTED: { exit: 4, retry: false },
  INTERNAL: { exit: 1, retry: false },
} as const satisfies Record<string, { exit: number; retry: boolean }>;

export type ErrorCode = keyof typeof CODES;

export class TidelineError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TidelineError';
    this.code = code;
  }

  get exitCode(): number {
    return CODES[this.code].exit;
  }

  get retryable(): boolean {
    return CODES[this.code].retry;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
