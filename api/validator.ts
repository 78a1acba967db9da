import { Ajv } from 'ajv';
import type { FastifySchema, FastifySchemaCompiler } from 'fastify';

/** RFC 3339 with an offset; whether the day exists is found out where it is read. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Tells everything that is wrong at once, with the schema that says what would be right. Parameters are text and become what the schema says; a body is taken at its word. */
export function createValidator(): FastifySchemaCompiler<FastifySchema> {
  const common = {
    allErrors: true,
    verbose: true,
    strict: false,
    useDefaults: true,
    formats: { 'date-time': DATE_TIME },
  };
  const parameters = new Ajv({ ...common, coerceTypes: 'array' });
  const body = new Ajv(common);
  return ({ schema, httpPart }) => (httpPart === 'body' ? body : parameters).compile(schema);
}
