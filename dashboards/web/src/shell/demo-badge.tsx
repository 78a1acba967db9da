import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import css from './demo-badge.module.css';
import { useStatus } from './use-status.ts';

/** Says that the people and brands on the page are made up, and how to listen to real ones. */
export function DemoBadge() {
  const { t } = useTranslation();
  const { data } = useStatus();
  const demo = data?.pipeline.demo;
  if (demo === undefined) return null;
  return (
    <DialogTrigger>
      <Button className={css.badge}>{t('demo.badge')}</Button>
      <Popover className={css.popover} placement="top start">
        <Dialog className={css.dialog} aria-label={t('demo.badge')}>
          <p>{t('demo.what', { seed: demo.seed })}</p>
          <p>{demo.connect}</p>
          <pre>{t('demo.watches')}</pre>
          <p>{t('demo.where')}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
