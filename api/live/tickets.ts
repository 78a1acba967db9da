import type { Clock } from '../../runtime/time/clock.ts';
import { SECOND_MS, type Instant } from '../../schemas/instants.ts';

const LIFE_S = 60;
/** Whoever may ask for tickets may not fill the memory with them. */
const MOST = 10_000;

/** Browsers cannot send a header with a socket: a ticket opens one, once, and is worth nothing in a log of addresses afterwards. */
export function createTickets(clock: Pick<Clock, 'now'>, newTicket: () => string) {
  const open = new Map<string, Instant>();

  function forget(): void {
    const now = clock.now();
    for (const [ticket, until] of open) {
      if (until > now && open.size <= MOST) break;
      open.delete(ticket);
    }
  }

  return {
    issue(): { ticket: string; expires_in_s: number } {
      const ticket = newTicket();
      open.set(ticket, clock.now() + LIFE_S * SECOND_MS);
      forget();
      return { ticket, expires_in_s: LIFE_S };
    },

    /** True once for each that is not too old. */
    redeem(ticket: string): boolean {
      forget();
      return open.delete(ticket);
    },
  };
}

export type Tickets = ReturnType<typeof createTickets>;
