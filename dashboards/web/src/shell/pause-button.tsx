import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePaused } from '../live/use-paused.ts';
import { useTopic } from '../live/use-topic.ts';
import { usePage } from '../page.ts';
import { Button } from '../parts/button.tsx';
import { useFormats } from '../use-formats.ts';
import { useTick } from '../use-tick.ts';
import { useView } from '../url/use-view.ts';

const EVERY_MS = 1_000;

/** Stops the screen, never the stream; while it stands still the button says how many came. */
export function PauseButton() {
  const { t } = useTranslation();
  const { count } = useFormats();
  const { live } = usePage();
  const isPaused = usePaused();
  const [, topic] = useTopic(live.mentions, useView().parameters.filters);
  const heardBefore = useRef(0);
  const [held, setHeld] = useState(0);
  useEffect(() => {
    heardBefore.current = topic.latest()?.heard ?? 0;
  }, [isPaused, topic]);
  useTick(
    useCallback(() => setHeld(Math.max(0, (topic.latest()?.heard ?? 0) - heardBefore.current)), [topic]),
    isPaused ? EVERY_MS : undefined,
  );
  return (
    <Button onPress={() => live.pause.set(!isPaused)}>
      {isPaused ? t('pill.resume', { held: count(held) }) : t('pill.pause')}
    </Button>
  );
}
