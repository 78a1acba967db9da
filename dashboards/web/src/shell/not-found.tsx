import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Panel>
      <h1 className="visually-hidden">{t('notFound.title')}</h1>
      <EmptyNote title={t('notFound.title')} detail={t('notFound.detail')}>
        <Link href="/">{t('nav.overview')}</Link>
      </EmptyNote>
    </Panel>
  );
}
