import { useNow } from '../live/now.tsx';
import { useFormats } from '../use-formats.ts';
import { useAge } from './use-age.ts';

/** How long ago something was, by the timeline's own clock. */
export function Age({ time }: { readonly time: string }) {
  const { dateTime } = useFormats();
  const age = useAge();
  const now = useNow();
  const at = Date.parse(time);
  return (
    <time dateTime={time} title={dateTime(at)}>
      {age(now - at)}
    </time>
  );
}
