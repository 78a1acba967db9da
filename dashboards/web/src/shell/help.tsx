import { useTranslation } from 'react-i18next';
import { usePage } from '../page.ts';
import { Dialog } from '../parts/dialog.tsx';
import css from './help.module.css';
import { useShell } from './use-shell.ts';

const KEYS = ['palette', 'help', 'goOverview', 'goLive', 'search', 'range', 'pause', 'rows', 'open', 'close'] as const;

/** Keys, the words of the page, and where its numbers come from. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { isMac } = usePage().ambient;
  const { areKeysOn, switchKeys } = useShell();
  return (
    <Dialog title={t('help.title')} isOpen onClose={onClose}>
      <table className={css.keys}>
        <caption className="visually-hidden">{t('help.keys')}</caption>
        <tbody>
          {KEYS.map((name) => (
            <tr key={name}>
              <th scope="row">
                <kbd>{t(`help.key.${name}.keys`, { command: isMac ? '⌘' : 'Ctrl' })}</kbd>
              </th>
              <td>{t(`help.key.${name}.does`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className={css.switch}>
        <input type="checkbox" checked={areKeysOn} onChange={({ target }) => switchKeys(target.checked)} />
        {t('help.singleKeys')}
      </label>
      <p className={css.about}>{t('help.numbers')}</p>
      <p className={css.about}>
        <a href="/v1/openapi.json">{t('help.api')}</a>
      </p>
    </Dialog>
  );
}
