import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import css from './control.module.css';

export interface PickerItem {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
}

export interface PickerListProps {
  /** What is chosen here; spoken before what the button shows. */
  readonly label: string;
  /** What the closed button shows. */
  readonly shown: string;
  readonly items: readonly PickerItem[];
}

/** The inside of a picker: a button, and the list that it opens. */
export function PickerList({ label, shown, items }: PickerListProps) {
  const { t } = useTranslation();
  return (
    <>
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
    </>
  );
}
