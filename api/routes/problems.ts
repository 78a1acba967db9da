import { ApiProblem, isProblemCode, PROBLEM_CODES, titleOf } from '../problems.ts';
import { REMEDIES } from '../problem-remedies.ts';
import type { ApiServer } from '../server.ts';

/** Where `type` of a problem leads: the cause and the remedy, for people. Markdown reads well as the text that it is. */
export function problemRoutes(server: ApiServer): void {
  const schema = { hide: true };
  server.get('/problems', { schema }, (_request, reply) =>
    reply.type(TYPE).send(PROBLEM_CODES.map(sectionOf).join('\n')),
  );
  server.get<{ Params: { code: string } }>('/problems/:code', { schema }, ({ params: { code } }, reply) => {
    if (isProblemCode(code)) return reply.type(TYPE).send(sectionOf(code));
    throw new ApiProblem('not-found', `There is no problem ${JSON.stringify(code)}; /problems lists them.`);
  });
}

const TYPE = 'text/plain; charset=utf-8';

function sectionOf(code: (typeof PROBLEM_CODES)[number]): string {
  const { status, title } = titleOf(code);
  const { cause, remedy } = REMEDIES[code];
  return `# ${title}\n\n${code}, status ${status}\n\nWhy: ${cause}\n\nWhat helps: ${remedy}\n`;
}
