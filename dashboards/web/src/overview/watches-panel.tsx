import { useTranslation } from 'react-i18next';
import { Answered } from '../parts/answered.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import type { TableModel } from '../parts/table-model.ts';
import { useWatchCounts } from '../parts/use-watch-counts.ts';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import { byTrouble, type TroubledWatch } from './by-trouble.ts';
import { PanelHead } from './panel-head.tsx';
import css from './watches-panel.module.css';

const HEIGHT = 160;
/** All of them are in the table of the menu. */
const SHOWN = 6;
const NUMBERS = ['mentions', 'share', 'negative', 'negativeShare'] as const;

/** Which watch is in trouble: all of them, whichever are chosen, the most complaints first. */
export function WatchesPanel() {
  const { t } = useTranslation();
  const { question, answer } = useWatchCounts();
  const title = t('watches.title');
  return (
    <Panel>
      <Answered answer={answer} height={HEIGHT}>
        {({ data }) => (
          <>
            <PanelHead
              title={title}
              note={data.length > SHOWN ? t('watches.some', { shown: SHOWN, of: data.length }) : t('watches.all')}
              question={question}
              tableOf={() => tableOf(title, byTrouble(data))}
            />
            {data.length === 0 ? (
              <EmptyNote title={t('top.none')} />
            ) : (
              <WatchTable watches={byTrouble(data).slice(0, SHOWN)} />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function WatchTable({ watches }: { readonly watches: readonly TroubledWatch[] }) {
  const { t } = useTranslation();
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{t('watches.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('filter.name.watch')}</th>
          {NUMBERS.map((name) => (
            <th key={name} scope="col">
              {t(`watches.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {watches.map((watch) => (
          <WatchRow key={watch.value} watch={watch} />
        ))}
      </tbody>
    </table>
  );
}

/** Its name narrows the page to it, and pressed again shows all of them. */
function WatchRow({ watch }: { readonly watch: TroubledWatch }) {
  const { count, exact, percent } = useFormats();
  const { view, change } = useView();
  const { value, mentions, share, negative, negative_share: negativeShare } = watch;
  const isChosen = view.watch.includes(value);
  return (
    <tr>
      <th scope="row">
        <button type="button" aria-pressed={isChosen} onClick={() => change({ watch: isChosen ? [] : [value] })}>
          {value}
        </button>
      </th>
      <td title={exact(mentions)}>{count(mentions)}</td>
      <td>{percent(share)}</td>
      <td title={exact(negative)}>{count(negative)}</td>
      <td>
        {percent(negativeShare)}
        <i className={css.bar} style={{ width: `${negativeShare * 100}%` }} />
      </td>
    </tr>
  );
}

function tableOf(caption: string, watches: readonly TroubledWatch[]): TableModel {
  const names = ['mentions', 'share', 'negative', 'negative_share'] as const;
  return {
    caption,
    columns: [{ name: 'watch' }, ...names.map((name) => ({ name, numeric: true }))],
    rows: watches.map((watch) => ({ key: watch.value, cells: [watch.value, ...names.map((name) => watch[name])] })),
  };
}
