import { fail, ok, type Problem, problem } from '../../base/problem.ts';
import type { Settings } from '../../base/settings.ts';
import { networkList } from '../../permit/outbox/index.ts';
import { oidcLogin } from '../../permit/people/index.ts';
import { inForce } from '../../plan/version.ts';
import { dayInWita } from '../../request/index.ts';
import { toldApart } from '../ask-apart.ts';
import { type HttpContext, openStoreOr503 } from '../context.ts';
import type { PermitDoor } from './door.ts';
import { faultsOf, judge } from './judge.ts';
import { openOffice } from './open-office.ts';

/** Guesses from one address: log-ins, and receipt numbers. */
const LIMITS = {
  login: { max: 20, timeWindow: 60_000 },
  track: { max: 60, timeWindow: 60_000 },
} as const;

type DoorSettings = Pick<Settings, 'home' | 'publicUrl' | 'permit'>;

/** Everything that the permit's routes work with. Broken tables of law, which travel with the program, end the start. */
export async function openDoor(context: HttpContext, settings: DoorSettings): Promise<PermitDoor> {
  const { publicUrl, permit } = settings;
  const office = await openOffice({
    database: context.database,
    settings,
    judge: (request, day, approved) => {
      const store = context.store.get();
      return store ? judge(store, request, day, approved) : fail(loading(context));
    },
    readRequest: (request, day) => {
      const store = context.store.get();
      return store ? faultsOf(store, request, day) : [];
    },
    now: context.now,
  });
  const redirectUri = `${publicUrl}/login/oidc/callback`;
  return {
    db: office.db,
    now: context.now,
    publicUrl,
    draw: async (reply, content) => {
      const store = openStoreOr503(context, reply);
      const told = store && (await toldApart(context, store, reply, { kind: 'document', content }));
      return told?.bytes ?? null;
    },
    keys: context.signing.keys,
    access: office.access,
    // What the machine and the public do is nobody's office.
    roles: [...office.definition.roles.values()]
      .filter((r) => !r.machine && r.id !== 'publik')
      .map((r) => r.id),
    oidc: permit.oidc && oidcLogin({ ...permit.oidc, redirectUri }, office.vault),
    office,
    kelurahan: () => kelurahanOf(context),
    planHashes: () => {
      const today = dayInWita(context.now());
      const store = context.store.get();
      if (!store) return fail(loading(context));
      return ok(store.plans.filter((p) => inForce(p.manifest, today)).map((p) => p.hash));
    },
    webhookNetworks: networkList(permit.webhookNetworks),
    documentLimit: permit.documentLimit,
    limits: { ...LIMITS, streams: permit.streams },
  };
}

/** None while the plans are being loaded. */
function kelurahanOf({ store, now }: HttpContext): string[] {
  const today = dayInWita(now());
  const plans = store.get()?.plans.filter((p) => inForce(p.manifest, today)) ?? [];
  const layers = plans.flatMap((p) => p.layers.filter((layer) => layer.kind === 'admin'));
  return [...new Set(layers.flatMap((layer) => layer.name.flatMap((name) => name ?? [])))];
}

function loading({ store }: HttpContext): Problem {
  const doing = store.doing();
  return problem(
    'plans.loading',
    '',
    `Rencana tata ruang belum siap: ${doing.id}. Coba lagi sebentar.`,
    `The spatial plans are not ready: ${doing.en}. Try again in a moment.`,
  );
}
