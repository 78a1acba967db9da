import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API listens while the page is developed; the built page is served by the API itself. */
const API = process.env['TIDELINE_API'] ?? 'http://127.0.0.1:8080';

/** The API refuses pages of other origins, and the development server is one: it asks in its own name. */
const proxied = { target: API, changeOrigin: true, ws: true, headers: { origin: API } };

export default defineConfig(({ command }) => {
  // Whatever the builder's environment says: React's development build is slow, and in that of tests virtual lists have no size.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: import.meta.dirname,
    // Strings of React Aria in the languages we have no catalogue of would be a third of its size.
    plugins: [{ ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }, react()],
    build: { outDir: 'dist', emptyOutDir: true, target: 'baseline-widely-available', manifest: true },
    server: { proxy: { '/v1': proxied, '/docs': proxied } },
  };
});
