import { ringOfBox } from '../../geometry/outline.ts';
import { areaOf } from '../../geometry/rings.ts';
import type { PlanStack, PlanVersion } from '../../plan/model.ts';
import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import type { ForbidGround, Ground, ZoneGround } from './ground.ts';
import {
  ADMIN_INK,
  APPROVABLE_INK,
  buildingOps,
  colorsOf,
  ENVELOPE_INK,
  forbidOps,
  PARCEL_INK,
  REGISTERED_INK,
  refusedOps,
  ringOps,
  waterOps,
  zoneOps,
} from './pens.ts';
import { AXIS_INK } from './road-draw.ts';
import { area, boxRing, type LegendEntry, type PathOp, SAMPLE_MM, stroke } from './scene.ts';
import type { SiteGround } from './site-ground.ts';
import { type Word, word } from './words.ts';

/** As good as all of the window. */
const WHOLE = 0.9999;

const SAMPLE = [boxRing([0.2, 0.2, SAMPLE_MM.width - 0.2, SAMPLE_MM.height - 0.2])];
const MIDDLE = [[0, SAMPLE_MM.height / 2, SAMPLE_MM.width, SAMPLE_MM.height / 2]];

/** What the map shows: first what lies on the parcel, then the rest in the window. */
export function overlayLegend(
  source: ReportSource,
  ground: Ground,
  site: SiteGround,
  language: Language,
): LegendEntry[] {
  return [...parcelEntries(source, site, language), ...zoneEntries(source, ground, site, language)]
    .concat(forbidEntries(source, ground, language), otherEntries(ground, language))
    .sort((a, b) => Number(a.group === 'around') - Number(b.group === 'around'));
}

function entry(group: LegendEntry['group'], label: string, sample: PathOp[]): LegendEntry {
  return { group, label, sample };
}

/** What is said of what could be approved, where it is the whole. */
const APPROVABLE: Readonly<Record<string, Word>> = {
  sesuai: 'approvableWhole',
  sesuai_bersyarat: 'approvableConditions',
};

function parcelEntries(
  { assessment: { verdict } }: ReportSource,
  site: SiteGround,
  language: Language,
): LegendEntry[] {
  const say = (key: Word) => word(language, key);
  const when = (there: boolean, key: Word, sample: () => PathOp[]) =>
    there ? [entry('parcel', say(key), sample())] : [];
  return [
    entry('parcel', say('parcel'), ringOps(SAMPLE, PARCEL_INK)),
    ...when(site.approvable.ends.length > 0, APPROVABLE[verdict ?? ''] ?? 'approvable', () =>
      ringOps(SAMPLE, APPROVABLE_INK),
    ),
    ...when(
      site.refused.ends.length > 0,
      verdict === 'tidak_sesuai' ? 'refusedWhole' : 'refused',
      () => refusedOps(SAMPLE),
    ),
    ...when(site.envelope.ends.length > 0, 'envelope', () => ringOps(SAMPLE, ENVELOPE_INK)),
    ...when(site.proposed.length > 0, 'proposed', () => buildingOps(SAMPLE, INK.proposed)),
    ...when(site.existing.length > 0, 'existing', () => buildingOps(SAMPLE, INK.existing)),
  ];
}

type Zone = Pick<ZoneGround, 'codes'> & { readonly plan: PlanVersion | null };

/** Zones that the answer lists, in its order, then the parcel's other parts; and the others by code. */
function zoneEntries(
  { assessment, stack }: ReportSource,
  { zones, zonedM2, box }: Ground,
  { parts }: SiteGround,
  language: Language,
): LegendEntry[] {
  const listed = assessment.zones.flatMap(({ code, plan: id }): Zone[] => {
    const plan = stack.plans.find((p) => p.manifest.id === id);
    return plan ? [{ plan, codes: [code] }] : [];
  });
  const here = firstOfEach([...listed, ...parts]);
  const all = firstOfEach([...here, ...zones]);
  if (zonedM2 < WHOLE * areaOf(ringOfBox(box)) && here.every((z) => z.codes.length > 0)) {
    all.push({ plan: null, codes: [] });
  }
  return all.map((z, i) =>
    entry(
      i < here.length ? 'parcel' : 'around',
      zoneLabel(z, language),
      zoneOps(SAMPLE, colorsOf(z)),
    ),
  );
}

function firstOfEach(zones: readonly Zone[]): Zone[] {
  const first = new Map<string, Zone>();
  for (const zone of zones) {
    const key = zone.codes.length === 0 ? '' : `${zone.plan?.manifest.id}|${zone.codes.join('+')}`;
    if (!first.has(key)) first.set(key, zone);
  }
  return [...first.values()];
}

function zoneLabel({ plan, codes }: Zone, language: Language): string {
  if (codes.length === 0) return word(language, 'noZone');
  const code = codes.join(' + ');
  if (codes.length > 1) return word(language, 'claimed', code);
  const name = plan?.rules.zones.get(codes[0]!)?.name[language] ?? '';
  return name === '' ? code : `${code} ${name}`;
}

function forbidEntries(
  { assessment, stack }: ReportSource,
  { forbids }: Ground,
  language: Language,
): LegendEntry[] {
  return forbids.map(({ forbid }, i) => {
    const here = assessment.parts.some((p) => p.forbiddenBy?.split('+').includes(forbid.theme));
    const label = forbidLabel(forbid, stack, language);
    return entry(here ? 'parcel' : 'around', label, forbidOps(SAMPLE, i));
  });
}

/** The theme's name, and the name (else the code) of what has a row of its own. */
function forbidLabel(
  { id, theme, effect, plan }: ForbidGround['forbid'],
  stack: PlanStack,
  language: Language,
): string {
  const title = stack.themes.find((t) => t.id === theme)?.title[language] ?? theme;
  const own = id === theme ? '' : ` (${nameOf(stack.plans[plan]!, id, theme)})`;
  return word(language, effect === 'forbid_all' ? 'nothing' : 'noBuilding', `${title}${own}`);
}

/** Strips have the whole id as their code, overlays what follows the theme. */
function nameOf(plan: PlanVersion, id: string, theme: string): string {
  const code = id.slice(theme.length + 1);
  for (const layer of plan.layers) {
    if (layer.theme !== theme) continue;
    const at = layer.code.findIndex((c) => c === code || c === id);
    if (at >= 0) return layer.name[at] ?? code;
  }
  return code;
}

function otherEntries(ground: Ground, language: Language): LegendEntry[] {
  const around = (key: Word, sample: PathOp[]) => entry('around', word(language, key), sample);
  const road = [
    stroke(MIDDLE, { stroke: INK.roadEdge, strokeMm: 2, cap: 'butt' }),
    stroke(MIDDLE, { stroke: INK.road, strokeMm: 1.7, cap: 'butt' }),
    stroke(MIDDLE, AXIS_INK),
  ];
  const hasWater = ground.water().length + ground.waterLines.length > 0;
  return [
    ...(ground.roads.length > 0 ? [around('road', road)] : []),
    ...(ground.registered.ends.length > 0
      ? [around('registered', [area(SAMPLE, REGISTERED_INK)])]
      : []),
    ...(hasWater ? [around('water', waterOps(SAMPLE))] : []),
    ...(hasBorder(ground) ? [around('kelurahan', [stroke(MIDDLE, ADMIN_INK)])] : []),
  ];
}

/** One kelurahan that covers the whole window shows no border. */
function hasBorder({ admin, box }: Ground): boolean {
  return admin.length > 0 && areaOf(admin[0]!.rings) < WHOLE * areaOf(ringOfBox(box));
}
