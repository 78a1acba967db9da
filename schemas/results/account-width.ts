import { DAY_MS, HOUR_MS } from '../instants.ts';

/** Windows of accounts, aligned to UTC. */
export const ACCOUNT_WIDTHS = ['1h', '1d'] as const;
export type AccountWidth = (typeof ACCOUNT_WIDTHS)[number];
export const ACCOUNT_WIDTH_MS: Readonly<Record<AccountWidth, number>> = { '1h': HOUR_MS, '1d': DAY_MS };
