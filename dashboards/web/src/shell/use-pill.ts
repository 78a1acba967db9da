import { type Pill, pillOf } from '../live/pill.ts';
import { useLink } from '../live/use-link.ts';
import { usePaused } from '../live/use-paused.ts';
import { useTopic } from '../live/use-topic.ts';
import { usePage } from '../page.ts';
import { useView } from '../url/use-view.ts';
import { useStatus } from './use-status.ts';

/** How fresh the page is. */
export function usePill(): Pill {
  const { live } = usePage();
  const [status] = useTopic(live.status, useView().parameters.timeline);
  const isUnreachable = useStatus().error?.reason.kind === 'unreachable';
  return pillOf({ link: useLink(), status, isPaused: usePaused(), isUnreachable });
}
