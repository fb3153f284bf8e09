import type { FastifyReply } from 'fastify';
import type { PlanVersion } from '../plan/model.ts';
import type { PlanStore } from '../plan/store.ts';
import { dayInWita } from '../request/index.ts';
import { sendOne } from './problem-json.ts';

/**
 * The version of a plan that is in force today, else its last one; null where no plan has the id.
 * `hash` picks a version by the beginning of its content hash.
 */
export function planById(
  store: PlanStore,
  id: string,
  now: Date,
  hash: string | null = null,
): PlanVersion | null {
  const versions = store.plans.filter((p) => p.manifest.id === id);
  if (hash !== null) return versions.find((p) => p.hash.startsWith(hash)) ?? null;
  const today = dayInWita(now);
  return versions.find((p) => isInForce(p, today)) ?? versions.at(-1) ?? null;
}

/** Valid from its first day to the day before `validTo`. */
export function isInForce(plan: PlanVersion, day: string): boolean {
  const { status, validFrom, validTo } = plan.manifest;
  return (
    status === 'in_force' &&
    (validFrom === null || validFrom <= day) &&
    (validTo === null || day < validTo)
  );
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
