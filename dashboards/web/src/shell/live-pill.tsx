import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Pill } from '../live/pill.ts';
import { usePaused } from '../live/use-paused.ts';
import { usePage } from '../page.ts';
import { useFormats } from '../use-formats.ts';
import css from './live-pill.module.css';
import { usePill } from './use-pill.ts';

/**
 * How fresh the page is, with the true delay from an event to here. Only the word is announced, and so only when it changes; the
 * number is for the eyes. Pressing it (Space) pauses.
 */
export function LivePill() {
  const { t } = useTranslation();
  const { pause } = usePage().live;
  const isPaused = usePaused();
  const pill = usePill();
  return (
    <>
      <span role="status" className="visually-hidden">
        {t(`pill.${pill.kind}.word`)}
      </span>
      <Button className={css.pill} data-kind={pill.kind} onPress={() => pause.set(!isPaused)}>
        <span className={css.dot} aria-hidden="true" />
        <PillText pill={pill} />
      </Button>
    </>
  );
}

function PillText({ pill }: { readonly pill: Pill }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  const behindMs = 'behindMs' in pill ? pill.behindMs : undefined;
  const seconds = behindMs === undefined ? '' : (behindMs / 1000).toFixed(behindMs < 10_000 ? 1 : 0);
  const details = { ...pill, seconds, since: 'since' in pill ? time(pill.since) : '' };
  const text = pill.kind === 'live' && behindMs === undefined ? 'word' : 'text';
  return <span className={css.text}>{t(`pill.${pill.kind}.${text}`, details)}</span>;
}
