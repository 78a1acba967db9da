import { useTranslation } from 'react-i18next';
import css from './kpi-card.module.css';

/** A card whose number is not there, and why. */
export function EmptyCard({ title, detail }: { readonly title: string; readonly detail: string }) {
  const { t } = useTranslation();
  return (
    <section className={css.card}>
      <h2 className={css.name}>{title}</h2>
      <p className={css.value}>
        <span className={css.none}>{t('kpi.nothing')}</span>
      </p>
      <p className={css.note}>{detail}</p>
    </section>
  );
}
