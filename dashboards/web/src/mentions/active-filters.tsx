import { FilterChips } from '../parts/filter-chips.tsx';
import { activeFilters, NO_FILTERS } from '../parts/filters.ts';
import { SliceChip } from '../parts/slice-chip.tsx';
import { useView } from '../url/use-view.ts';

/** Everything that narrows the list. */
export function ActiveFilters() {
  const { view } = useView();
  const filters = activeFilters(view);
  if (filters.length === 0 && view.slice === undefined) return null;
  return (
    <FilterChips filters={filters} cleared={NO_FILTERS}>
      <SliceChip />
    </FilterChips>
  );
}
