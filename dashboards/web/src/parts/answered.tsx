import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskFailure } from '../ask/ask-failure.ts';
import css from './note.module.css';
import { ProblemNote } from './problem-note.tsx';
import { Skeleton } from './skeleton.tsx';

export interface AnsweredProps<Answer> {
  readonly answer: UseQueryResult<Answer, AskFailure>;
  /** Of the finished panel, so that nothing jumps. */
  readonly height: number;
  readonly children: (data: Answer) => ReactNode;
}

/**
 * The states of a panel: waiting, answered, answered before and failing now, failed. Old data are never taken away, and that the server
 * is away is said once, above all of them.
 */
export function Answered<Answer>({ answer, height, children }: AnsweredProps<Answer>) {
  const { t } = useTranslation();
  const { data, error, isPlaceholderData } = answer;
  const retry = (): void => void answer.refetch();
  if (data === undefined) {
    return error === null ? <Skeleton height={height} /> : <ProblemNote failure={error} onRetry={retry} />;
  }
  return (
    <>
      {children(data)}
      {isPlaceholderData && error === null && <span className={css.updating}>{t('state.updating')}</span>}
      {error !== null && error.reason.kind !== 'unreachable' && <ProblemNote failure={error} onRetry={retry} />}
    </>
  );
}
