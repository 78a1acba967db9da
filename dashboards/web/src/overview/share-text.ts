import type { Formats } from '../charts/format.ts';

/** How a share is read, and as exactly as anybody may want it: 38%, 37.649%. */
export function shareText({ percent, exact }: Formats): Record<'valueText' | 'exactText', (share: number) => string> {
  return { valueText: percent, exactText: (share) => `${exact(share * 100)}%` };
}
