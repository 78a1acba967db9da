import type { LiveState } from '../../../../api/schemas/live.ts';

/** What the server said of the timeline, and when that was by this computer's clock. */
export interface HeardStatus extends LiveState {
  readonly heardAt: number;
}

/**
 * The timeline's own now at `clockMs` of this computer, in ms since 1970: a demo may run faster, and this computer's clock may be wrong.
 * Until the server has said something, that clock.
 */
export function presentAt(clockMs: number, heard: Pick<HeardStatus, 'now' | 'speed' | 'heardAt'> | undefined): number {
  return heard === undefined ? clockMs : Date.parse(heard.now) + (clockMs - heard.heardAt) * heard.speed;
}
