import { useTranslation } from 'react-i18next';
import type { AskFailure } from '../ask/ask-failure.ts';
import { usePage } from '../page.ts';
import { Button } from './button.tsx';
import css from './note.module.css';

export interface ProblemNoteProps {
  readonly failure: AskFailure;
  readonly onRetry: () => void;
}

/** What went wrong with a question, in the words of the API, and what to do. */
export function ProblemNote({ failure: { reason }, onRetry }: ProblemNoteProps) {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const requestId = reason.kind === 'problem' ? reason.requestId : undefined;
  const title = reason.kind === 'problem' ? reason.title : t(`problem.${reason.kind}`, reason);
  const detail = reason.kind === 'problem' ? reason.detail : t(`problem.${reason.kind}Detail`);
  return (
    <div className={css.note} role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {requestId !== undefined && <span className={css.id}>{t('problem.requestId', { requestId })}</span>}
      <div className={css.actions}>
        <Button onPress={onRetry}>{t('problem.retry')}</Button>
        {requestId !== undefined && <Button onPress={() => void ambient.copy(requestId)}>{t('problem.copyId')}</Button>}
      </div>
    </div>
  );
}
