import type { Text } from '../base/problem.ts';
import type { PlanVersion } from '../plan/model.ts';
import { INTENSITY_RULES } from './intensity.ts';
import type { Building, Condition, Finding, Proposal } from './model.ts';
import { worstResult } from './verdict.ts';
import { fill, say } from './wording.ts';
import { tryZone } from './zone-trial.ts';

/** What a zone says of a wish; `conditional` where something has to be kept or shown. */
export const ZONE_CLASSES = ['allowed', 'conditional', 'not', 'unknown'] as const;
export type ZoneClass = (typeof ZONE_CLASSES)[number];

/** A wish without a place. */
export interface ZoneQuestion {
  readonly proposal: Proposal;
  /** Size of the parcel that one would look for; null: not told, so ratios are not judged. */
  readonly parcelM2: number | null;
  readonly date: string;
}

export interface ZoneAnswer {
  readonly code: string;
  readonly class: ZoneClass;
  readonly findings: readonly Finding[];
  readonly conditions: readonly Condition[];
  /** Rules that could not be asked without a parcel or a figure. */
  readonly notAssessed: readonly string[];
}

/** Rules of a building that rest on the parcel's area. */
const PER_AREA = [...INTENSITY_RULES.filter((r) => r.perArea).map((r) => r.rule), 'parcel_min'];
const OF_BUILDING = INTENSITY_RULES.map((r) => r.rule);

/** Rules that only a real parcel can be judged by. */
export const PLACE_RULES = ['gsb', 'jbs', 'jbb', 'frontage'] as const;

/** Checks of conditions that need the parcel's area, and those that need its surroundings. */
const AREA_CHECKS = [
  'max_parcel_m2',
  'min_parcel_m2',
  'kdb_max_percent',
  'klb_max',
  'kdh_min_percent',
  'max_share_percent',
];
const PLACE_CHECKS = ['max_count_block', 'max_count_radius', 'min_distance_m'];

/**
 * One zone of a plan against a wish, by the rules that need no place: the use with its conditions,
 * height and floors, and with `parcelM2` the ratios and the smallest parcel. What is left open by
 * the parcel's size or place is never a pass.
 */
export function judgeZone(plan: PlanVersion, code: string, question: ZoneQuestion): ZoneAnswer {
  const { parcelM2 } = question;
  const areas = parcelM2 === null ? sampleAreas(plan, code) : [parcelM2];
  const trials = areas.map((areaM2) => trial(plan, code, question, areaM2));
  const asked = agreed(trials.map((t) => t.findings));
  const waiting = asked.filter((f) => waits(f, plan, parcelM2));
  const findings = asked.filter((f) => !lacksFigure(f)).map((f) => atPlace(f, plan, parcelM2));
  return {
    code,
    class: classOf(findings),
    findings,
    conditions: trials[0]!.conditions.map((c) => statusAtPlace(c, waiting, findings)),
    notAssessed: [...new Set(asked.filter(lacksFigure).map((f) => f.rule))],
  };
}

function classOf(findings: readonly Finding[]): ZoneClass {
  switch (worstResult(findings.map((f) => f.result))) {
    case 'lulus':
      return 'allowed';
    case 'bersyarat':
      return 'conditional';
    case 'tidak':
      return 'not';
    default:
      return 'unknown';
  }
}

interface Trial {
  readonly findings: readonly Finding[];
  readonly conditions: readonly Condition[];
}

/** Findings in their order; without the size of the parcel, areas must not sway height and floors. */
function trial(plan: PlanVersion, code: string, question: ZoneQuestion, areaM2: number): Trial {
  const { proposal, parcelM2, date } = question;
  const full = tryZone(plan, code, proposal, areaM2, date);
  const use = full.findings.filter((f) => f.rule === 'use' || f.rule === 'condition');
  const conditions = full.conditions.filter((c) => c.rule === 'use');
  const asksBuilding = proposal.buildings.length > 0;
  const rules = parcelM2 === null ? OF_BUILDING.filter((r) => !PER_AREA.includes(r)) : allRules;
  const wanted = asksBuilding ? rules : rules.filter((r) => r === 'parcel_min');
  const sized =
    parcelM2 === null && asksBuilding
      ? tryZone(plan, code, withoutAreas(proposal), areaM2, date)
      : full;
  const building = sized.findings.filter((f) => wanted.includes(f.rule));
  return { findings: [...use, ...building], conditions };
}

const allRules = [...new Set([...OF_BUILDING, ...PER_AREA])];

function withoutAreas(proposal: Proposal): Proposal {
  const bare = (b: Building): Building => ({
    ...b,
    footprintM2: null,
    grossFloorAreaM2: null,
    greenM2: null,
    basementM2: b.basementM2 === 0 ? 0 : null,
  });
  return { ...proposal, buildings: proposal.buildings.map(bare) };
}

/** One area for each class of parcel size that the zone's rows tell apart. */
function sampleAreas(plan: PlanVersion, code: string): number[] {
  const rows = plan.rules.intensity.get(code) ?? [];
  const steps = rows.flatMap((r) => [r.parcelFromM2 ?? 0, r.parcelToM2 ?? 0]).filter((a) => a > 0);
  if (steps.length === 0) return [1000];
  return [Math.min(...steps) / 2, ...new Set(steps)];
}

/** Findings that every size gives; where the sizes differ the finding is unknown and asks for it. */
function agreed(trials: readonly (readonly Finding[])[]): Finding[] {
  const [first, ...others] = trials.map(byKey);
  const keys = new Set(trials.flatMap((t) => [...byKey(t).keys()]));
  return [...keys].map((key) => {
    const all = [first!, ...others].map((t) => t.get(key));
    const one = all.find((f) => f !== undefined)!;
    return all.every((f) => f?.result === one.result) ? one : sizeDecides(one);
  });
}

function byKey(findings: readonly Finding[]): Map<string, Finding> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((f) => {
      const name = [f.rule, f.activity, f.check].join('|');
      const n = (seen.get(name) ?? 0) + 1;
      seen.set(name, n);
      return [`${name}|${n}`, f];
    }),
  );
}

const BY_SIZE: Text = say(
  'Tergantung luas bidang; beri "parcelM2" supaya dapat diperiksa.',
  'It depends on the size of the parcel; give "parcelM2" so that it can be judged.',
);

function sizeDecides(f: Finding): Finding {
  const { margin: _margin, change: _change, ...rest } = f;
  const open = { limit: null, missingField: '/parcelM2', message: BY_SIZE } as const;
  return { ...rest, result: 'tidak_diketahui', ...open };
}

/** A figure of the building that was not given is not asked about here. */
function lacksFigure(f: Finding): boolean {
  return OF_BUILDING.includes(f.rule) && /^\/building\//.test(f.missingField ?? '');
}

const AT_PARCEL: Text = say(
  'Syarat {code} diperiksa pada bidangnya: luas, jalan, atau lingkungannya.',
  'Condition {code} is checked on the parcel itself: its size, road or surroundings.',
);

/** A check of a condition that waits for a parcel, where the plan has what it needs: something to keep. */
function atPlace(f: Finding, plan: PlanVersion, parcelM2: number | null): Finding {
  if (!waits(f, plan, parcelM2)) return f;
  const { margin: _margin, change: _change, missingField: _field, ...rest } = f;
  const message = fill(AT_PARCEL, { code: (f.conditions ?? []).join(', ') });
  return { ...rest, result: 'bersyarat', measured: null, message };
}

function waits(f: Finding, plan: PlanVersion, parcelM2: number | null): boolean {
  if (f.rule !== 'condition' || f.check === undefined) return false;
  if (AREA_CHECKS.includes(f.check)) return parcelM2 === null;
  if (PLACE_CHECKS.includes(f.check)) return (plan.existingUses ?? null) !== null;
  return f.check === 'road_class' && plan.roads !== null && f.result === 'tidak_diketahui';
}

/** A condition with a check that waits is to be checked, unless another of its checks decides more. */
function statusAtPlace(
  c: Condition,
  waiting: readonly Finding[],
  all: readonly Finding[],
): Condition {
  const own = (f: Finding) => f.conditions?.includes(c.code) ?? false;
  if (!waiting.some(own)) return c;
  const worst = worstResult(
    all.filter((f) => f.rule === 'condition' && own(f)).map((f) => f.result),
  );
  const status =
    worst === 'tidak' ? 'broken' : worst === 'tidak_diketahui' ? 'unknown' : 'to_check';
  return { ...c, status };
}
