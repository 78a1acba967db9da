import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useView } from '../url/use-view.ts';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import css from './filter-chips.module.css';
import type { ActiveFilter } from './filters.ts';
import type { View } from '../url/view.ts';

export interface FilterChipsProps {
  readonly filters: readonly ActiveFilter[];
  /** What "Clear all" changes. */
  readonly cleared: Partial<View>;
  /** After the filters. */
  readonly children?: ReactNode;
}

/** What narrows a list, each with its way out. */
export function FilterChips({ filters, cleared, children }: FilterChipsProps) {
  const { t } = useTranslation();
  const { change } = useView();
  return (
    <div className={css.row} role="group" aria-label={t('filter.active')}>
      {filters.map(({ name, value, without }) => {
        const shown = name === 'class' ? t(`sentiment.${value}`) : value;
        const text = t('filter.chip', { name: t(`filter.name.${name}`), value: shown });
        return (
          <Chip
            key={`${name} ${value}`}
            text={text}
            label={t('filter.remove', { filter: text })}
            onRemove={() => change(without)}
          />
        );
      })}
      {children}
      <Button className={css.clear} onPress={() => change(cleared)}>
        {t('filter.clear')}
      </Button>
    </div>
  );
}
