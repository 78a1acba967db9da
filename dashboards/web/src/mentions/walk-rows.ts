import type { KeyboardEvent } from 'react';

const ARROWS: Readonly<Record<string, string>> = { j: 'ArrowDown', k: 'ArrowUp' };

/** `j` and `k` are the arrows of the list, which knows how to walk. */
export function walkRows(event: KeyboardEvent, place: HTMLElement | null): void {
  const key = ARROWS[event.key];
  if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const row = place?.querySelector('[role="row"]:focus') ?? event.target;
  row.dispatchEvent(new globalThis.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}
