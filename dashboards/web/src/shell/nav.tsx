import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import { Button } from '../parts/button.tsx';
import { pathWith } from '../url/path-with.ts';
import { DemoBadge } from './demo-badge.tsx';
import { Mark } from './mark.tsx';
import css from './nav.module.css';
import { SCREENS } from './screens.ts';

/** The screens. Filters go along, for they are the question and the screens are answers to it. */
export function Nav() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const search = useSearch();
  const [isOpen, setOpen] = useState(false);
  return (
    <nav className={css.nav} aria-label={t('nav.label')} data-open={isOpen || undefined}>
      <div className={css.brand}>
        <Mark />
        <span className={css.name}>Tideline</span>
        <Button className={css.toggle} aria-expanded={isOpen} aria-controls="screens" onPress={() => setOpen(!isOpen)}>
          {t('nav.menu')}
        </Button>
      </div>
      <div className={css.screens} id="screens">
        <h2>{t('nav.listen')}</h2>
        {SCREENS.map((screen) => (
          <Link
            key={screen.path}
            href={pathWith(screen.path, search)}
            aria-current={path === screen.path ? 'page' : undefined}
            onClick={() => setOpen(false)}
          >
            {t(screen.name)}
          </Link>
        ))}
        <div className={css.foot}>
          <DemoBadge />
        </div>
      </div>
    </nav>
  );
}
