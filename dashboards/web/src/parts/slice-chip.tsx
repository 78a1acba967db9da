import { useTranslation } from 'react-i18next';
import { useFormats } from '../use-formats.ts';
import { useView } from '../url/use-view.ts';
import { sliceOf } from '../url/view.ts';
import { Chip } from './chip.tsx';

/** The part of the period that the lists show, and the way back. */
export function SliceChip() {
  const { t } = useTranslation();
  const { day, span } = useFormats();
  const { view, change } = useView();
  const slice = sliceOf(view);
  if (slice === undefined) return null;
  const from = Date.parse(slice.from);
  const text = `${day(from)}, ${span(from, Date.parse(slice.to))}`;
  return (
    <Chip text={text} label={t('filter.remove', { filter: text })} onRemove={() => change({ slice: undefined })} />
  );
}
