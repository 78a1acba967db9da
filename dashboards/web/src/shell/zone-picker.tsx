import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';
import { useView } from '../url/use-view.ts';

const ZoneDialog = lazy(async () => ({ default: (await import('./zone-dialog.tsx')).ZoneDialog }));

/** The one time zone of the page: of its charts, lists, tables and exports alike. Always in sight. */
export function ZonePicker() {
  const { t } = useTranslation();
  const { timeZone } = useView();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button aria-label={`${t('filter.zone')}: ${timeZone}`} aria-haspopup="dialog" onPress={() => setOpen(true)}>
        {timeZone}
      </Button>
      {isOpen && (
        <Suspense>
          <ZoneDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
