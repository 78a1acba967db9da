import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { browserAmbient } from './ambient.ts';
import { App } from './app.tsx';
import { createAsk } from './ask/ask.ts';
import './base.css';
import './charts/palette.css';
import { createI18n } from './i18n/i18n.ts';
import { createLive } from './live/live.ts';
import { PageContext } from './page.ts';
import { PanelBoundary } from './parts/panel-boundary.tsx';
import { applyTheme, rememberedTheme } from './shell/theme.ts';
import './tokens.css';

const ambient = browserAmbient(window);
applyTheme(rememberedTheme(ambient), document.documentElement);
const page = { ambient, ask: createAsk(ambient), live: createLive(ambient) };
/** Panels say themselves how often they ask; coming back to the tab is no reason while the connection stands. */
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: false } } });

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no element #root.');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createI18n()}>
      <QueryClientProvider client={queries}>
        <PageContext value={page}>
          <PanelBoundary>
            <App />
          </PanelBoundary>
        </PageContext>
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
);
