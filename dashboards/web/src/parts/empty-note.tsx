import type { ReactNode } from 'react';
import css from './note.module.css';

export interface EmptyNoteProps {
  readonly title: string;
  readonly detail?: string;
  /** What a person can do about it. */
  readonly children?: ReactNode;
}

export function EmptyNote({ title, detail, children }: EmptyNoteProps) {
  return (
    <div className={css.note}>
      <strong>{title}</strong>
      {detail !== undefined && <p>{detail}</p>}
      <div className={css.actions}>{children}</div>
    </div>
  );
}
