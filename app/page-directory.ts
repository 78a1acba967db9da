import { join } from 'node:path';

/** Where `npm run build` puts the page. */
export const PAGE_DIRECTORY = join(import.meta.dirname, '..', 'dashboards', 'web', 'dist');
