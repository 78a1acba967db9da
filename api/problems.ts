import { TidelineError } from '../runtime/errors.ts';

/** Everything that can go wrong with a request, by the slug that clients may rely on: `code`, and the end of `type`. */
const PROBLEMS = {
  'invalid-parameter': { status: 400, title: 'A parameter is not valid' },
  'invalid-request': { status: 400, title: 'The request cannot be understood' },
  'cursor-invalid': { status: 400, title: 'The cursor is not one of ours' },
  'cursor-mismatch': { status: 400, title: 'The cursor belongs to other filters' },
  'query-failed': { status: 400, title: 'The store cannot run this SQL' },
  unauthorized: { status: 401, title: 'A token is needed' },
  'host-refused': { status: 403, title: 'The Host header names another server' },
  'origin-refused': { status: 403, title: 'Another site asked' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'unknown-timeline': { status: 404, title: 'There is no such timeline' },
  'unknown-mention': { status: 404, title: 'There is no such mention' },
  'method-not-allowed': { status: 405, title: 'The address does not take this method' },
  'request-timeout': { status: 408, title: 'The request came too slowly' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has a type that is not read here' },
  'query-limit': { status: 422, title: 'The query asks for more than it may have' },
  'too-many-points': { status: 422, title: 'The interval is too fine for this period' },
  'upgrade-required': { status: 426, title: 'This address speaks WebSocket' },
  'live-limit': { status: 429, title: 'Too much is being watched' },
  'slow-consumer': { status: 429, title: 'The client reads too slowly' },
  'head-too-large': { status: 431, title: 'The address or the headers are too long' },
  internal: { status: 500, title: 'Something is wrong in Tideline' },
  overloaded: { status: 503, title: 'The server has too much to do' },
  'store-busy': { status: 503, title: 'The store has too much to do' },
  'store-down': { status: 503, title: 'The store does not answer' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}

/** What every problem of this code has in common. */
export function titleOf(code: ProblemCode): { readonly status: number; readonly title: string } {
  return PROBLEMS[code];
}

export interface ProblemDetail {
  /** A JSON pointer into the body, or `/name` of a parameter. */
  readonly pointer: string;
  readonly detail: string;
}

/** Thrown anywhere below a route; becomes the answer. The message is the `detail` that a person reads. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly ProblemDetail[];

  constructor(code: ProblemCode, detail: string, errors: readonly ProblemDetail[] = []) {
    super(detail);
    this.name = 'ApiProblem';
    this.code = code;
    this.errors = errors;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors?: readonly ProblemDetail[];
}

export function problemBody(problem: ApiProblem, instance: string, requestId: string): ProblemBody {
  const { status, title } = PROBLEMS[problem.code];
  const { code, message: detail, errors } = problem;
  const body = { type: `/problems/${code}`, title, status, detail, instance, code, request_id: requestId };
  return errors.length === 0 ? body : { ...body, errors };
}

export function invalid(parameter: string, detail: string): ApiProblem {
  return new ApiProblem('invalid-parameter', `${parameter}: ${detail}`, [{ pointer: `/${parameter}`, detail }]);
}

/** What Fastify itself refuses. */
const OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
};

const UNREADABLE_TYPE = 'The body must be JSON: send it with Content-Type: application/json.';

/** Any error as the problem to answer with. What is our own mistake tells nothing of the inside: the log has it. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TidelineError) return ofStore(error);
  if (!(error instanceof Error)) return internal();
  const { validation, statusCode } = error as Error & { validation?: readonly Invalid[]; statusCode?: number };
  if (validation !== undefined) {
    const errors = validation.map(detailOf);
    const detail = errors.map((one) => `${one.pointer.slice(1)} ${one.detail}`.trim()).join('; ');
    return new ApiProblem('invalid-parameter', detail, errors);
  }
  if (statusCode === undefined || statusCode >= 500 || statusCode < 400) return internal();
  return new ApiProblem(
    OF_STATUS[statusCode] ?? 'invalid-request',
    statusCode === 415 ? UNREADABLE_TYPE : error.message,
  );
}

interface Hint {
  readonly enum?: readonly unknown[];
  readonly const?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Hint>>;
}

/** As the validator tells it: `parentSchema` holds the rule that was broken. */
interface Invalid {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema?: Hint;
}

function detailOf({
  keyword,
  instancePath,
  message = 'is not valid',
  params,
  parentSchema = {},
}: Invalid): ProblemDetail {
  const { additionalProperty: unknown, missingProperty: missing } = params;
  if (typeof unknown === 'string') return { pointer: `${instancePath}/${unknown}`, detail: 'is not known here' };
  if (typeof missing === 'string') {
    const may = allowedBy(parentSchema.properties?.[missing] ?? {});
    const detail = may === undefined ? 'is missing' : `is missing: ${may}`;
    return { pointer: `${instancePath}/${missing}`, detail };
  }
  if (keyword === 'enum' || keyword === 'const')
    return { pointer: instancePath, detail: allowedBy(parentSchema) ?? message };
  const { examples } = parentSchema;
  const isForm = keyword === 'pattern' || keyword === 'format';
  if (isForm && examples !== undefined)
    return { pointer: instancePath, detail: `is not in the form of ${examples.join(', ')}` };
  return { pointer: instancePath, detail: message };
}

function allowedBy({ enum: values, const: only }: Hint): string | undefined {
  if (values !== undefined) return `must be one of ${values.join(', ')}`;
  return only === undefined ? undefined : `must be ${only}`;
}

/** The engine's codes for a query that takes too long, and for one that answers too much. */
const TOO_MUCH = new Set(['159', '396']);

/** Empty where it is no error of the engine. */
export function engineCodeOf({ cause }: TidelineError): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

/** Two databases of zones, of different years: ours may be the newer one. */
const ZONE_UNKNOWN = /cannot load time zone/i;

function ofStore(error: TidelineError): ApiProblem {
  if (ZONE_UNKNOWN.test(error.message)) return invalid('tz', 'the store does not know this time zone yet');
  if (TOO_MUCH.has(engineCodeOf(error))) {
    return new ApiProblem(
      'query-limit',
      'That is too much at once: ask for a shorter period, a coarser interval or fewer watches.',
    );
  }
  if (error.code === 'STORE_BUSY') {
    return new ApiProblem('store-busy', 'The store cannot answer now. Try again in a moment.');
  }
  if (error.code === 'STORE_DOWN' || error.code === 'DISK_FULL') {
    return new ApiProblem('store-down', 'The store is starting again or away. Try again in a moment.');
  }
  return internal();
}

function internal(): ApiProblem {
  return new ApiProblem('internal', 'This is a mistake of ours; the log has it under the request id.');
}
