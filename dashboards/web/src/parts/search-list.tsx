import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { SearchField } from 'react-aria-components/SearchField';
import { useTranslation } from 'react-i18next';
import control from './control.module.css';
import { Dialog } from './dialog.tsx';
import css from './search-list.module.css';

export interface SearchEntry {
  readonly id: string;
  readonly name: string;
  readonly note?: string | undefined;
  run(): void;
}

export interface SearchListProps {
  readonly title: string;
  readonly placeholder: string;
  readonly entries: readonly SearchEntry[];
  /** What the typed text itself offers, above the list. */
  entryOf?(typed: string): SearchEntry | undefined;
  readonly onClose: () => void;
}

/** A long list that is narrowed by typing: arrows choose, Enter runs and closes. */
export function SearchList({ title, placeholder, entries, entryOf, onClose }: SearchListProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const offered = entryOf?.(typed);
  return (
    <Dialog title={title} isOpen onClose={onClose} kind="palette">
      <Autocomplete filter={matches} inputValue={typed} onInputChange={setTyped}>
        <SearchField aria-label={title} autoFocus className={css.field}>
          <Input placeholder={placeholder} className={css.input} />
        </SearchField>
        <Menu
          aria-label={title}
          className={`${control.list} ${css.list}`}
          items={offered === undefined ? entries : [offered, ...entries]}
          renderEmptyState={() => <p className={css.none}>{t('palette.none')}</p>}
        >
          {({ id, name, note, run }) => (
            <MenuItem
              id={id}
              textValue={name}
              className={control.item}
              onAction={() => {
                onClose();
                run();
              }}
            >
              <span>{name}</span>
              {note !== undefined && <span className={control.note}>{note}</span>}
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </Dialog>
  );
}

/** Every word of what was typed, in any order. */
function matches(name: string, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/);
  return words.every((word) => name.toLowerCase().includes(word));
}
