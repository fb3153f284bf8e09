import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type FastifyInstance, fastify, type InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { guard } from '../../src/http/permit/guard.ts';
import { addApiKey } from '../../src/permit/people/index.ts';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, PASSWORD, PDF, type TestOffice } from './an-office.ts';
import { bodyOfMove, FILES, type FileName, prepareFiles } from './files-at-stages.ts';
import { fingerprint, keepTables, restoreTables } from './traces.ts';

/**
 * Who may do what on whose file at which stage, written by hand from the law of the office (least
 * privilege, UU 27/2022, PP 21/2021), not made from data/permit/access.csv. `ya`: it is taken; else the
 * status of the refusal; `-`: not asked here. Files belong to `pemohon`, those called `kunci_…` to the key that asks.
 */
const MATRIX: Line[] = parse(readFileSync(new URL('./role-matrix.csv', import.meta.url)), {
  columns: true,
});

type Line = Readonly<Record<string, string>> & {
  readonly request: string;
  readonly file: FileName | '-';
};

const PEOPLE = [
  'publik',
  'pemohon',
  'lain',
  'loket',
  'pupr',
  'kantor_pertanahan',
  'fpr',
  'kepala_dinas',
  'admin_data',
];
/** Keys, each with one scope. */
const KEYS: Readonly<Record<string, string>> = {
  k_read: 'applications:read',
  k_write: 'applications:write',
  k_move: 'applications:move',
  k_personal: 'applications:personal',
  k_approvals: 'approvals:read',
  k_submit: 'applications:submit',
};
const SAFE = /^GET /;

interface Key {
  readonly id: string;
  readonly prefix: string;
  readonly text: string;
}

describe('the matrix of roles', () => {
  const place = embeddedPlace();
  const routes = new Set<string>();
  let office: TestOffice;
  let files: Awaited<ReturnType<typeof prepareFiles>>;
  let webhook = '';
  const keys = new Map<string, Key>();

  const addKey = async (name: string, scopes: string[], expiresAt: string | null = null) => {
    const scope = Object.values(KEYS);
    const given = { name, scopes, expiresAt };
    const db = await office.database.ready();
    const made = await addApiKey(db, given, scope, 'uji', '2026-01-01T08:00:00+08:00');
    if (!made.ok) throw new Error(made.problems[0]!.message.en);
    const { key, text } = made.value;
    keys.set(name, { id: key.id, prefix: key.prefix, text });
  };

  beforeAll(async () => {
    const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'uji', clientSecret: null };
    office = await openOffice(place, {
      settings: { permit: { ...NO_PERMIT_SETTINGS, oidc } },
      early: (app) => noteRoutes(app, routes),
    });
    office.at('2026-02-02T09:00:00+08:00');
    files = await prepareFiles(office);
    for (const [name, scope] of Object.entries(KEYS)) await addKey(name, [scope]);
    await addKey('k_other', ['applications:read']);
    await addKey('k_over', Object.values(KEYS), '2026-01-02T08:00:00+08:00');
    await addKey('k_revoked', Object.values(KEYS));
    const revoked = { revoked_at: '2026-02-02T09:00:00+08:00' };
    const db = await office.database.ready();
    const { id } = keys.get('k_revoked')!;
    await db.updateTable('api_keys').set(revoked).where('id', '=', id).execute();
    const receiver = { url: 'https://penerima.example/', topics: ['*'] };
    const added = await office.ask('admin_data', {
      method: 'POST',
      url: '/v1/webhooks',
      payload: receiver,
    });
    webhook = added.body.id;
    // It is told of nothing, so that the requests of the matrix leave no deliveries.
    const topics = JSON.stringify(['application.none']);
    await db.updateTable('webhooks').set({ topics }).where('id', '=', webhook).execute();
    for (const who of PEOPLE.slice(1)) await office.ask(who, { url: '/v1/session' });
    await keepTables(db);
  });
  afterAll(() => office.close());

  /** One request of the matrix, as it would be right. */
  const requestOf = ({ request, file }: Line): InjectOptions => {
    const { id, receipt, documents } = files[file === '-' ? 'draf' : file];
    if (request.startsWith('MOVE ')) {
      const move = request.slice(5);
      const url = `/v1/applications/${id}/moves`;
      return { method: 'POST', url, payload: { move, ...bodyOfMove(move) } };
    }
    const document = documents.rencana_teknis ?? files.penilaian.documents.rencana_teknis!;
    if (request === 'GET identity card') {
      return { url: `/v1/applications/${id}/documents/${documents.ktp}` };
    }
    if (request === "GET another file's document") {
      return { url: `/v1/applications/${id}/documents/${files.keputusan.documents.ktp}` };
    }
    const [method, path] = request.split(' ') as ['GET' | 'POST' | 'PATCH' | 'DELETE', string];
    const url = path
      .replace('{id}', path.startsWith('/v1/webhooks') ? webhook : id)
      .replace('{document}', document)
      .replace('{receipt}', receipt ?? '-')
      .replace('{login}', 'lain')
      .replace('{prefix}', keys.get('k_other')!.prefix)
      .replace(/^\/track$/, `/track?receipt=${receipt}`);
    if (path.endsWith('/documents') && method === 'POST') {
      const headers = { 'content-type': 'application/octet-stream' };
      return { method, url: `${url}?kind=rencana_teknis`, headers, payload: PDF };
    }
    const payload = BODIES[request];
    return { method, url, ...(payload && { payload }) };
  };

  let asked = 0;
  const ask = (who: string, options: InjectOptions) => {
    // From an address of its own each, since how often one may ask is not the question here.
    asked++;
    const remoteAddress = `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
    const key = keys.get(who);
    const headers = { ...options.headers, ...(key && { authorization: `Bearer ${key.text}` }) };
    const user = key || who === 'publik' ? null : who;
    return office.ask(user, { ...options, headers, remoteAddress });
  };
  const own = async (file: string, who: string) => {
    if (!file.startsWith('kunci_')) return;
    const owner_id = keys.get(who)?.id ?? keys.get('k_other')!.id;
    const db = await office.database.ready();
    const { id } = files[file as FileName];
    await db.updateTable('applications').set({ owner_id }).where('id', '=', id).execute();
  };

  it('has at least 500 cases, of every route that asks who one is', () => {
    expect(MATRIX.length * (PEOPLE.length + Object.keys(KEYS).length)).toBeGreaterThan(500);
    const named = new Set(MATRIX.map(({ request }) => routeOf(request)));
    expect([...routes].sort()).toEqual([...named].sort());
    const filed = new Set(MATRIX.map(({ file }) => file));
    expect([...filed].sort()).toEqual(['-', ...FILES].sort());
  });

  it.each(
    MATRIX.map((line) => [line.request, line.file, line] as const),
  )('%s on %s', async (_request, file, line) => {
    const db = await office.database.ready();
    const everybody = [...PEOPLE, ...Object.keys(KEYS)];
    const got: Record<string, string> = {};
    const all = everybody.map((who) => [who, line[who]!] as const);
    const wanted = Object.fromEntries(all.filter(([, w]) => w !== '-'));
    const refused = Object.keys(wanted).filter((w) => wanted[w] !== 'ya');
    // Files of keys change hands in between, so that each is looked at for itself.
    const groups = file.startsWith('kunci_') ? refused.map((who) => [who]) : [refused];
    for (const group of groups) {
      await own(file, group[0] ?? '');
      const before = await fingerprint(db);
      for (const who of group) {
        const { status, body } = await ask(who, requestOf(line));
        got[who] = String(status);
        const told = { status, errors: [{ code: expect.any(String) }] };
        if (typeof body === 'object')
          expect({ ...body, errors: body.errors?.slice(0, 1) }, who).toMatchObject(told);
      }
      expect(await fingerprint(db), `${group} leave no trace`).toEqual(before);
    }
    for (const who of Object.keys(wanted).filter((w) => wanted[w] === 'ya')) {
      await own(file, who);
      const { status, body } = await ask(who, requestOf(line));
      const taken = status >= 200 && status < 300;
      got[who] = taken ? 'ya' : `${status} ${JSON.stringify(body.errors)}`;
      if (taken && !SAFE.test(line.request)) await restoreTables(db);
    }
    expect(got).toEqual(wanted);
  });

  it.each(['k_over', 'k_revoked'])('knows no key that is %s, on any route', async (who) => {
    const db = await office.database.ready();
    const before = await fingerprint(db);
    for (const line of MATRIX) {
      const answer = await ask(who, requestOf(line));
      expect([line.request, answer.status]).toEqual([line.request, 401]);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    expect(await fingerprint(db)).toEqual(before);
  });

  it('takes no unsafe request with a cookie from another site, on any route', async () => {
    const db = await office.database.ready();
    const before = await fingerprint(db);
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none', origin: 'https://pejuang.example' },
      { origin: 'https://jahat.example' },
      { origin: 'http://pejuang.example', host: 'pejuang.example' },
      { origin: 'null' },
    ];
    const seen = new Set<string>();
    for (const line of MATRIX.filter(({ request }) => !SAFE.test(request))) {
      if (seen.has(routeOf(line.request))) continue;
      seen.add(routeOf(line.request));
      const wanted = requestOf(line);
      for (const headers of foreign) {
        const answer = await ask('admin_data', {
          ...wanted,
          headers: { ...wanted.headers, ...headers },
        });
        expect([line.request, headers, answer.status]).toEqual([line.request, headers, 403]);
        expect(answer.body.errors[0].code).toBe('csrf');
      }
    }
    expect(await fingerprint(db)).toEqual(before);
    expect(seen.size).toBeGreaterThan(15);
  });

  it('takes them from its own pages', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', origin: 'https://pejuang.example' },
      { origin: 'https://pejuang.example' },
    ]) {
      const answer = await ask('pemohon', { method: 'DELETE', url: '/v1/session', headers });
      expect(answer.status).toBe(200);
      await restoreTables(await office.database.ready());
    }
  });
});

describe('a route of the permit', () => {
  it.each([
    ['no action', {}],
    ['an action that the table does not have', { action: 'application.steal' }],
  ])('cannot be made with %s', (_, config) => {
    const app = fastify();
    guard(app, {
      rows: [],
      actions: new Set(['application.read']),
      scopes: [],
      stageNames: new Map(),
    });
    const make = () => app.get('/v1/secret', { config }, async () => 'x');
    expect(make).toThrow(/GET \/v1\/secret names no action of access.csv/);
  });
});

/** What is sent where a request needs a body. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/session': { login: 'lain', password: PASSWORD },
  'POST /v1/session/password': { old: PASSWORD, next: 'pendek' },
  'POST /v1/users': { login: 'baru', name: 'Baru', roles: ['loket'] },
  'PATCH /v1/users/{login}': { roles: ['loket'] },
  'POST /v1/keys': { name: 'SIMBG', scopes: ['approvals:read'] },
  'POST /v1/webhooks': { url: 'https://lain.example/', topics: ['*'] },
  'POST /v1/applications': { kind: 'pkkpr_berusaha' },
  'PATCH /v1/applications/{id}': { form: { land: { needM2: 500 } } },
  'POST /v1/applications/{id}/notes': { text: 'cek batas timur' },
  'POST /v1/applications/{id}/assignment': { role: 'pupr', login: 'pupr' },
  'POST /v1/applications/{id}/corrections': { stated: { frontEdges: [0] }, reason: 'foto' },
  'POST /v1/applications/{id}/pbg-check': { building: { footprintM2: 100 } },
  'POST /v1/applications/{id}/person/erasure': { reason: 'diminta' },
};

/** `POST /v1/applications/{id}/moves` for the shorter name in the matrix. */
function routeOf(request: string): string {
  if (request.startsWith('MOVE ')) return 'POST /v1/applications/{id}/moves';
  if (/^GET (identity|another)/.test(request)) {
    return 'GET /v1/applications/{id}/documents/{document}';
  }
  return request;
}

/** Routes that name an action, as they are made; HEAD is the shadow of GET. */
function noteRoutes(app: FastifyInstance, routes: Set<string>): void {
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.action === undefined) return;
    for (const verb of [method].flat().filter((m) => m !== 'HEAD')) {
      routes.add(`${verb} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    }
  });
}
