import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.ts';
import { Picker } from '../parts/picker.tsx';
import { chooseTheme, rememberedTheme, type Theme, THEMES } from './theme.ts';

const SIGNS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

export function ThemeMenu() {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const [theme, setTheme] = useState(rememberedTheme(ambient));
  const choose = (id: string): void => {
    const next = THEMES.find((known) => known === id) ?? 'system';
    chooseTheme(next, ambient, document.documentElement);
    setTheme(next);
  };
  return (
    <Picker
      label={t('theme.label')}
      shown={SIGNS[theme]}
      items={THEMES.map((id) => ({ id, name: t(`theme.${id}`), note: SIGNS[id] }))}
      chosen={theme}
      onChoose={choose}
    />
  );
}
