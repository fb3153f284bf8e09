import type { FastifyInstance } from 'fastify';
import type { HttpContext } from './context.ts';
import { docsPage, type OpenApi } from './docs-page.ts';
import { homePage } from './home-page.ts';

const HTML = 'text/html; charset=utf-8';
const hidden = { schema: { hide: true } };

/** `/`, `/docs` and `/openapi.json`. */
export function pageRoutes(app: FastifyInstance, context: HttpContext): void {
  let docs: string | null = null;
  app.get('/', hidden, async (_request, reply) => {
    const plans = context.store.get()?.plans ?? null;
    return reply.header('content-type', HTML).send(homePage(plans, context.store.doing()));
  });
  app.get('/openapi.json', hidden, async (_request, reply) => reply.send(app.swagger()));
  app.get('/docs', hidden, async (_request, reply) => {
    docs ??= docsPage(app.swagger() as unknown as OpenApi);
    return reply.header('content-type', HTML).send(docs);
  });
}
