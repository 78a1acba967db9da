import { type ApiProblem, problemOf } from '../problems.ts';

/** Told of what is our mistake, with its cause, once however many are subscribed. */
export type Report = (error: unknown) => void;

/** What subscribers are told of an error. */
export function failureOf(error: unknown, report: Report): ApiProblem {
  const problem = problemOf(error);
  if (problem.status >= 500) report(error);
  return problem;
}
