import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { VerdictValue } from '../assessment/model.ts';

/** Figures for Prometheus; one registry per app, so that tests do not share. */
export interface Metrics {
  assessed(verdict: VerdictValue | null, seconds: number): void;
  refused(codes: readonly string[]): void;
  text(): Promise<string>;
  readonly contentType: string;
  /** Measures every request of an app. */
  watch(app: FastifyInstance): void;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const verdicts = new Counter({
    name: 'si_pejuang_assessments_total',
    help: 'Assessments by verdict',
    labelNames: ['verdict'] as const,
    registers,
  });
  const refusals = new Counter({
    name: 'si_pejuang_refused_requests_total',
    help: 'Problems found in requests, by code',
    labelNames: ['code'] as const,
    registers,
  });
  const assessing = new Histogram({
    name: 'si_pejuang_assessment_seconds',
    help: 'Time from the parsed body to the answer',
    buckets: SECONDS,
    registers,
  });
  const requests = new Histogram({
    name: 'si_pejuang_http_request_seconds',
    help: 'Time of requests by route, method and status',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: SECONDS,
    registers,
  });
  return {
    assessed(verdict, seconds) {
      verdicts.inc({ verdict: verdict ?? 'none' });
      assessing.observe(seconds);
    },
    refused(codes) {
      for (const code of codes) refusals.inc({ code });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    watch: (app) => watchRequests(app, requests),
  };
}

/** The route's pattern is the label, never the address: labels must stay few. */
function watchRequests(
  app: FastifyInstance,
  requests: Histogram<'route' | 'method' | 'status'>,
): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { route, method: request.method, status: String(reply.statusCode) };
    requests.observe(labels, reply.elapsedTime / 1000);
  });
}
