import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePresent } from '../live/use-present.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useView } from '../url/use-view.ts';
import { instantInZone, textInZone } from '../url/zoned-text.ts';
import css from './custom-range.module.css';

const DAY_MS = 86_400_000;

/** Two instants of the page's time zone. */
export function CustomRange({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const present = usePresent();
  const { view, change, timeZone } = useView();
  const [typed, setTyped] = useState(() => ({
    from: textInZone(view.from ?? isoAt(present() - DAY_MS), timeZone),
    to: textInZone(view.to ?? isoAt(present()), timeZone),
  }));
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  const apply = (): void => {
    const from = instantInZone(typed.from, timeZone);
    const to = instantInZone(typed.to, timeZone);
    if (from === undefined || to === undefined || from >= to) return setWrong(true);
    change({ range: undefined, from, to, slice: undefined });
    onClose();
  };
  const field = (name: 'from' | 'to') => (
    <label>
      {t(`filter.${name}`)}
      <input
        type="datetime-local"
        value={typed[name]}
        onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
        aria-describedby={isWrong ? id : undefined}
        aria-invalid={isWrong}
      />
    </label>
  );
  return (
    <Dialog title={t('filter.customTitle', { timeZone })} isOpen onClose={onClose}>
      <div className={css.form}>
        {field('from')}
        {field('to')}
        <Button onPress={apply}>{t('filter.apply')}</Button>
        {isWrong && (
          <p id={id} role="alert" className={css.problem}>
            {t('filter.customProblem')}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}
