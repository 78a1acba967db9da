import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.ts';
import { Dialog } from '../parts/dialog.tsx';
import { instantInZone, textInZone } from '../url/zoned-text.ts';
import { useView } from '../url/use-view.ts';
import css from './custom-range.module.css';

const DAY_MS = 86_400_000;

/** Two instants of the page's time zone. */
export function CustomRange({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { view, change, timeZone } = useView();
  const [problem, setProblem] = useState('');
  const id = useId();
  const usual = { from: new Date(ambient.now() - DAY_MS).toISOString(), to: new Date(ambient.now()).toISOString() };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const from = instantInZone(String(typed.get('from')), timeZone);
    const to = instantInZone(String(typed.get('to')), timeZone);
    if (from === undefined || to === undefined || from >= to) return setProblem(t('filter.customProblem'));
    change({ range: undefined, from, to, slice: undefined });
    onClose();
  };
  const field = (name: 'from' | 'to') => (
    <label>
      {t(`filter.${name}`)}
      <input
        type="datetime-local"
        name={name}
        required
        defaultValue={textInZone(view[name] ?? usual[name], timeZone)}
        aria-describedby={problem === '' ? undefined : id}
        aria-invalid={problem !== ''}
      />
    </label>
  );
  return (
    <Dialog title={t('filter.customTitle', { timeZone })} isOpen onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        {field('from')}
        {field('to')}
        {problem !== '' && (
          <p id={id} role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        <button type="submit">{t('filter.apply')}</button>
      </form>
    </Dialog>
  );
}
