import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenApi } from '../../src/http/docs-page.ts';
import { openApp, REQUEST, type TestApp } from './an-app.ts';

let test: TestApp;
let api: OpenApi & { openapi: string };
beforeAll(async () => {
  test = await openApp();
  api = (await test.app.inject('/openapi.json')).json();
});
afterAll(() => test.close());

const ROUTES = [
  ['post', '/v1/assessments'],
  ['get', '/v1/assessments/{id}'],
  ['post', '/v1/assessments/options'],
  ['post', '/v1/assessments/what-if'],
  ['get', '/v1/activities'],
  ['get', '/v1/plans'],
  ['get', '/v1/plans/{id}'],
  ['get', '/v1/plans/{id}/zones'],
  ['get', '/v1/plans/{id}/rules'],
  ['get', '/v1/plans/{id}/layers'],
  ['get', '/v1/plans/{id}/legal-bases'],
  ['post', '/v1/plans/{id}/where'],
  ['get', '/schemas/report'],
  ['get', '/schemas/report/v1.json'],
  ['get', '/verify/{key}'],
  ['post', '/v1/verify'],
  ['get', '/.well-known/jwks.json'],
  ['get', '/v1/session'],
  ['post', '/v1/session'],
  ['delete', '/v1/session'],
  ['post', '/v1/session/password'],
  ['get', '/v1/users'],
  ['post', '/v1/users'],
  ['patch', '/v1/users/{login}'],
  ['get', '/v1/keys'],
  ['post', '/v1/keys'],
  ['post', '/v1/keys/{prefix}/rotate'],
  ['delete', '/v1/keys/{prefix}'],
  ['get', '/v1/applications'],
  ['post', '/v1/applications'],
  ['get', '/v1/applications/{id}'],
  ['patch', '/v1/applications/{id}'],
  ['post', '/v1/applications/{id}/moves'],
  ['post', '/v1/applications/{id}/documents'],
  ['get', '/v1/applications/{id}/documents/{document}'],
  ['get', '/v1/work'],
  ['get', '/v1/track/{receipt}'],
  ['get', '/v1/track/{receipt}/qr'],
  ['get', '/v1/applications/{id}/notes'],
  ['post', '/v1/applications/{id}/notes'],
  ['post', '/v1/applications/{id}/assignment'],
  ['post', '/v1/applications/{id}/corrections'],
  ['post', '/v1/applications/{id}/recheck'],
  ['get', '/v1/work/touched-by-plans'],
  ['get', '/v1/applications/{id}/approval'],
  ['get', '/v1/applications/{id}/issued'],
  ['post', '/v1/applications/{id}/pbg-check'],
  ['get', '/v1/applications/{id}/person'],
  ['post', '/v1/applications/{id}/person/erasure'],
  ['get', '/v1/statistics'],
  ['get', '/v1/events'],
  ['get', '/v1/audit'],
  ['get', '/v1/webhooks'],
  ['post', '/v1/webhooks'],
  ['delete', '/v1/webhooks/{id}'],
  ['post', '/v1/webhooks/{id}/replay'],
  ['get', '/track'],
  ['get', '/health'],
  ['get', '/metrics'],
  ['get', '/'],
  ['get', '/docs'],
  ['get', '/openapi.json'],
] as const;

describe('the OpenAPI document', () => {
  it('is 3.1 and lists every route, no other', () => {
    expect(api.openapi).toBe('3.1.0');
    const listed = Object.entries(api.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual(ROUTES.map(([m, p]) => `${m} ${p}`).sort());
  });

  it('refers to nothing that is not in it', () => {
    const refs = [...JSON.stringify(api).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1]!);
    expect(refs.length).toBeGreaterThan(20);
    const names = Object.keys(api.components?.schemas ?? {});
    for (const ref of refs) expect(names).toContain(ref.replace('#/components/schemas/', ''));
  });

  it('is what it was', async () => {
    await expect(`${JSON.stringify(api, null, 2)}\n`).toMatchFileSnapshot('openapi.json.snapshot');
  });

  /** As plain data: what is asked about stands in parts that the page of the documentation does not show. */
  // biome-ignore lint/suspicious/noExplicitAny: the document itself, whose parts the test looks at
  const of = (method: string, path: string) => (api.paths as any)[path][method];

  it('scar: nothing said how one says who asks, nor what which route needs', () => {
    expect(
      Object.keys((api.components as object as Record<string, object>).securitySchemes!),
    ).toEqual(['session', 'key']);
    expect(of('get', '/v1/users').security).toEqual([{ session: [] }]);
    expect(of('get', '/v1/session').security).toEqual([{}, { session: [] }, { key: [] }]);
    expect(of('get', '/v1/applications/{id}/approval').security).toEqual([
      { session: [] },
      { key: ['approvals:read'] },
      { key: ['applications:read'] },
    ]);
    expect(of('post', '/v1/assessments').security).toBeUndefined();
    const { scopes } = of('post', '/v1/keys').requestBody.content['application/json'].schema
      .properties;
    expect(scopes.items.enum).toContain('applications:move');
  });

  it('scar: headers that a client has to send and read were named nowhere', () => {
    const headers = (method: string, path: string) =>
      (of(method, path).parameters as { in: string; name: string }[])
        .filter((p) => p.in === 'header')
        .map((p) => p.name.toLowerCase());
    expect(headers('post', '/v1/applications/{id}/moves')).toEqual(['idempotency-key', 'if-match']);
    expect(headers('post', '/v1/applications/{id}/documents')).toEqual([
      'idempotency-key',
      'if-match',
    ]);
    expect(headers('patch', '/v1/applications/{id}')).toEqual(['if-match']);
    const answers = of('patch', '/v1/applications/{id}').responses;
    expect(Object.keys(answers)).toEqual(expect.arrayContaining(['400', '412', '413', '415']));
    expect(answers['200'].headers.ETag.schema).toEqual({ type: 'string' });
    expect(answers['503'].headers['Retry-After'].schema).toEqual({ type: 'integer' });
    expect(JSON.stringify((api as object as Record<string, unknown>).webhooks)).toContain(
      'Si-Pejuang-Signature',
    );
  });

  it('scar: form, request and papers were objects of anything', () => {
    const bodyOf = (method: string, path: string) =>
      of(method, path).requestBody.content['application/json'].schema.properties;
    const { form, request } = bodyOf('post', '/v1/applications');
    expect(request).toEqual({ $ref: '#/components/schemas/AssessmentRequest' });
    expect(form.properties.land.properties.needM2).toMatchObject({ type: 'number', minimum: 1 });
    expect(form.properties.applicant.properties.type.enum).toContain('perorangan');
    expect(bodyOf('patch', '/v1/applications/{id}')).not.toHaveProperty('kind');
    const { papers } = bodyOf('post', '/v1/applications/{id}/moves');
    expect(papers.properties.sps.required).toEqual(['number', 'amountIdr', 'date']);
    expect(papers.properties.sps.properties.date).toMatchObject({ type: 'string', format: 'date' });
  });

  it('describes what is answered: answers of every kind fit their schema', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(api, 'api');
    const fits = (name: string, value: unknown) => {
      const validate = ajv.compile({ $ref: `api#/components/schemas/${name}` });
      expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    };
    const post = async (payload: object) =>
      (await test.app.inject({ method: 'POST', url: '/v1/assessments', payload })).json();
    fits('AssessmentRequest', REQUEST);
    fits('Assessment', await post(REQUEST));
    fits('Assessment', await post({ parcel: REQUEST.parcel }));
    fits(
      'Assessment',
      await post({ parcel: REQUEST.parcel, activity: ['TOKO', { kbli: '47111' }] }),
    );
    fits('Problem', await post({}));
    const answerOf = (path: string) => {
      const ok = api.paths[path]!.get!.responses!['200']!;
      return ok.content!['application/json']!.schema!;
    };
    for (const [, path] of ROUTES.filter(
      ([m, p]) => m === 'get' && /^\/v1\/(plans|activities)/.test(p),
    )) {
      const body = (await test.app.inject(path.replace('{id}', 'uji-rdtr'))).json();
      const schema = JSON.parse(JSON.stringify(answerOf(path)).replaceAll('"#/', '"api#/'));
      const validate = ajv.compile(schema);
      expect(validate(body), `${path} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });
});

describe('/docs', () => {
  it('shows every route and loads nothing from elsewhere', async () => {
    const { body, headers } = await test.app.inject('/docs');
    expect(headers['content-type']).toContain('text/html');
    for (const [method, path] of ROUTES) {
      expect(body).toContain(
        `<span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>`,
      );
    }
    expect(body).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(body).not.toContain('<script');
    for (const name of Object.keys(api.components?.schemas ?? {}))
      expect(body).toContain(`id="schema-${name}"`);
  });

  it('has no link into nothing', async () => {
    const { body } = await test.app.inject('/docs');
    const ids = new Set([...body.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
    for (const [, target] of body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});
