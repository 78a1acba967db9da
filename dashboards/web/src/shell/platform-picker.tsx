import { useTranslation } from 'react-i18next';
import { Picker } from '../parts/picker.tsx';
import { useView } from '../url/use-view.ts';
import { usePlatforms } from './use-platforms.ts';

const ALL = '*';

export function PlatformPicker() {
  const { t } = useTranslation();
  const { view, change } = useView();
  const platforms = usePlatforms();
  const known = [...new Set([...platforms, ...(view.platform === undefined ? [] : [view.platform])])];
  return (
    <Picker
      label={t('filter.platform')}
      shown={view.platform ?? t('filter.allPlatforms')}
      items={[{ id: ALL, name: t('filter.allPlatforms') }, ...known.map((id) => ({ id, name: id }))]}
      chosen={view.platform ?? ALL}
      onChoose={(id) => change({ platform: id === ALL ? undefined : id })}
    />
  );
}
