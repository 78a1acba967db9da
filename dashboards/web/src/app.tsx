import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { formatsOf } from './charts/format.ts';
import { ChartSettingsContext } from './charts/settings.ts';
import { ENGLISH } from './charts/texts.ts';
import { Now } from './live/now.tsx';
import { useRefresh } from './live/use-refresh.ts';
import { Skeleton } from './parts/skeleton.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';
import { useView } from './url/use-view.ts';

const Overview = lazy(async () => ({ default: (await import('./overview/overview.tsx')).Overview }));
const LiveMentions = lazy(async () => ({ default: (await import('./mentions/live-mentions.tsx')).LiveMentions }));

export function App() {
  useRefresh();
  const { i18n } = useTranslation();
  const { timeZone } = useView();
  const settings = useMemo(
    () => ({ formats: formatsOf({ locale: i18n.language, timeZone }), texts: ENGLISH }),
    [i18n.language, timeZone],
  );
  return (
    <ChartSettingsContext value={settings}>
      <Shell>
        <Now>
          <Suspense fallback={<Skeleton height={480} />}>
            <Switch>
              <Route path="/" component={Overview} />
              <Route path="/live" component={LiveMentions} />
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </Now>
      </Shell>
    </ChartSettingsContext>
  );
}
