import { useTranslation } from 'react-i18next';
import type { Breakdown } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { Answered } from '../parts/answered.tsx';
import { PanelBoundary } from '../parts/panel-boundary.tsx';
import { useFormats } from '../use-formats.ts';
import { useView } from '../url/use-view.ts';
import css from './facet.module.css';
import { type FacetName, isChosen, toggled, withoutOwn } from './facets.ts';

const EVERY_MS = 30_000;
const LIMIT = '8';
const HEIGHT = 90;

/** The values of one field and how many mentions have each. */
export function Facet({ by }: { readonly by: FacetName }) {
  const { t } = useTranslation();
  const { count, exact } = useFormats();
  const { view, change, parameters } = useView();
  const filter = { ...withoutOwn(parameters.mentions, by), by, limit: LIMIT };
  const answer = useAnswer<Breakdown>({ path: '/v1/breakdown', filter }, { everyMs: EVERY_MS });
  const sampled = answer.data?.sampled ?? null;
  return (
    <section className={css.facet}>
      <h2>
        {t(`filter.name.${by}`)}
        {sampled !== null && <small>{t('top.newest', { newest: count(sampled.newest) })}</small>}
      </h2>
      <PanelBoundary>
        <Answered answer={answer} height={HEIGHT}>
          {({ data }) => (
            <ul>
              {data.map(({ value, mentions }) => (
                <li key={value}>
                  <button
                    type="button"
                    aria-pressed={isChosen(view, by, value)}
                    disabled={value === ''}
                    onClick={() => change(toggled(view, by, value))}
                  >
                    <span className={css.value}>
                      {by === 'class' ? t(`sentiment.${value}`) : value || t('facet.none')}
                    </span>
                    <span className={css.count} title={exact(mentions)}>
                      {count(mentions)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Answered>
      </PanelBoundary>
    </section>
  );
}
