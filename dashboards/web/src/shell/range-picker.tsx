import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../use-formats.ts';
import { Picker } from '../parts/picker.tsx';
import { useView } from '../url/use-view.ts';
import { RANGES, USUAL_RANGE } from '../url/view.ts';

const CustomRange = lazy(async () => ({ default: (await import('./custom-range.tsx')).CustomRange }));

const CUSTOM = 'custom';

/** When: a length that ends now, or two instants. */
export function RangePicker() {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { view, change } = useView();
  const [isChoosing, setChoosing] = useState(false);
  const { range = USUAL_RANGE, from, to } = view;
  const shown = (instant: string): string => dateTime(Date.parse(instant));
  const isCustom = from !== undefined;
  const presets = [...new Set<string>([...RANGES, range])];
  const choose = (id: string): void => {
    if (id === CUSTOM) setChoosing(true);
    else change({ range: id === USUAL_RANGE ? undefined : id, from: undefined, to: undefined, slice: undefined });
  };
  return (
    <>
      <Picker
        label={t('filter.range')}
        shown={
          isCustom
            ? t('filter.fromTo', { from: shown(from), to: to === undefined ? t('filter.now') : shown(to) })
            : t('filter.last', { range })
        }
        items={[
          ...presets.map((id) => ({ id, name: t('filter.last', { range: id }) })),
          { id: CUSTOM, name: t('filter.custom') },
        ]}
        chosen={isCustom ? CUSTOM : range}
        onChoose={choose}
      />
      {isChoosing && (
        <Suspense>
          <CustomRange onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </>
  );
}
