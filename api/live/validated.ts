import type { Static, TSchema } from 'typebox';
import { createValidator } from '../validator.ts';

const compile = createValidator();

/**
 * Checks as a route checks its parameters (texts become what the schema says, defaults are filled in) or, for `body`, takes values at
 * their word. Throws what `problemOf` reads.
 */
export function validated<Schema extends TSchema>(
  schema: Schema,
  httpPart: 'querystring' | 'body',
): (value: unknown) => Static<Schema> {
  const check = compile({ schema, method: 'GET', url: '/v1/live', httpPart });
  return (value) => {
    if (check(value) === true) return value as Static<Schema>;
    throw Object.assign(new Error('not valid'), { validation: check.errors ?? [] });
  };
}
