import { useTranslation } from 'react-i18next';
import { Picker } from '../parts/picker.tsx';
import { useView } from '../url/use-view.ts';

export function ComparePicker() {
  const { t } = useTranslation();
  const { view, change } = useView();
  const name = (id: 'previous' | 'none'): string => t(`filter.compare.${id}`);
  const chosen = view.compare ? 'previous' : 'none';
  return (
    <Picker
      label={t('filter.compare.label')}
      shown={name(chosen)}
      items={[
        { id: 'previous', name: name('previous'), note: t('filter.compare.note') },
        { id: 'none', name: name('none') },
      ]}
      chosen={chosen}
      onChoose={(id) => change({ compare: id === 'previous' })}
    />
  );
}
