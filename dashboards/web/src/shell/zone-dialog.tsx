import { useTranslation } from 'react-i18next';
import { usePage } from '../page.ts';
import { SearchList } from '../parts/search-list.tsx';
import { useView } from '../url/use-view.ts';

export function ZoneDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { ambient } = usePage();
  const { change } = useView();
  const zones = [...new Set([ambient.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return (
    <SearchList
      title={t('filter.zone')}
      placeholder={t('filter.zoneSearch')}
      entries={zones.map((zone) => ({
        id: zone,
        name: zone.replaceAll('_', ' '),
        note: zone === ambient.timeZone ? t('filter.zoneHere') : undefined,
        run: () => change({ tz: zone === ambient.timeZone ? undefined : zone }),
      }))}
      onClose={onClose}
    />
  );
}
