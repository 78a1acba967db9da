import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { SliceChip } from '../parts/slice-chip.tsx';
import { useView } from '../url/use-view.ts';
import css from './active-filters.module.css';
import { activeFilters, NO_FILTERS } from './filters.ts';

/** What narrows the list, each with its way out. */
export function ActiveFilters() {
  const { t } = useTranslation();
  const { view, change } = useView();
  const active = activeFilters(view);
  if (active.length === 0 && view.slice === undefined) return null;
  return (
    <div className={css.row} role="group" aria-label={t('filter.active')}>
      {active.map(({ name, value, without }) => {
        const text = t('filter.chip', { name: t(`filter.name.${name}`), value });
        return (
          <Chip
            key={`${name} ${value}`}
            text={text}
            label={t('filter.remove', { filter: text })}
            onRemove={() => change(without)}
          />
        );
      })}
      <SliceChip />
      <Button className={css.clear} onPress={() => change(NO_FILTERS)}>
        {t('filter.clear')}
      </Button>
    </div>
  );
}
