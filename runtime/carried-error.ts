import { messageOf, TidelineError, type ErrorCode } from './errors.ts';

/** An error as it crosses between threads: structured cloning would lose its class and its code. */
export interface CarriedError {
  readonly name: string;
  readonly message: string;
  readonly code: ErrorCode | undefined;
  readonly stack: string | undefined;
  readonly cause: CarriedError | undefined;
}

export function carriedError(error: unknown): CarriedError {
  const { name, stack, cause } = error instanceof Error ? error : new Error(messageOf(error));
  return {
    name,
    message: messageOf(error),
    code: error instanceof TidelineError ? error.code : undefined,
    stack,
    cause: cause === undefined ? undefined : carriedError(cause),
  };
}

/** The same error on the other side, with the stack of where it was thrown. */
export function revivedError({ name, message, code, stack, cause }: CarriedError): Error {
  const options = cause === undefined ? {} : { cause: revivedError(cause) };
  const error = code === undefined ? new Error(message, options) : new TidelineError(code, message, options);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
