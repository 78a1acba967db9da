import { useNow } from '../use-now.ts';
import { useFormats } from '../use-formats.ts';
import { usePaused } from '../live/use-paused.ts';
import { useAge } from './use-age.ts';

const SECOND_MS = 1_000;

/** How long ago something was, once a second; a paused page stands still altogether. */
export function Age({ time }: { readonly time: string }) {
  const { dateTime } = useFormats();
  const age = useAge();
  const now = useNow(usePaused() ? undefined : SECOND_MS);
  const at = Date.parse(time);
  return (
    <time dateTime={time} title={dateTime(at)}>
      {age(now - at)}
    </time>
  );
}
