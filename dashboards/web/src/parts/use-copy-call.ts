import { useTranslation } from 'react-i18next';
import type { Question } from '../ask/ask.ts';
import { usePage } from '../page.ts';
import { useShell } from '../shell/use-shell.ts';
import { curlOf } from './curl.ts';
import type { MenuEntry } from './menu.tsx';

/** The entry of a menu that copies a question as a command for a shell. */
export function useCopyCall(question: Question): MenuEntry {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { say } = useShell();
  const copy = async (): Promise<void> => {
    await ambient.copy(curlOf(ambient.origin, question));
    say(t('panel.callCopied'));
  };
  return { id: 'call', name: t('panel.copyCall'), run: () => void copy() };
}
