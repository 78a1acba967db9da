import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** What the document says beside the routes; they are read from their own schemas. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Tideline',
      version: '1',
      description: 'Mentions, their sentiment and reach, as they come. Changes only add; enumerations may grow.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { token: [] }],
  },
  refResolver: {
    buildLocalReference: (json, _base, _fragment, i) => (typeof json['$id'] === 'string' ? json['$id'] : `schema-${i}`),
  },
};
