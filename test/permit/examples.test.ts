import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { FORM, move, openOffice, PARTIAL_REQUEST, PASSWORD, type TestOffice } from './an-office.ts';
import { closed } from './answers.ts';
import { bodyOfMove, fileAt } from './files-at-stages.ts';

/**
 * The examples of the documentation are what the service answered in this very story: with MAKE_EXAMPLES=1
 * they are made anew, else their fields must be the same. What chance made is told by order.
 */
const FILE = new URL('../../src/http/permit/examples.json', import.meta.url);
const place = embeddedPlace();
const seen = new Map<string, { request: unknown; status: number; reply: unknown }>();
const operations = new Set<string>();
let office: TestOffice;

beforeAll(async () => {
  office = await openOffice(place, { early: watch });
  office.at('2026-02-02T09:00:00+08:00');
});
afterAll(() => office.close());

let watching = false;
function watch(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, schema }) => {
    const { operationId } = (schema ?? {}) as { operationId?: string };
    // What only says that it is not set stands in no documentation.
    if (config?.action && operationId) operations.add(operationId);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string };
    if (!watching || !operationId || reply.statusCode >= 300 || seen.has(operationId)) return;
    if (request.method === 'HEAD') return;
    const json = /json/.test(String(reply.getHeader('content-type')));
    const text = typeof payload === 'string' ? payload : '%PDF-1.7 …';
    const sent = operationId === 'addDocument' ? '%PDF-1.7 …' : (request.body ?? null);
    const told = json ? JSON.parse(text) : text.slice(0, 200);
    seen.set(operationId, { request: sent, status: reply.statusCode, reply: told });
  });
}

/** Asks, and is sure of the answer; the first answer of each operation is the example. */
async function ask(who: string | null, method: string, url: string, payload?: object) {
  const answer = await office.ask(who, {
    method: method as 'GET',
    url,
    ...(payload && { payload }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function tellStory(): Promise<void> {
  const number = '503/PKKPR/1/2026';
  const file = await fileAt(office, 'penilaian', 'SPS-1');
  const issued = await fileAt(office, 'terbit', number);
  const over = await fileAt(office, 'ditarik');
  const at = `/v1/applications/${file.id}`;
  watching = true;
  await ask(null, 'POST', '/v1/session', { login: 'pemohon', password: PASSWORD });
  await ask('pemohon', 'GET', '/v1/session');
  const next = 'kain tenun ikat sabu';
  await ask('lain', 'POST', '/v1/session/password', { old: PASSWORD, next });
  await ask('fpr', 'DELETE', '/v1/session');
  const made = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST };
  const { id } = await ask('pemohon', 'POST', '/v1/applications', made);
  await ask('pemohon', 'PATCH', `/v1/applications/${id}`, { form: FORM });
  const headers = { 'content-type': 'application/octet-stream' };
  const url = `/v1/applications/${id}/documents?kind=ktp`;
  const added = await office.ask('pemohon', {
    method: 'POST',
    url,
    headers,
    payload: '%PDF-1.7 a',
  });
  await ask('pemohon', 'GET', `/v1/applications/${id}/documents/${added.body.id}`);
  const pertek = await move(
    office,
    'kantor_pertanahan',
    file.id,
    'terbitkan_pertek',
    bodyOfMove('terbitkan_pertek'),
  );
  expect(pertek.status).toBe(200);
  await ask('loket', 'GET', at);
  await ask('pemohon', 'GET', '/v1/applications?limit=2');
  await ask('pupr', 'GET', '/v1/work?limit=2');
  await ask('pupr', 'GET', '/v1/work/touched-by-plans');
  await ask('loket', 'POST', `${at}/notes`, { text: 'cek batas timur' });
  await ask('loket', 'GET', `${at}/notes`);
  await ask('loket', 'POST', `${at}/assignment`, { role: 'pupr', login: 'pupr' });
  const fact = { stated: { frontEdges: [0] }, reason: 'foto lapangan 1 Februari 2026' };
  await ask('pupr', 'POST', `${at}/corrections`, fact);
  await ask('pupr', 'POST', `${at}/recheck`);
  await ask(null, 'GET', `/v1/track/${file.receipt}`);
  await ask(null, 'GET', `/v1/track/${file.receipt}/qr`);
  await ask(null, 'GET', `/track?receipt=${file.receipt}`);
  const approved = `/v1/applications/${issued.id}`;
  await ask('pemohon', 'GET', `${approved}/approval`);
  await ask('pemohon', 'GET', `${approved}/issued`);
  const building = { footprintM2: 300, grossFloorAreaM2: 520, heightM: 8, floors: 2 };
  await ask('pupr', 'POST', `${approved}/pbg-check`, { building });
  await ask('pemohon', 'GET', `${at}/person`);
  const reason = 'permintaan tertulis 2 Februari 2026';
  await ask('admin_data', 'POST', `/v1/applications/${over.id}/person/erasure`, { reason });
  await ask('kepala_dinas', 'GET', '/v1/statistics');
  const user = { login: 'petugas.baru', name: 'Petugas Baru', roles: ['loket'] };
  await ask('admin_data', 'POST', '/v1/users', user);
  await ask('admin_data', 'PATCH', '/v1/users/petugas.baru', { roles: ['pupr'] });
  await ask('admin_data', 'GET', '/v1/users');
  const key = { name: 'SIMBG', scopes: ['approvals:read'] };
  const newKey = await ask('admin_data', 'POST', '/v1/keys', key);
  await ask('admin_data', 'GET', '/v1/keys');
  const { prefix } = newKey.key as { prefix: string };
  const turned = await ask('admin_data', 'POST', `/v1/keys/${prefix}/rotate`);
  await ask('admin_data', 'DELETE', `/v1/keys/${turned.key.prefix}`);
  const receiver = { url: 'https://simbg.example/kejadian', topics: ['application.moved'] };
  const hook = await ask('admin_data', 'POST', '/v1/webhooks', receiver);
  await ask('admin_data', 'GET', '/v1/webhooks');
  await ask('admin_data', 'POST', `/v1/webhooks/${hook.id}/replay`);
  await ask('admin_data', 'DELETE', `/v1/webhooks/${hook.id}`);
  await ask('admin_data', 'GET', '/v1/audit?limit=2');
  // A stream does not end: what it begins with.
  seen.set('followEvents', {
    ...{ request: null, status: 200 },
    reply: 'id: 2026-02-02T09:00:00+08:00 \nevent: open\ndata: {}\n\n',
  });
}

/** Lists are shown by their first entries, but for coordinates. */
function shorten(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const shown = name === 'coordinates' || name === 'rings' ? value : value.slice(0, 2);
    return shown.map((one) => shorten(one, name));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shorten(v, k)]));
}

/** What is made by chance, in its order; secrets by what they are. */
function steady(text: string): string {
  const told = new Map<string, string>();
  const nth = (given: string, make: (n: number) => string) => {
    if (!told.has(given)) told.set(given, make(told.size + 1));
    return told.get(given)!;
  };
  return text
    .replaceAll(/\b[0-9a-f]{64}\b/g, (h) => nth(h, (n) => n.toString(16).padStart(64, '0')))
    .replaceAll(/\b[0-9a-f]{32}\b/g, (h) => nth(h, (n) => n.toString(16).padStart(32, '0')))
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (h) =>
      nth(h, (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`),
    )
    .replaceAll(/"next": "[\w-]{20,}"/g, '"next": "…"')
    .replaceAll(/sp_[\w.-]+/g, 'sp_…')
    .replaceAll(
      /"(prefix|kid|secret|jws|firstPassword|password|text|key)": "[^" ]{6,}"/g,
      '"$1": "…"',
    )
    .replaceAll(/\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/g, 'K7M-4QX-2AP')
    .replaceAll(/(d=\\"M4 4.5h7m1)[^"<]+/g, '$1 …');
}

/** Names of fields, but for those in lists: their order and length is chance. */
function fieldsOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fieldsOf(v)]));
}

let api: { paths: Record<string, Record<string, Operation>> };
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>;

it('the examples are what is answered', async () => {
  await tellStory();
  const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  const told = shorten(Object.fromEntries(sorted));
  if (process.env.MAKE_EXAMPLES) writeFileSync(FILE, `${steady(JSON.stringify(told, null, 2))}\n`);
  const kept = JSON.parse(readFileSync(FILE, 'utf8'));
  expect(Object.keys(kept)).toEqual(Object.keys(told as object));
  for (const [name, example] of Object.entries(told as Record<string, unknown>))
    expect(fieldsOf(kept[name]), name).toEqual(fieldsOf(example));
});

it('each operation of the permit has an example of what is sent and answered, and each fits its schema', async () => {
  api = closed((await office.ask(null, { url: '/openapi.json' })).body);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(api, 'api');
  const all = Object.values(api.paths).flatMap((item) => Object.values(item));
  const permit = all.filter(({ operationId }) => operations.has(operationId));
  expect(permit.length).toBe(operations.size);
  for (const { operationId, requestBody, responses } of permit) {
    const taken = Object.entries(responses).filter(([status]) => status < '300');
    expect(
      taken.map(([status]) => status),
      operationId,
    ).toEqual([String(seen.get(operationId)?.status)]);
    const contents = [requestBody?.content, ...taken.map(([, answer]) => answer.content)];
    for (const content of contents.filter((c) => c !== undefined)) {
      for (const { schema, ...media } of Object.values(content)) {
        const { examples } = schema as { examples?: unknown[] };
        const example = media.example ?? examples?.[0];
        expect(example, operationId).toBeDefined();
        const fits = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
        expect(fits(example), `${operationId} ${JSON.stringify(fits.errors)}`).toBe(true);
      }
    }
  }
});

it('no answer of the permit is documented as anything at all', () => {
  const answers = Object.values(api.paths)
    .flatMap((item) => Object.values(item))
    .filter(({ operationId }) => operations.has(operationId))
    .flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status]) => status < '300')
        .map(([, answer]) => [operationId, answer.content?.['application/json']?.schema] as const),
    )
    .filter(([, schema]) => schema !== undefined);
  expect(answers.length).toBeGreaterThan(30);
  const vague = answers.filter(([, schema]) => !('properties' in schema! || '$ref' in schema!));
  expect(vague.map(([operationId]) => operationId)).toEqual([]);
});

it('what the README sends in its story fits the documentation', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(api, 'api');
  const readme = readFileSync('README.md', 'utf8');
  const story = readme.slice(readme.indexOf('B=http://127.0.0.1:8080'));
  const posted = story.split('curl ').flatMap((call) => {
    const [path, body] = [/\$B(\/v1\/[^\s"]*)/.exec(call)?.[1], /-d '(\{[^']*\})'/.exec(call)?.[1]];
    return path && body ? [[path, body]] : [];
  });
  const moved = [...story.matchAll(/^move \w+ (\w+)(?: '(.*)')?$/gm)].map(([, name, more]) => {
    const rest = more === undefined ? '' : `,${more.replaceAll("'$TODAY'", '2026-01-31')}`;
    return ['/v1/applications/{id}/moves', `{"move":"${name}"${rest}}`];
  });
  const bodies = [...posted.map(([path, body]) => [path!.replace('$ID', '{id}'), body!]), ...moved];
  expect(new Set(bodies.map(([route]) => route)).size).toBeGreaterThanOrEqual(3);
  expect(moved.length).toBeGreaterThan(10);
  for (const [route, body] of bodies as [string, string][]) {
    const schema = api.paths[route]?.post?.requestBody?.content['application/json']?.schema;
    expect(schema, route).toBeDefined();
    const fits = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
    expect(fits(JSON.parse(body)), `${route} ${JSON.stringify(fits.errors)}`).toBe(true);
  }
});
