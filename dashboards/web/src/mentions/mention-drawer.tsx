import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useShell } from '../shell/use-shell.ts';
import { useView } from '../url/use-view.ts';
import { MentionDetails } from './mention-details.tsx';
import css from './mention-drawer.module.css';

/** One mention in full, beside the list. It stays open when its row leaves the list; j and k go on to the next. */
export function MentionDrawer({ rows }: { readonly rows: readonly Mention[] }) {
  const { t } = useTranslation();
  const { areKeysOn } = useShell();
  const { view, change } = useView();
  const [last, setLast] = useState<Mention>();
  const place = rows.findIndex(({ id }) => id === view.mention);
  const found = rows[place];
  if (found !== undefined && found !== last) setLast(found);
  const mention = found ?? (last?.id === view.mention ? last : undefined);
  const walk = ({ key }: KeyboardEvent): void => {
    const next = rows[place + (key === 'j' ? 1 : -1)];
    if (areKeysOn && (key === 'j' || key === 'k') && place >= 0 && next !== undefined) {
      change({ mention: next.id }, { replace: true });
    }
  };
  return (
    <Dialog
      title={t('mention.title')}
      kind="drawer"
      isOpen={view.mention !== undefined}
      onClose={() => change({ mention: undefined })}
    >
      <div className={css.body} onKeyDown={walk}>
        {mention === undefined ? <p>{t('mention.notLoaded')}</p> : <MentionDetails mention={mention} />}
      </div>
    </Dialog>
  );
}
