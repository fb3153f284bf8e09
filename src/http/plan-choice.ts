import type { FastifyReply } from 'fastify';
import type { PlanVersion } from '../plan/model.ts';
import type { PlanStore } from '../plan/store.ts';
import { inForce } from '../plan/version.ts';
import { dayInWita } from '../request/index.ts';
import { sendOne } from './problem-json.ts';

/**
 * The version of a plan that is in force today, else its latest; null where there is none. `version`
 * picks one by the first digits of its content hash.
 */
export function planById(
  store: PlanStore,
  id: string,
  now: Date,
  version: string | null = null,
): PlanVersion | null {
  const versions = store.plans.filter((p) => p.manifest.id === id);
  if (version !== null) {
    const digits = version.replace(/^sha256:/, '');
    return versions.find((p) => p.hash.startsWith(`sha256:${digits}`)) ?? null;
  }
  return versions.find((p) => inForce(p.manifest, dayInWita(now))) ?? versions[0] ?? null;
}

/** 404 with the ids that there are. */
export function noPlan(store: PlanStore, id: string, reply: FastifyReply): FastifyReply {
  const ids = [...new Set(store.plans.map((p) => p.manifest.id))].join(', ');
  const text = {
    id: `Rencana "${id.slice(0, 60)}" tidak ada. Yang ada: ${ids}.`,
    en: `There is no plan "${id.slice(0, 60)}". There are ${ids}.`,
  };
  return sendOne(reply, 404, 'plan.unknown', text, '', id);
}
