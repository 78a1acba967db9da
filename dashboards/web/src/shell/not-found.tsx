import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Panel } from '../parts/panel.tsx';
import css from './not-found.module.css';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Panel>
      <div className={css.note}>
        <h1>{t('notFound.title')}</h1>
        <p>{t('notFound.detail')}</p>
        <Link href="/">{t('nav.overview')}</Link>
      </div>
    </Panel>
  );
}
