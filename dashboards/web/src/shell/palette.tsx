import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { usePage } from '../page.ts';
import { type SearchEntry, SearchList } from '../parts/search-list.tsx';
import { pathWith } from '../url/path-with.ts';
import { searched } from '../url/searched.ts';
import { writeUrl } from '../url/url-state.ts';
import { useView } from '../url/use-view.ts';
import { RANGES, USUAL_RANGE, VIEW } from '../url/view.ts';
import { SCREENS } from './screens.ts';
import { chooseTheme, THEMES } from './theme.ts';
import { usePlatforms } from './use-platforms.ts';
import { useShell } from './use-shell.ts';

/** Everything the frame can do, by name. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { ambient, live } = usePage();
  const { openHelp } = useShell();
  const { change } = useView();
  const [, navigate] = useLocation();
  const search = useSearch();
  const platforms = usePlatforms();
  const isPaused = live.pause.isPaused();
  const entries = [
    ...SCREENS.map(({ path, name, key }) => ({
      id: path,
      name: t('palette.go', { screen: t(name) }),
      note: `g ${key}`,
      run: () => navigate(pathWith(path, search)),
    })),
    { id: 'pause', name: isPaused ? t('palette.resume') : t('pill.pause'), run: () => live.pause.set(!isPaused) },
    ...RANGES.map((range) => ({
      id: `range ${range}`,
      name: t('filter.last', { range }),
      run: () => change({ range: range === USUAL_RANGE ? undefined : range, from: undefined, to: undefined }),
    })),
    ...platforms.map((platform) => ({
      id: `platform ${platform}`,
      name: t('palette.platform', { platform }),
      run: () => change({ platform }),
    })),
    ...THEMES.map((theme) => ({
      id: `theme ${theme}`,
      name: t('palette.theme', { theme: t(`theme.${theme}`) }),
      run: () => chooseTheme(theme, ambient, document.documentElement),
    })),
    { id: 'help', name: t('help.open'), note: '?', run: openHelp },
  ];
  const authorOf = (typed: string): SearchEntry | undefined => {
    const { author } = searched(typed);
    if (author === undefined) return undefined;
    const run = (): void => navigate(`/live${writeUrl(VIEW, search, { author })}`);
    // The name has what was typed in it, or the list would leave it out.
    return { id: 'author', name: t('palette.author', { author }), run };
  };
  return (
    <SearchList
      title={t('palette.open')}
      placeholder={t('palette.search')}
      entries={entries}
      entryOf={authorOf}
      onClose={onClose}
    />
  );
}
