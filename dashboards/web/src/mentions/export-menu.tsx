import { useTranslation } from 'react-i18next';
import { queryText } from '../ask/query-text.ts';
import { curlOf } from '../parts/curl.ts';
import { usePage } from '../page.ts';
import control from '../parts/control.module.css';
import { Menu } from '../parts/menu.tsx';
import { useShell } from '../shell/use-shell.ts';
import { useView } from '../url/use-view.ts';

const FORMATS = ['csv', 'ndjson', 'parquet'] as const;

/** Everything that the filters leave, not only what is loaded: the server streams it. */
export function ExportMenu() {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { say } = useShell();
  const { mentions: filter } = useView().parameters;
  const copyCall = async (): Promise<void> => {
    await ambient.copy(curlOf(ambient.origin, { path: '/v1/mentions', filter }));
    say(t('panel.callCopied'));
  };
  const files = FORMATS.map((format) => ({
    id: format,
    name: t('export.as', { format }),
    href: `/v1/mentions.${format}${queryText(filter)}`,
  }));
  return (
    <Menu
      label={t('export.label')}
      entries={[...files, { id: 'call', name: t('panel.copyCall'), run: () => void copyCall() }]}
    >
      {t('export.label')}{' '}
      <span className={control.arrow} aria-hidden="true">
        ▾
      </span>
    </Menu>
  );
}
