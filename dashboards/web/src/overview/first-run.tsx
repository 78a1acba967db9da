import { useTranslation } from 'react-i18next';
import { Panel } from '../parts/panel.tsx';
import css from './first-run.module.css';

const STEPS = ['demo', 'watch', 'replay'] as const;

/** Nothing was ever heard: what to do, in place of empty charts. */
export function FirstRun() {
  const { t } = useTranslation();
  return (
    <Panel>
      <h2 className={css.title}>{t('first.title')}</h2>
      <ol className={css.steps}>
        {STEPS.map((step) => (
          <li key={step}>
            <strong>{t(`first.${step}.what`)}</strong>
            <pre>{t(`first.${step}.how`)}</pre>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
