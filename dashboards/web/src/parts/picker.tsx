import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select } from 'react-aria-components/Select';
import css from './control.module.css';

export interface PickerItem {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
}

export interface PickerProps {
  /** What is chosen here; spoken before what the button shows. */
  readonly label: string;
  /** What the closed button shows. */
  readonly shown: string;
  readonly items: readonly PickerItem[];
  readonly chosen: string;
  onChoose(id: string): void;
}

/** One of a few. */
export function Picker({ label, shown, items, chosen, onChoose }: PickerProps) {
  return (
    <Select aria-label={label} value={chosen} onChange={(id) => id !== null && onChoose(String(id))}>
      <Button className={css.control} aria-label={`${label}: ${shown}`}>
        {shown}{' '}
        <span className={css.arrow} aria-hidden="true">
          ▾
        </span>
      </Button>
      <Popover className={css.popover}>
        <ListBox className={css.list} items={items}>
          {({ id, name, note }) => (
            <ListBoxItem id={id} textValue={name} className={css.item}>
              <span>{name}</span>
              {note !== undefined && <span className={css.note}>{note}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
