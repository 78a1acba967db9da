import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import { useFormats } from '../use-formats.ts';
import css from './source-note.module.css';
import { usePill } from './use-pill.ts';

/** Why the page is not fresh: what is on it is from before, and it goes on by itself. Said here once, not in every panel. */
export function LinkNote() {
  const { t } = useTranslation();
  const { time } = useFormats();
  const queries = useQueryClient();
  const pill = usePill();
  if (pill.kind === 'stalled') {
    return (
      <p className={css.note}>
        <strong>{t('pill.stalled.word')}:</strong> {pill.reason}
      </p>
    );
  }
  if (pill.kind !== 'offline') return null;
  return (
    <p className={css.note}>
      <strong>{t('problem.unreachable')}</strong> {t('problem.since', { time: time(pill.since) })}{' '}
      <Button onPress={() => void queries.refetchQueries()}>{t('problem.retry')}</Button>
    </p>
  );
}
