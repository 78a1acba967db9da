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

/** The document, and a page to read and try it, which asks for a token only where one is needed. */
export async function docsRoutes(server: ApiServer, { token }: { readonly token?: string }): Promise<void> {
  server.get('/v1/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    // Without the bar of the standalone layout, which has room for a logo and for nothing of ours.
    uiConfig: { layout: 'BaseLayout', validatorUrl: null, docExpansion: 'list', displayRequestDuration: true },
    theme: { title: 'Tideline API' },
    transformSpecification: (document) => (token === undefined ? withoutSecurity(document) : document),
  });
}

function withoutSecurity({ security: _security, components, ...rest }: Readonly<Record<string, unknown>>) {
  return { ...rest, components: { ...(components as object), securitySchemes: undefined } };
}
