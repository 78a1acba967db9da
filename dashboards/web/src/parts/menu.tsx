import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import css from './control.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly name: string;
  /** Where it leads, for what is a download. */
  readonly href?: string;
  run?(): void;
}

export interface MenuProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly className?: string;
}

/** A button with things to do. */
export function Menu({ label, children, entries, className = css.control }: MenuProps) {
  return (
    <MenuTrigger>
      <Button className={className} aria-label={label}>
        {children}
      </Button>
      <Popover className={css.popover} placement="bottom end">
        <AriaMenu className={css.list} items={entries} aria-label={label}>
          {({ id, name, href, run }) => (
            <MenuItem
              id={id}
              className={css.item}
              textValue={name}
              {...(href !== undefined && { href, download: true, target: '_self' })}
              {...(run !== undefined && { onAction: run })}
            >
              {name}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
