import { useEffect } from 'react';
import { usePage } from '../page.ts';
import css from './toast.module.css';

const SHOWN_MS = 4_000;

/** One sentence that goes by itself; there is nothing to do in it. */
export function Toast({ sentence, onGone }: { readonly sentence: string; readonly onGone: () => void }) {
  const { ambient } = usePage();
  useEffect(() => (sentence === '' ? undefined : ambient.later(onGone, SHOWN_MS)), [ambient, onGone, sentence]);
  return (
    <div role="status" className={css.place}>
      {sentence !== '' && <p className={css.toast}>{sentence}</p>}
    </div>
  );
}
