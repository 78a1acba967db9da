import type { ReactNode } from 'react';
import css from './panel.module.css';
import { PanelBoundary } from './panel-boundary.tsx';

export interface PanelProps {
  readonly children: ReactNode;
  readonly className?: string;
}

/** A card of the page. What breaks in it stays in it. */
export function Panel({ children, className = '' }: PanelProps) {
  return (
    <section className={`${css.panel} ${className}`}>
      <PanelBoundary>{children}</PanelBoundary>
    </section>
  );
}
