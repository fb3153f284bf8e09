import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { PUBLISHED_SCHEMAS } from '../report/index.ts';
import { jsonOf } from './response-schema.ts';

const TYPE = 'application/schema+json; charset=utf-8';
const LIST = jsonOf(
  Type.Array(Type.Object({ version: Type.String(), url: Type.String() })),
  'Every version, oldest first',
);
const SCHEMA = {
  description: 'JSON schema, draft 2020-12',
  content: {
    'application/schema+json': { schema: Type.Object({}, { additionalProperties: true }) },
  },
};

/** `/schemas/report` and `/schemas/report/v1.json`: what a report holds, version beside version. */
export function schemaRoutes(app: FastifyInstance): void {
  const summary = 'Versions of the schema of reports';
  app.get(
    '/schemas/report',
    { schema: { tags: ['reports'], summary, response: { 200: LIST } } },
    async () => PUBLISHED_SCHEMAS.map(({ version }) => ({ version, url: urlOf(version) })),
  );
  for (const { version, text } of PUBLISHED_SCHEMAS) {
    const one = `The schema of reports, ${version}: it never changes`;
    app.get(
      urlOf(version),
      { schema: { tags: ['reports'], summary: one, response: { 200: SCHEMA } } },
      // It never changes, so it may be kept for a year.
      async (_request, reply) =>
        reply
          .header('content-type', TYPE)
          .header('cache-control', 'public, max-age=31536000, immutable')
          .send(text()),
    );
  }
}

function urlOf(version: string): string {
  return `/schemas/report/${version}.json`;
}
