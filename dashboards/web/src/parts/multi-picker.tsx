import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select } from 'react-aria-components/Select';
import { useTranslation } from 'react-i18next';
import css from './control.module.css';
import type { PickerItem } from './picker.tsx';

export interface MultiPickerProps {
  readonly label: string;
  readonly shown: string;
  readonly items: readonly PickerItem[];
  /** Empty: all. */
  readonly chosen: readonly string[];
  onChoose(ids: readonly string[]): void;
}

/** Any number of a few; none means all. */
export function MultiPicker({ label, shown, items, chosen, onChoose }: MultiPickerProps) {
  const { t } = useTranslation();
  return (
    <Select
      selectionMode="multiple"
      // Whoever opens it before its items are there sees them come.
      allowsEmptyCollection
      aria-label={label}
      value={[...chosen]}
      onChange={(ids) => onChoose(ids.map(String))}
    >
      <Button className={css.control} aria-label={`${label}: ${shown}`}>
        {shown}{' '}
        <span className={css.arrow} aria-hidden="true">
          ▾
        </span>
      </Button>
      <Popover className={css.popover}>
        <ListBox
          className={css.list}
          items={items}
          renderEmptyState={() => <p className={css.none}>{t('filter.loading')}</p>}
        >
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
