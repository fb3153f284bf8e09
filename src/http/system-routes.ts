import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { HttpContext } from './context.ts';

const HealthSchema = Type.Object(
  {
    status: Type.Enum(['ok']),
    ready: Type.Boolean({ description: 'plans are loaded' }),
    doing: Type.Ref('Text'),
    plans: Type.Array(Type.Object({ id: Type.String(), hash: Type.String() })),
    database: Type.Object({
      kind: Type.Enum(['embedded', 'postgresql']),
      state: Type.Enum(['closed', 'opening', 'ready', 'failed']),
    }),
  },
  { description: 'Liveness, and what is loaded or still loading.' },
);

/** `/health` (alive, whatever is still loading) and `/metrics` (Prometheus). */
export function systemRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get(
    '/health',
    {
      schema: {
        operationId: 'health',
        tags: ['service'],
        summary: 'Is the service alive, and are its plans loaded?',
        response: { 200: HealthSchema },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send(healthOf(context)),
  );
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'metrics',
        tags: ['service'],
        summary: 'Figures for Prometheus',
        response: {
          200: {
            description: 'Text of Prometheus',
            content: { 'text/plain': { schema: Type.String() } },
          },
        },
      },
    },
    async (_request, reply) =>
      reply.header('content-type', context.metrics.contentType).send(await context.metrics.text()),
  );
}

function healthOf(context: HttpContext) {
  const store = context.store.get();
  const plans = store?.plans ?? [];
  return {
    status: 'ok',
    ready: store !== null,
    doing: context.store.doing(),
    plans: plans.map((p) => ({ id: p.manifest.id, hash: p.hash })),
    database: { kind: context.database.kind, state: context.database.state() },
  };
}
