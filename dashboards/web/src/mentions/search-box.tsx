import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { useTranslation } from 'react-i18next';
import { Text } from 'react-aria-components/Text';
import { searched } from '../url/searched.ts';
import { useView } from '../url/use-view.ts';
import css from './search-box.module.css';

/** Words that a text must have, all of them, or an author. Enter searches: each search is a place to come back to. */
export function SearchBox() {
  const { t } = useTranslation();
  const { view, change } = useView();
  const search = (typed: string): void => change(searched(typed));
  return (
    <SearchField
      className={css.field}
      aria-label={t('search.label')}
      defaultValue={view.q ?? ''}
      onSubmit={search}
      onClear={() => search('')}
    >
      <Input className={css.input} placeholder={t('search.placeholder')} data-shortcut="search" />
      <Text slot="description" className="visually-hidden">
        {t('search.help')}
      </Text>
    </SearchField>
  );
}
