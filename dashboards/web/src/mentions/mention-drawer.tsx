import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mention } from '../../../../api/schemas/answers.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useShell } from '../shell/use-shell.ts';
import { useView } from '../url/use-view.ts';
import { AskedMention } from './asked-mention.tsx';
import { MentionDetails } from './mention-details.tsx';
import css from './mention-drawer.module.css';

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

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
  const isWalking = areKeysOn && place >= 0;
  useEffect(() => {
    if (!isWalking) return undefined;
    const walk = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
      const step = ctrlKey || metaKey || altKey ? undefined : STEPS[key];
      const next = step === undefined ? undefined : rows[place + step];
      if (next !== undefined) change({ mention: next.id }, { replace: true });
    };
    window.addEventListener('keydown', walk);
    return () => window.removeEventListener('keydown', walk);
  }, [change, isWalking, place, rows]);
  return (
    <Dialog
      title={t('mention.title')}
      kind="drawer"
      isOpen={view.mention !== undefined}
      onClose={() => change({ mention: undefined })}
    >
      <div className={css.body}>
        {mention !== undefined && <MentionDetails mention={mention} />}
        {mention === undefined && view.mention !== undefined && <AskedMention key={view.mention} id={view.mention} />}
      </div>
    </Dialog>
  );
}
