import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../ask/ask.ts';
import { ChartTable } from '../charts/chart-table.tsx';
import { usePage } from '../page.ts';
import { useFormats } from '../use-formats.ts';
import { csvOf } from './csv.ts';
import { Dialog } from './dialog.tsx';
import { Menu } from './menu.tsx';
import css from './panel-menu.module.css';
import { readable } from './readable.ts';
import type { TableModel } from './table-model.ts';
import { useCopyCall } from './use-copy-call.ts';

export interface PanelMenuProps {
  /** Of the panel: which menu this is. */
  readonly title: string;
  readonly question: Question;
  /** Made when it is asked for. */
  tableOf(): TableModel;
  /** The panel has a table of its own to open. */
  readonly hasTable?: boolean;
}

/** What can be done with every panel: see it as a table, take it away, ask for it by oneself. */
export function PanelMenu({ title, question, tableOf, hasTable = false }: PanelMenuProps) {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const formats = useFormats();
  const copyCall = useCopyCall(question);
  const [table, setTable] = useState<TableModel>();
  const save = (): void => ambient.save(`${fileName(title)}.csv`, 'text/csv', csvOf(tableOf()));
  const entries = [
    ...(hasTable ? [] : [{ id: 'table', name: t('panel.table'), run: () => setTable(tableOf()) }]),
    { id: 'csv', name: t('panel.csv'), run: save },
    copyCall,
  ];
  return (
    <>
      <Menu label={t('panel.menu', { title })} className={css.button} entries={entries}>
        <span aria-hidden="true">⋯</span>
      </Menu>
      {table !== undefined && (
        <Dialog title={title} isOpen onClose={() => setTable(undefined)}>
          <ChartTable {...readable(table, formats)} />
        </Dialog>
      )}
    </>
  );
}

function fileName(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
}
