import swaggerUi from '@fastify/swagger-ui';
import type { ApiServer } from '../server.ts';

/** Its own files, and styles that its scripts write; nothing of another host. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The document, and a page to read and try it. */
export async function docsRoutes(server: ApiServer): Promise<void> {
  server.get('/v1/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    uiConfig: { url: '/v1/openapi.json', validatorUrl: null, docExpansion: 'list', displayRequestDuration: true },
    theme: { title: 'Tideline API' },
  });
}
