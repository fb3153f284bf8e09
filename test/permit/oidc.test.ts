import { createHash, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { addUser } from '../../src/permit/people/index.ts';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, ROLES, type TestOffice } from './an-office.ts';

const CLIENT = { clientId: 'si-pejuang', clientSecret: 'rahasia klien' };
const SESSION = '__Host-si-pejuang';

/** What a provider does otherwise than it should. */
interface Mood {
  readonly down?: boolean;
  readonly nonce?: string;
  readonly audience?: string;
}

interface Provider {
  readonly issuer: string;
  mood: Mood;
  /** Somebody logs in at the provider: what it sends back with the browser. */
  readonly consent: (location: string, person: Person) => string;
  readonly app: FastifyInstance;
}

interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

/** A provider of OpenID Connect that takes the code flow with PKCE only, and each code once. */
async function openProvider(): Promise<Provider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const codes = new Map<string, { asked: URLSearchParams; person: Person }>();
  const app = fastify();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  const provider: Provider = {
    app,
    issuer: '',
    mood: {},
    consent(location, person) {
      const asked = new URL(location).searchParams;
      const code = randomUUID();
      codes.set(code, { asked, person });
      return `?${new URLSearchParams({ code, state: asked.get('state')!, iss: provider.issuer })}`;
    },
  };
  app.addHook('onRequest', async (_request, reply) => {
    if (provider.mood.down) return reply.code(503).send();
    return;
  });
  app.get('/.well-known/openid-configuration', async () => ({
    issuer: provider.issuer,
    authorization_endpoint: `${provider.issuer}/authorize`,
    token_endpoint: `${provider.issuer}/token`,
    jwks_uri: `${provider.issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  }));
  app.get('/jwks', async () => ({
    keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'uji' }],
  }));
  app.post<{ Body: URLSearchParams }>('/token', async ({ body, headers }, reply) => {
    const given = codes.get(body.get('code') ?? '');
    codes.delete(body.get('code') ?? '');
    const challenge = createHash('sha256').update(body.get('code_verifier')!).digest('base64url');
    const basic = Buffer.from(`${headers.authorization}`.replace(/^Basic /, ''), 'base64');
    const secret = body.get('client_secret') ?? decodeURIComponent(`${basic}`.split(':')[1] ?? '');
    const sound =
      given?.asked.get('code_challenge') === challenge &&
      given.asked.get('code_challenge_method') === 'S256' &&
      given.asked.get('redirect_uri') === body.get('redirect_uri') &&
      secret.replaceAll('+', ' ') === CLIENT.clientSecret;
    if (!given || !sound) return reply.code(400).send({ error: 'invalid_grant' });
    const { sub, ...claims } = given.person;
    const nonce = provider.mood.nonce ?? given.asked.get('nonce')!;
    const id_token = await new SignJWT({ ...claims, nonce, name: 'Maria Ndolu' })
      .setProtectedHeader({ alg: 'ES256', kid: 'uji' })
      .setIssuer(provider.issuer)
      .setSubject(sub)
      .setAudience(provider.mood.audience ?? CLIENT.clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
    return { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return Object.assign(provider, { issuer: `http://127.0.0.1:${port}` });
}

describe('the log-in at a provider', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  let provider: Provider;
  beforeAll(async () => {
    provider = await openProvider();
    const oidc = { issuer: provider.issuer, ...CLIENT };
    office = await openOffice(place, { settings: { permit: { ...NO_PERMIT_SETTINGS, oidc } } });
    const db = await office.database.ready();
    for (const login of ['petugas@kupang.go.id', 'tamu@kupang.go.id']) {
      const invited = { login, name: 'Diundang', roles: ['pupr'] };
      await addUser(db, invited, ROLES, '2026-01-01T08:00:00+08:00');
    }
  });
  afterAll(async () => {
    await office.close();
    await provider.app.close();
  });
  afterEach(() => {
    provider.mood = {};
    office.at('2026-02-02T09:00:00+08:00');
  });

  let calls = 0;
  const get = (url: string, cookies: Readonly<Record<string, string>> = {}) =>
    // From an address each: how often one may try is asked elsewhere.
    office.app.inject({ url, cookies, remoteAddress: `10.0.0.${++calls}` });
  const begin = async () => {
    const answer = await get('/login/oidc');
    const kept = answer.cookies.find((c) => c.name === 'si-pejuang-oidc');
    return { answer, location: String(answer.headers.location), kept: kept?.value ?? '' };
  };
  const finish = (query: string, kept?: string) =>
    get(`/login/oidc/callback${query}`, kept === undefined ? {} : { 'si-pejuang-oidc': kept });
  const sessions = async () => {
    const db = await office.database.ready();
    return (await db.selectFrom('sessions').select('token_hash').execute()).length;
  };
  const logIn = async (person: Person) => {
    const { location, kept } = await begin();
    const answer = await finish(provider.consent(location, person), kept);
    const token = answer.cookies.find((c) => c.name === SESSION)?.value;
    expect(answer.statusCode, answer.body).toBe(302);
    return (await get('/v1/session', { [SESSION]: token! })).json().user;
  };

  it('asks with PKCE, state and nonce, and keeps what it needs sealed in a cookie of its own', async () => {
    const { answer, location, kept } = await begin();
    expect(answer.statusCode).toBe(302);
    const { searchParams, pathname, origin } = new URL(location);
    expect(`${origin}${pathname}`).toBe(`${provider.issuer}/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'https://pejuang.example/login/oidc/callback',
      client_id: CLIENT.clientId,
      scope: 'openid profile email',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    }
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^si-pejuang-oidc=[\w-]+; Max-Age=600; Path=\/login; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(kept).not.toContain(searchParams.get('state'));
    const again = new URL((await begin()).location).searchParams;
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(again.get(name)).not.toBe(searchParams.get(name));
    }
  });

  it('logs in a stranger as an applicant, the same one each time', async () => {
    const one = await logIn({ sub: 's-1' });
    expect(one).toMatchObject({ kind: 'user', roles: ['pemohon'], name: 'Maria Ndolu' });
    expect(await logIn({ sub: 's-1' })).toEqual(one);
    expect((await logIn({ sub: 's-2' })).id).not.toBe(one.id);
    const trail = await (await office.database.ready())
      .selectFrom('audit')
      .select(['action', 'after'])
      .where('actor', '=', one.id)
      .execute();
    expect(trail).toEqual([{ action: 'user.add', after: '{"active":true,"roles":["pemohon"]}' }]);
  });

  it('gives an invited officer their role by a verified e-mail, and nobody by another', async () => {
    const guess = { sub: 's-3', email: 'petugas@kupang.go.id' };
    expect((await logIn({ ...guess, email_verified: false })).roles).toEqual(['pemohon']);
    const known = { sub: 's-4', email: 'Petugas@kupang.go.id', email_verified: true };
    expect((await logIn(known)).roles).toEqual(['pupr']);
    // The invitation is taken: the next with the same address is a stranger.
    expect((await logIn({ ...known, sub: 's-5' })).roles).toEqual(['pemohon']);
    expect((await logIn({ sub: 's-6', email: 'tamu@kupang.go.id' })).roles).toEqual(['pemohon']);
  });

  const refusals: [string, string, number, (b: Begun) => Promise<[string, string?]>][] = [
    [
      'the state of another log-in',
      'oidc.refused',
      401,
      async ({ query }) => {
        const state = new URL((await begin()).location).searchParams.get('state')!;
        return [query.replace(/state=[^&]+/, `state=${state}`), undefined];
      },
    ],
    [
      'no state',
      'oidc.refused',
      401,
      async ({ query }) => [query.replace(/&state=[^&]+/, ''), undefined],
    ],
    [
      'the cookie of another log-in',
      'oidc.refused',
      401,
      async ({ query }) => [query, (await begin()).kept],
    ],
    ['no cookie', 'oidc.expired', 401, async ({ query }) => [query, '']],
    [
      'a cookie that was made up',
      'oidc.expired',
      401,
      async ({ query }) => [query, 'A'.repeat(200)],
    ],
    [
      'a code that was made up',
      'oidc.refused',
      401,
      async ({ query }) => [query.replace(/code=[^&]+/, 'code=x'), undefined],
    ],
    [
      'the answer of another provider',
      'oidc.refused',
      401,
      async ({ query }) => [
        query.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fjahat.example'),
        undefined,
      ],
    ],
    [
      'a no of the provider',
      'oidc.refused',
      401,
      async ({ query }) => [query.replace(/code=[^&]+/, 'error=access_denied'), undefined],
    ],
    [
      'the nonce of another',
      'oidc.refused',
      401,
      async ({ query }) => {
        provider.mood = { nonce: 'lain' };
        return [query, undefined];
      },
    ],
    [
      'a token for another client',
      'oidc.refused',
      401,
      async ({ query }) => {
        provider.mood = { audience: 'klien-lain' };
        return [query, undefined];
      },
    ],
    [
      'a cookie that is too old',
      'oidc.expired',
      401,
      async ({ query }) => {
        office.at('2026-02-02T09:10:01+08:00');
        return [query, undefined];
      },
    ],
    [
      'a provider that broke down meanwhile',
      'oidc.provider',
      503,
      async ({ query }) => {
        provider.mood = { down: true };
        return [query, undefined];
      },
    ],
  ];
  interface Begun {
    readonly query: string;
  }

  it.each(refusals)('lets nobody in with %s', async (_, code, status, spoil) => {
    office.at('2026-02-02T09:00:00+08:00');
    const { location, kept } = await begin();
    const before = await sessions();
    const [query, other] = await spoil({ query: provider.consent(location, { sub: 's-1' }) });
    const answer = await finish(query, other === '' ? undefined : (other ?? kept));
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.cookies.some((c) => c.name === SESSION)).toBe(false);
    expect(await sessions()).toBe(before);
  });

  it('lets nobody in twice with one answer of the provider', async () => {
    const { location, kept } = await begin();
    const query = provider.consent(location, { sub: 's-1' });
    const first = await finish(query, kept);
    expect(first.statusCode).toBe(302);
    // The browser forgets what it kept.
    expect(String(first.headers['set-cookie'])).toContain('si-pejuang-oidc=; ');
    const before = await sessions();
    const second = await finish(query, kept);
    expect([second.statusCode, second.json().errors[0].code]).toEqual([401, 'oidc.refused']);
    expect(await sessions()).toBe(before);
  });

  it('says that the provider cannot be reached, and tries again the next time', async () => {
    const oidc = { issuer: provider.issuer, ...CLIENT };
    const other = await openOffice(place, {
      settings: { permit: { ...NO_PERMIT_SETTINGS, oidc } },
    });
    provider.mood = { down: true };
    const down = await other.app.inject({ url: '/login/oidc' });
    expect([down.statusCode, down.json().errors[0].code]).toEqual([503, 'oidc.provider']);
    expect(down.headers['set-cookie']).toBeUndefined();
    provider.mood = {};
    expect((await other.app.inject({ url: '/login/oidc' })).statusCode).toBe(302);
    await other.close();
  });

  it('lets a closed account in by no way', async () => {
    const user = await logIn({ sub: 's-7' });
    const db = await office.database.ready();
    await db.updateTable('users').set({ active: false }).where('id', '=', user.id).execute();
    const { location, kept } = await begin();
    const answer = await finish(provider.consent(location, { sub: 's-7' }), kept);
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual([401, 'oidc.closed']);
  });
});
