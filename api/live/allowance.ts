import { SECOND_MS } from '../../schemas/instants.ts';

/** How many may be sent: so many per second, saved up for at most `saveS` seconds. */
export function allowance(perSecond: number, saveS: number) {
  const most = perSecond * saveS;
  let left = most;
  return {
    pass(ms: number): void {
      left = Math.min(most, left + (Math.max(0, ms) / SECOND_MS) * perSecond);
    },
    /** Of so many; what it returns is used up. */
    take(wanted: number): number {
      const taken = Math.min(wanted, Math.floor(left));
      left -= taken;
      return taken;
    },
  };
}
