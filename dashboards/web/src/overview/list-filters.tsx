import { useTranslation } from 'react-i18next';
import { FilterChips } from '../parts/filter-chips.tsx';
import { listFilters, NO_LIST_FILTERS } from '../parts/filters.ts';
import { useView } from '../url/use-view.ts';
import css from './list-filters.module.css';

/** Filters that came along from the mentions: they narrow the lists of this screen and not its numbers, so they are in sight. */
export function ListFilters() {
  const { t } = useTranslation();
  const filters = listFilters(useView().view);
  if (filters.length === 0) return null;
  return (
    <FilterChips filters={filters} cleared={NO_LIST_FILTERS}>
      <span className={css.note}>{t('filter.listsOnly')}</span>
    </FilterChips>
  );
}
