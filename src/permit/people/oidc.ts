import type { Kysely } from 'kysely';
import type { Configuration } from 'openid-client';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { newId } from './tokens.ts';
import { noteOwn, type User, userOf } from './users.ts';
import type { Vault } from './vault.ts';

/** How the office's provider is reached: any that answers OpenID Connect Discovery 1.0. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** Where the provider sends people back: PUBLIC_URL/login/oidc/callback. */
  readonly redirectUri: string;
}

/** Who somebody is by the provider. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Null where the provider gives none that it has verified. */
  readonly email: string | null;
}

/** The log-in at the provider: code flow with PKCE (RFC 7636), state and nonce. */
export interface Oidc {
  /** Where to send the browser, and what it keeps meanwhile, sealed. Problem: `oidc.provider`. */
  begin(now: Date): Promise<Result<{ readonly location: string; readonly kept: string }>>;
  /** Problems: `oidc.expired` (what was kept is gone or not ours), `oidc.refused`, `oidc.provider`. */
  finish(callback: URL, kept: string | undefined, now: Date): Promise<Result<Identity>>;
}

const CONTEXT = 'oidc';

/** How long somebody may take at the provider. */
export const OIDC_SECONDS = 600;

interface Kept {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** ms since 1970. */
  readonly until: number;
}

/** The provider is asked for its addresses at the first log-in, and again after a failure. */
export function oidcLogin(settings: OidcSettings, vault: Vault): Oidc {
  let found: Promise<Configuration> | null = null;
  const configuration = async () => {
    found ??= discover(settings);
    try {
      return await found;
    } catch (error) {
      found = null;
      throw error;
    }
  };
  return {
    async begin(now) {
      const until = now.getTime() + OIDC_SECONDS * 1000;
      try {
        return ok(await beginAt(await configuration(), settings, vault, until));
      } catch (error) {
        return fail(noProvider(error));
      }
    },
    async finish(callback, kept, now) {
      const text = kept === undefined ? null : vault.show(CONTEXT, kept);
      if (!text?.ok) return fail(expired());
      const begun = JSON.parse(text.value) as Kept;
      // A browser drops the cookie in time; who copied it does not.
      if (begun.until <= now.getTime()) return fail(expired());
      let config: Configuration;
      try {
        config = await configuration();
      } catch (error) {
        return fail(noProvider(error));
      }
      return finishAt(config, settings, callback, begun);
    },
  };
}

/** Loaded at the first log-in only: most commands never need it. */
async function discover(settings: OidcSettings): Promise<Configuration> {
  const client = await import('openid-client');
  const issuer = new URL(settings.issuer);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  const { clientId, clientSecret } = settings;
  return client.discovery(
    issuer,
    clientId,
    clientSecret ?? undefined,
    clientSecret === null ? client.None() : undefined,
    // Plain HTTP only on this very machine: everywhere else it would hand log-ins to the network.
    local ? { execute: [client.allowInsecureRequests] } : {},
  );
}

async function beginAt(
  config: Configuration,
  { redirectUri }: OidcSettings,
  vault: Vault,
  until: number,
) {
  const client = await import('openid-client');
  const kept: Kept = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    until,
  };
  const location = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
  });
  return { location: location.href, kept: vault.hide(CONTEXT, JSON.stringify(kept)) };
}

async function finishAt(
  config: Configuration,
  settings: OidcSettings,
  callback: URL,
  kept: Kept,
): Promise<Result<Identity>> {
  const client = await import('openid-client');
  // The address as the provider knows it: behind a proxy the request's own may differ.
  const address = new URL(settings.redirectUri);
  address.search = callback.search;
  try {
    const tokens = await client.authorizationCodeGrant(config, address, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const email = claims.email_verified === true ? claims.email : undefined;
    return ok({
      issuer: claims.iss,
      subject: claims.sub,
      name: typeof claims.name === 'string' ? claims.name : claims.sub,
      email: typeof email === 'string' ? email.toLowerCase() : null,
    });
  } catch (error) {
    return fail(isUnreached(error) ? noProvider(error) : refusedBy(error));
  }
}

/**
 * The user of an identity: bound to it already, or one without password or binding whose log-in name is
 * the verified e-mail (made so by an administrator), or a new one with the role `newRole` alone.
 * Problem: `oidc.closed` (an account that was closed stays closed).
 */
export async function userOfIdentity(
  db: Kysely<Schema>,
  identity: Identity,
  newRole: string,
  now: string,
): Promise<Result<User>> {
  const { issuer, subject } = identity;
  const bound = await db
    .selectFrom('users')
    .selectAll()
    .where('oidc_issuer', '=', issuer)
    .where('oidc_subject', '=', subject)
    .executeTakeFirst();
  if (bound) return bound.active ? ok(userOf(bound)) : fail(closed());
  const made = await db.transaction().execute(async (tx) => {
    const invited = await bindInvited(tx, identity, now);
    const added = invited ?? (await addIdentity(tx, identity, newRole, now));
    if (added === null) return null;
    await noteOwn(tx, invited ? 'user.bind' : 'user.add', added, now);
    return added;
  });
  // Another log-in of the same person was quicker, and has told of it.
  return made === null ? userOfIdentity(db, identity, newRole, now) : ok(made);
}

/** One statement, so that two log-ins at once can't both take the invitation. */
async function bindInvited(
  db: Kysely<Schema>,
  { issuer, subject, email }: Identity,
  now: string,
): Promise<User | null> {
  if (email === null) return null;
  const row = await db
    .updateTable('users')
    .set({ oidc_issuer: issuer, oidc_subject: subject, changed_at: now })
    .where('login', '=', email)
    .where('oidc_subject', 'is', null)
    .where('password_hash', 'is', null)
    .where('active', '=', true)
    .returningAll()
    .executeTakeFirst();
  return row ? userOf(row) : null;
}

/** Null where the identity has a user meanwhile. */
async function addIdentity(
  db: Kysely<Schema>,
  { issuer, subject, name }: Identity,
  role: string,
  now: string,
): Promise<User | null> {
  const id = newId();
  const row = await db
    .insertInto('users')
    .values({
      id,
      // Never the e-mail: it would take the name of somebody who is yet to be invited.
      login: `oidc-${id}`,
      name: name.slice(0, 200),
      roles: JSON.stringify([role]),
      password_hash: null,
      must_change: false,
      failed: 0,
      locked_until: null,
      oidc_issuer: issuer,
      oidc_subject: subject,
      active: true,
      created_at: now,
      changed_at: now,
    })
    .onConflict((c) => c.columns(['oidc_issuer', 'oidc_subject']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ? userOf(row) : null;
}

/** Whether the provider gave no answer at all, or broke down, rather than saying no. */
function isUnreached(error: unknown): boolean {
  const { message, code, cause } = error as Error & { code?: string };
  if (cause instanceof Response) return cause.status >= 500;
  return code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && message === 'fetch failed');
}

function noProvider(error: unknown): Problem {
  const reason = (error as Error).message;
  return problem(
    'oidc.provider',
    '',
    `Penyedia identitas tidak dapat dihubungi: ${reason}.`,
    `The identity provider cannot be reached: ${reason}.`,
  );
}

function refusedBy(error: unknown): Problem {
  const reason = (error as Error).message;
  return problem(
    'oidc.refused',
    '',
    `Penyedia identitas tidak mengizinkan masuk, atau jawabannya tidak sah: ${reason}.`,
    `The identity provider did not let this log-in pass, or its answer is not valid: ${reason}.`,
  );
}

function expired(): Problem {
  return problem(
    'oidc.expired',
    '',
    'Proses masuk ini sudah kedaluwarsa; mulai lagi dari awal.',
    'This log-in has expired; begin again.',
  );
}

function closed(): Problem {
  return problem('oidc.closed', '', 'Akun ini ditutup.', 'This account is closed.');
}
