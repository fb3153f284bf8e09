import swagger from '@fastify/swagger';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import { ENGINE } from '../assessment/index.ts';
import { NO_PERMIT_SETTINGS } from '../base/permit-settings.ts';
import type { Settings } from '../base/settings.ts';
import type { Database } from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import type { CertifiedSigner } from '../report/proof/index.ts';
import { activityRoutes } from './activity-routes.ts';
import { assessmentRoutes } from './assessment-routes.ts';
import { ANSWER_SCHEMAS } from './assessment-schema.ts';
import type { HttpContext } from './context.ts';
import { answerBadUrl, answerFailures, rawRefusal } from './failures.ts';
import { readJsonBodies } from './json-body.ts';
import { loggedError } from './log-error.ts';
import { makeMetrics } from './metrics.ts';
import { type Opening, opened } from './opening.ts';
import { pageRoutes } from './page-routes.ts';
import { securitySchemes, WEBHOOKS } from './permit/api-words.ts';
import { APPROVAL_SCHEMAS } from './permit/approval-schema.ts';
import { FILE_SCHEMAS } from './permit/file-schema.ts';
import { openDoor } from './permit/open-door.ts';
import { permitRoutes } from './permit/permit-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { type QuestionPool, questionPool } from './question-pool.ts';
import { questionRoutes } from './question-routes.ts';
import { QUESTION_SCHEMAS } from './question-schema.ts';
import { REQUEST_SCHEMAS } from './request-schema.ts';
import { ProblemSchema } from './response-schema.ts';
import { schemaRoutes } from './schema-routes.ts';
import { addSecurityHeaders } from './security.ts';
import { systemRoutes } from './system-routes.ts';
import { verifyRoutes } from './verify-routes.ts';
import { ProofSchema } from './verify-schema.ts';
import { whereRoutes } from './where-routes.ts';

type AppSettings = Pick<
  Settings,
  'bodyLimit' | 'requestTimeoutMs' | 'logLevel' | 'home' | 'publicUrl' | 'signingKey'
> &
  Partial<Pick<Settings, 'permit'>>;

export interface AppOptions {
  /** The plans, or plans that are still being loaded. */
  readonly store: PlanStore | Opening<PlanStore>;
  readonly database: Database;
  readonly settings: AppSettings;
  /** Threads for large questions; left out: the app's own. */
  readonly questions?: QuestionPool;
  /** The state's signer of PDFs; left out: none. */
  readonly certified?: CertifiedSigner;
  /** The clock; injected so that tests choose the day. */
  readonly now?: () => Date;
  /** Takes the lines of the log; left out: standard output. */
  readonly log?: { write(line: string): void };
}

const INFO = {
  title: 'Si Pejuang',
  version: ENGINE,
  description:
    'Sistem Informasi Persetujuan Ruang: checks a parcel, an activity and a building against the spatial plan. Areas in m², lengths in m, ratios 0..1, times ISO 8601 in WITA (UTC+8). Every failure is application/problem+json (RFC 9457) with all problems at once.',
};

/** The whole HTTP side, not yet listening: `app.inject` for tests, `serve` for people. */
export function buildApp(options: AppOptions): FastifyInstance {
  const app = newFastify(options);
  answerExpectations(app, options.settings);
  const { store, settings } = options;
  const keys = { home: settings.home, given: settings.signingKey };
  const context: HttpContext = {
    store: 'choose' in store ? opened(store) : store,
    database: options.database,
    metrics: makeMetrics(),
    questions: options.questions ?? questionPool(),
    signing: { keys, publicUrl: settings.publicUrl },
    certified: options.certified ?? null,
    now: options.now ?? (() => new Date()),
  };
  // Bodies are checked by request/, and answers are text already: no schema may drop or turn a field.
  app.setValidatorCompiler(() => (value: unknown) => ({ value }));
  app.setSerializerCompiler(() => (value: unknown) => JSON.stringify(value));
  app.addHook('onClose', () => context.questions.close());
  addSecurityHeaders(app);
  context.metrics.watch(app);
  readJsonBodies(app);
  answerFailures(app);
  for (const schema of SCHEMAS) app.addSchema(schema);
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: INFO,
      tags: TAGS,
      components: { securitySchemes: securitySchemes(settings.publicUrl) },
      webhooks: WEBHOOKS,
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`),
    },
  });
  // After the documentation plugin, which writes down the routes that come after it.
  app.register(async (routes) => {
    assessmentRoutes(routes, context);
    questionRoutes(routes, context);
    activityRoutes(routes, context);
    planRoutes(routes, context);
    whereRoutes(routes, context);
    schemaRoutes(routes);
    verifyRoutes(routes, context);
    systemRoutes(routes, context);
    pageRoutes(routes, context);
  });
  // Apart: only here it matters who asks.
  app.register(async (routes) => {
    const { permit = NO_PERMIT_SETTINGS } = settings;
    await permitRoutes(routes, await openDoor(context, { ...settings, permit }));
  });
  return app;
}

const SCHEMAS = [
  ...ANSWER_SCHEMAS,
  ...REQUEST_SCHEMAS,
  ...QUESTION_SCHEMAS,
  ProblemSchema,
  ProofSchema,
  ...FILE_SCHEMAS,
  ...APPROVAL_SCHEMAS,
];

const TAGS = [
  { name: 'assessments', description: 'Telaah' },
  { name: 'activities', description: 'Kegiatan dan KBLI' },
  { name: 'plans', description: 'Rencana tata ruang' },
  { name: 'reports', description: 'Laporan' },
  { name: 'applications', description: 'Permohonan' },
  { name: 'people', description: 'Orang dan sistem' },
  { name: 'service', description: 'Layanan' },
];

/**
 * Who asks first whether they may send (`Expect: 100-continue`, as curl does with a large body) is told to go on
 * only with what some route would take; the answer to the rest comes instead of it.
 */
function answerExpectations(app: FastifyInstance, { bodyLimit, permit }: AppOptions['settings']) {
  const most = Math.max(bodyLimit, (permit ?? NO_PERMIT_SETTINGS).documentLimit);
  app.server.on('checkContinue', (request, response) => {
    if (!(Number(request.headers['content-length']) > most)) response.writeContinue();
    app.server.emit('request', request, response);
  });
}

/** One connection may not hold the service up: limits on size and time of every request. */
function newFastify({ settings, log }: AppOptions): FastifyInstance {
  const proxies = settings.permit?.trustProxy ?? [];
  const level = settings.logLevel;
  const serializers = { err: loggedError };
  return fastify({
    logger: level !== 'silent' && { level, serializers, ...(log && { stream: log }) },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.bodyLimit,
    // Addresses, never a number of hops: whoever calls could add some.
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    requestTimeout: settings.requestTimeoutMs,
    connectionTimeout: settings.requestTimeoutMs * 2,
    keepAliveTimeout: 10_000,
    http: { headersTimeout: Math.min(settings.requestTimeoutMs, 10_000) },
    forceCloseConnections: 'idle',
    // Longer ids and unreadable addresses are answered in our form, see failures.ts.
    routerOptions: { maxParamLength: 4000 },
    frameworkErrors: answerBadUrl,
    exposeHeadRoutes: true,
    clientErrorHandler(error, socket) {
      if (socket.writable) socket.end(rawRefusal(error.code));
      else socket.destroy();
    },
  });
}
