import type { Socket } from 'node:net';
import { ApiProblem, type ProblemCode, problemBody } from './problems.ts';

/** Node's codes of what ends a request before anybody reads it. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'head-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

const DETAILS: Readonly<Partial<Record<ProblemCode, string>>> = {
  'head-too-large': 'The address and the headers may have 16 KB together: ask for fewer things at once.',
  'request-timeout': 'The request did not come within 30 s.',
};

/**
 * Answers on the bare connection as any other refusal is answered, and ends it: what follows on it cannot be understood. The client's own
 * end is not waited for: it may never come, and would hold up the server's.
 */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const code = CODES[error.code ?? ''] ?? 'invalid-request';
  const problem = new ApiProblem(code, DETAILS[code] ?? 'This is no HTTP that can be read here.');
  const body = JSON.stringify(problemBody(problem, '/', requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${code}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
