import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { HttpContext } from './context.ts';
import { docsPage, type OpenApi } from './docs-page.ts';
import { homePage } from './home-page.ts';

const HTML = 'text/html; charset=utf-8';

/** How a page stands in the documentation. */
function documented(summary: string, type: string) {
  const content = { [type]: { schema: Type.String() } };
  return {
    schema: { tags: ['service'], summary, response: { 200: { description: summary, content } } },
  };
}

/** `/`, `/docs` and `/openapi.json`. */
export function pageRoutes(app: FastifyInstance, context: HttpContext): void {
  let docs: string | null = null;
  app.get(
    '/',
    documented('What this is, and which plans it knows', 'text/html'),
    async (_request, reply) => {
      const plans = context.store.get()?.plans ?? null;
      return reply.header('content-type', HTML).send(homePage(plans, context.store.doing()));
    },
  );
  app.get(
    '/openapi.json',
    documented('This API as OpenAPI 3.1', 'application/json'),
    async (_request, reply) => reply.send(app.swagger()),
  );
  app.get('/docs', documented('This API to read', 'text/html'), async (_request, reply) => {
    docs ??= docsPage(app.swagger() as unknown as OpenApi);
    return reply.header('content-type', HTML).send(docs);
  });
}
