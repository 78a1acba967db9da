import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.ts';
import { Nav } from './nav.tsx';
import css from './shell.module.css';
import { StateNote } from './state-note.tsx';
import { Toast } from './toast.tsx';
import { TopBar } from './top-bar.tsx';
import { useGlobalKeys } from './use-global-keys.ts';
import { ShellContext } from './use-shell.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const Help = lazy(async () => ({ default: (await import('./help.tsx')).Help }));

const KEYS = 'single-keys';

/** Navigation, filters and state of the stream, around every screen. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { remember, remembered } = usePage().ambient;
  const [opened, setOpened] = useState<'palette' | 'help'>();
  const [sentence, setSentence] = useState('');
  const [areKeysOn, setKeysOn] = useState(remembered(KEYS) !== 'off');
  const close = useCallback(() => setOpened(undefined), []);
  const actions = useMemo(
    () => ({
      openPalette: () => setOpened('palette'),
      openHelp: () => setOpened('help'),
      say: setSentence,
      areKeysOn,
      switchKeys(areOn: boolean) {
        remember(KEYS, areOn ? 'on' : 'off');
        setKeysOn(areOn);
      },
    }),
    [areKeysOn, remember],
  );
  useGlobalKeys(actions);
  return (
    <ShellContext value={actions}>
      <div className={css.shell}>
        <a className={css.skip} href="#main">
          {t('nav.skip')}
        </a>
        <Nav />
        <div className={css.page}>
          <TopBar />
          <StateNote />
          <main id="main" className={css.main} tabIndex={-1}>
            {children}
          </main>
        </div>
        <Toast sentence={sentence} onGone={() => setSentence('')} />
        <Suspense>
          {opened === 'palette' && <Palette onClose={close} />}
          {opened === 'help' && <Help onClose={close} />}
        </Suspense>
      </div>
    </ShellContext>
  );
}
