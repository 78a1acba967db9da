import { useTranslation } from 'react-i18next';
import { usePresent } from '../live/use-present.ts';
import { usePage } from '../page.ts';
import { Button } from '../parts/button.tsx';
import { fixedLink } from '../url/fixed-link.ts';
import { useView } from '../url/use-view.ts';
import { LinkSign } from './link-sign.tsx';
import { useShell } from './use-shell.ts';

/** Copies an address of what is seen now. That of the browser's bar goes on with the clock. */
export function CopyLink() {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { say } = useShell();
  const present = usePresent();
  const { view, timeZone } = useView();
  const copy = async (): Promise<void> => {
    await ambient.copy(fixedLink(window.location.href, { view, timeZone, now: present() }));
    say(t('action.linkCopied', { timeZone }));
  };
  return (
    <Button aria-label={t('action.copyLink')} onPress={() => void copy()}>
      <LinkSign />
    </Button>
  );
}
