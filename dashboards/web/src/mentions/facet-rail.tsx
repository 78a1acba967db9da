import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import { Facet } from './facet.tsx';
import css from './facet-rail.module.css';
import { FACETS } from './facets.ts';

/** What the mentions are made of; choosing a value narrows everything else. On a small screen it is folded. */
export function FacetRail() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={css.rail} aria-label={t('facet.label')} data-open={isOpen || undefined}>
      <Button className={css.toggle} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        {t('facet.label')}
      </Button>
      <div className={css.facets}>
        {FACETS.map((by) => (
          <Facet key={by} by={by} />
        ))}
      </div>
    </section>
  );
}
