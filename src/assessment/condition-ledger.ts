import { looseCode } from '../plan/codes.ts';
import type { Ask, Outcome } from './condition-ask.ts';
import { againstLimit } from './condition-figures.ts';
import { fill, percent, say } from './wording.ts';
import { zoneGrounds } from './zone-ground.ts';

const QUESTION = {
  unit: 'ratio',
  slack: 1e-6,
  kind: 'max',
  inPercent: true,
  title: say(
    'bagian zona yang terpakai oleh kegiatan ini, termasuk persetujuan yang sudah terbit',
    'the share of the zone that this activity takes, with approvals that were issued',
  ),
} as const;

/**
 * The activity's ground in its zone, approved and asked, over the whole zone's: "at most 20 % of the
 * zone". Who has no ledger of issued approvals (a question outside of an application) can't tell.
 */
export function zoneShare(ask: Ask): Outcome {
  const { approved = null } = ask.context.proposal;
  const zoneM2 = zoneArea(ask);
  if (approved === null || zoneM2 === null) return unknown(ask, approved === null);
  const codes = (ask.check.targets.length > 0 ? ask.check.targets : ask.selves).map(looseCode);
  const taken = approved
    .filter((a) => a.plan === ask.plan.manifest.id && looseCode(a.zone) === looseCode(ask.zone))
    .filter((a) => codes.includes(looseCode(a.activity)))
    .reduce((sum, a) => sum + a.areaM2, 0);
  const counts = ask.selves.some((code) => codes.includes(looseCode(code)));
  const own = counts ? ownArea(ask) : 0;
  return againstLimit(ask, QUESTION, { value: (taken + own) / zoneM2 });
}

/** Ground of the parcel in that zone, refused parts too: on the safe side. */
function ownArea({ context, plan, zone }: Ask): number {
  const grounds = context.site.parts.flatMap((part) => part.grounds);
  const own = grounds.filter(({ chains }) =>
    chains.some((chain) => chain.some((voice) => voice.plan === plan && voice.zone === zone)),
  );
  return own.reduce((sum, ground) => sum + ground.areaM2, 0);
}

/** The zone's ground that no other zone claims; null of a plan that is not the first of its stack. */
function zoneArea({ context, plan, zone }: Ask): number | null {
  const { stack } = context.site;
  if (stack.plans[0] !== plan) return null;
  const own = zoneGrounds(stack).filter((z) => z.code === zone);
  const m2 = own.reduce((sum, z) => sum + z.areaM2 - z.contestedM2, 0);
  return m2 > 0 ? m2 : null;
}

function unknown(ask: Ask, noLedger: boolean): Outcome {
  const why = noLedger
    ? say(
        'daftar persetujuan yang terbit hanya dibaca untuk permohonan',
        'the ledger of issued approvals is only read for an application',
      )
    : say('luas zona itu tidak diketahui', "the zone's area is not known");
  const limit = percent(ask.check.value!);
  const text = say(
    '{title} paling besar {limit}; belum diketahui, karena {why}.',
    '{title} at most {limit}; unknown, since {why}.',
  );
  return {
    status: 'unknown',
    limit: ask.check.value,
    unit: 'ratio',
    what: fill(text, { title: QUESTION.title, limit, why }),
  };
}
