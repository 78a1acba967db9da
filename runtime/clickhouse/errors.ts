import { ClickHouseError } from '@clickhouse/client';
import { messageOf, TidelineError } from '../errors.ts';

/**
 * What to do about a failed request.
 * - retry: the store is busy, ending, out of room or gone. Whether the request took effect is unknown: repeat it as it was.
 * - poison: these rows cannot be stored; others can. Bisect.
 * - bug: our SQL or our schema is wrong. Stop and say so.
 * - refused: this account may not do that, or asked for more than it may have.
 */
export type FailureClass = 'retry' | 'poison' | 'bug' | 'refused';

/** 243: it does not even begin; the other words come from the system, with the code of whatever could not be written. */
const NO_SPACE = /NOT_ENOUGH_SPACE|not enough space|No space left on device/;

/** The engine's codes (system.error_codes); one that is not in the list is a bug until somebody has looked at it. */
const CLASSES: ReadonlyMap<string, FailureClass> = new Map([
  ...each('retry', [
    '3', //   UNEXPECTED_END_OF_FILE
    '75', //  CANNOT_WRITE_TO_FILE_DESCRIPTOR: a full or failing disk, as 76, 77, 1000 and 1001
    '76', //  CANNOT_OPEN_FILE
    '77', //  CANNOT_CLOSE_FILE
    '159', // TIMEOUT_EXCEEDED
    '198', // DNS_ERROR
    '202', // TOO_MANY_SIMULTANEOUS_QUERIES
    '203', // NO_FREE_CONNECTION
    '209', // SOCKET_TIMEOUT
    '210', // NETWORK_ERROR
    '236', // ABORTED: the server is ending
    '241', // MEMORY_LIMIT_EXCEEDED
    '242', // TABLE_IS_READ_ONLY: a replica without its Keeper
    '243', // NOT_ENOUGH_SPACE
    '252', // TOO_MANY_PARTS: merges are behind
    '279', // ALL_CONNECTION_TRIES_FAILED
    '285', // TOO_FEW_LIVE_REPLICAS
    '319', // UNKNOWN_STATUS_OF_INSERT
    '394', // QUERY_WAS_CANCELLED
    '425', // SYSTEM_ERROR
    '439', // CANNOT_SCHEDULE_TASK
    '745', // SERVER_OVERLOADED
    '999', // KEEPER_EXCEPTION
    '1000', // POCO_EXCEPTION
    '1001', // STD_EXCEPTION
  ]),
  ...each('poison', [
    '6', //   CANNOT_PARSE_TEXT
    '25', //  CANNOT_PARSE_ESCAPE_SEQUENCE
    '26', //  CANNOT_PARSE_QUOTED_STRING
    '27', //  CANNOT_PARSE_INPUT_ASSERTION_FAILED
    '33', //  CANNOT_READ_ALL_DATA
    '38', //  CANNOT_PARSE_DATE
    '41', //  CANNOT_PARSE_DATETIME
    '69', //  ARGUMENT_OUT_OF_BOUND
    '72', //  CANNOT_PARSE_NUMBER
    '117', // INCORRECT_DATA
    '128', // TOO_LARGE_ARRAY_SIZE
    '131', // TOO_LARGE_STRING_SIZE
    '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
    '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
    '395', // FUNCTION_THROW_IF_VALUE_IS_NON_ZERO
    '467', // CANNOT_PARSE_BOOL
    '469', // VIOLATED_CONSTRAINT
    '691', // UNKNOWN_ELEMENT_OF_ENUM
  ]),
  ...each('refused', [
    '158', // TOO_MANY_ROWS
    '164', // READONLY
    '192', // UNKNOWN_USER
    '193', // WRONG_PASSWORD
    '194', // REQUIRED_PASSWORD
    '195', // IP_ADDRESS_NOT_ALLOWED
    '201', // QUOTA_EXCEEDED
    '291', // DATABASE_ACCESS_DENIED
    '307', // TOO_MANY_BYTES
    '358', // INTO_OUTFILE_NOT_ALLOWED
    '392', // QUERY_IS_PROHIBITED
    '396', // TOO_MANY_ROWS_OR_BYTES
    '446', // FUNCTION_NOT_ALLOWED
    '452', // SETTING_CONSTRAINT_VIOLATION
    '497', // ACCESS_DENIED
    '516', // AUTHENTICATION_FAILED
    '700', // USER_SESSION_LIMIT_EXCEEDED
  ]),
]);

/** Repeating these would hide a mistake of ours behind an endless wait. */
const PROGRAMMING = [TypeError, RangeError, ReferenceError];

/**
 * Anything that is not an answer of the engine came from the way to it (refused, reset, timed out, cut off in the middle of
 * an answer): the request may or may not have taken effect.
 */
export function failureClass(error: unknown): FailureClass {
  if (error instanceof ClickHouseError) return CLASSES.get(error.code) ?? 'bug';
  if (error instanceof TidelineError) return error.cause === undefined ? 'bug' : failureClass(error.cause);
  return PROGRAMMING.some((kind) => error instanceof kind) ? 'bug' : 'retry';
}

/** A syntax error ends with every word the grammar knows. */
const LIST_OF_EVERYTHING = '. Expected one of:';

/** The same error for a person: what was asked, what the store said, what to do. The engine's error stays as its cause. */
export function storeError(error: unknown, doing: string): TidelineError {
  if (error instanceof TidelineError) return error;
  const said = messageOf(error).split(LIST_OF_EVERYTHING)[0]?.trim() ?? '';
  const cause = { cause: error };
  switch (failureClass(error)) {
    case 'refused':
      return new TidelineError('STORE_REFUSED', `The store refused ${doing}: ${said}`, cause);
    case 'bug':
    case 'poison':
      return new TidelineError('QUERY_FAILED', `${doing} failed: ${said}`, cause);
    case 'retry':
      if (!(error instanceof ClickHouseError)) {
        return new TidelineError(
          'STORE_DOWN',
          `The store did not answer (${doing}): ${said}. Try again in a moment.`,
          cause,
        );
      }
      if (NO_SPACE.test(`${error.type} ${said}`)) {
        const advice =
          'Free some space: the embedded store wants 128 MB more than its data. Nothing acknowledged is lost.';
        return new TidelineError('DISK_FULL', `The disk of the store is full (${doing}): ${said} ${advice}`, cause);
      }
      return new TidelineError(
        'STORE_BUSY',
        `The store cannot do that now (${doing}): ${said}. Try again later.`,
        cause,
      );
  }
}

function each(failure: FailureClass, codes: readonly string[]): readonly (readonly [string, FailureClass])[] {
  return codes.map((code) => [code, failure] as const);
}
