import { useTranslation } from 'react-i18next';
import { queryText } from '../ask/query-text.ts';
import control from '../parts/control.module.css';
import { Menu } from '../parts/menu.tsx';
import { useCopyCall } from '../parts/use-copy-call.ts';
import { useView } from '../url/use-view.ts';

const FORMATS = ['csv', 'ndjson', 'parquet'] as const;

/** Everything that the filters leave, not only what is loaded: the server streams it. */
export function ExportMenu() {
  const { t } = useTranslation();
  const { mentions: filter } = useView().parameters;
  const copyCall = useCopyCall({ path: '/v1/mentions', filter });
  const files = FORMATS.map((format) => ({
    id: format,
    name: t('export.as', { format }),
    href: `/v1/mentions.${format}${queryText(filter)}`,
  }));
  return (
    <Menu label={t('export.label')} entries={[...files, copyCall]}>
      {t('export.label')}{' '}
      <span className={control.arrow} aria-hidden="true">
        ▾
      </span>
    </Menu>
  );
}
