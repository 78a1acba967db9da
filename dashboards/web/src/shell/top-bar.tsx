import { useTranslation } from 'react-i18next';
import { usePage } from '../page.ts';
import { Button } from '../parts/button.tsx';
import { ComparePicker } from './compare-picker.tsx';
import { CopyLink } from './copy-link.tsx';
import { LivePill } from './live-pill.tsx';
import { PauseButton } from './pause-button.tsx';
import { PlatformPicker } from './platform-picker.tsx';
import { RangePicker } from './range-picker.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import css from './top-bar.module.css';
import { useShell } from './use-shell.ts';
import { WatchPicker } from './watch-picker.tsx';
import { ZonePicker } from './zone-picker.tsx';

/** What is looked at, on the left; how fresh it is, and what helps, on the right. */
export function TopBar() {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { openPalette, openHelp } = useShell();
  const commandKeys = ambient.isMac ? '⌘K' : 'Ctrl K';
  return (
    <header className={css.bar}>
      <div className={css.filters}>
        <WatchPicker />
        <PlatformPicker />
        <div data-shortcut="range">
          <RangePicker />
        </div>
        <ComparePicker />
        <ZonePicker />
      </div>
      <div className={css.right}>
        <div className={css.fresh}>
          <LivePill />
          <PauseButton />
        </div>
        <div className={css.tools}>
          <CopyLink />
          <Button aria-label={t('palette.openBy', { keys: commandKeys })} onPress={openPalette}>
            {commandKeys}
          </Button>
          <ThemeMenu />
          <Button aria-label={t('help.open')} onPress={openHelp}>
            ?
          </Button>
        </div>
      </div>
    </header>
  );
}
