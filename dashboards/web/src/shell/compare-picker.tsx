import { useTranslation } from 'react-i18next';
import { usePresent } from '../live/use-present.ts';
import { Picker } from '../parts/picker.tsx';
import { useView } from '../url/use-view.ts';
import { weeksBack } from './weeks-back.ts';

export function ComparePicker() {
  const { t } = useTranslation();
  const { view, change } = useView();
  const present = usePresent();
  const names = {
    previous: t('filter.compare.previous', { count: weeksBack(view, present()) }),
    none: t('filter.compare.none'),
  };
  const chosen = view.compare ? 'previous' : 'none';
  return (
    <Picker
      label={t('filter.compare.label')}
      shown={names[chosen]}
      items={[
        { id: 'previous', name: names.previous, note: t('filter.compare.note') },
        { id: 'none', name: names.none },
      ]}
      chosen={chosen}
      onChoose={(id) => change({ compare: id === 'previous' })}
    />
  );
}
