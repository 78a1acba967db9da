import { PanelMenu, type PanelMenuProps } from '../parts/panel-menu.tsx';
import css from './panel-head.module.css';

export interface PanelHeadProps extends PanelMenuProps {
  /** What the list is of, and in which order. */
  readonly note: string;
}

/** Above a list: its name, and what can be done with it. A chart has a head of its own. */
export function PanelHead({ note, ...menu }: PanelHeadProps) {
  return (
    <div className={css.head}>
      <h2>{menu.title}</h2>
      <small>{note}</small>
      <PanelMenu {...menu} />
    </div>
  );
}
