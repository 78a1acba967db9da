import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import css from './note.module.css';

/** A mistake of the page itself, in the panel where it happened. */
export function BrokenNote({ detail, onRetry }: { readonly detail: string; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={css.note} role="alert">
      <strong>{t('problem.broken')}</strong>
      <p>{detail}</p>
      <Button onPress={onRetry}>{t('problem.retry')}</Button>
    </div>
  );
}
