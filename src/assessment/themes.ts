import type { Text } from '../base/problem.ts';
import { distanceRingsToLines } from '../geometry/distance.ts';
import { type Box, boxOf, type Lines, type Rings } from '../geometry/rings.ts';
import type {
  AreaLayer,
  OverlayRow,
  PlanStack,
  PlanVersion,
  Theme,
  UnruledWater,
} from '../plan/model.ts';
import { overlayRow } from '../plan/tables/index.ts';
import { type Context, finding } from './context.ts';
import { BuildingFigures } from './figures.ts';
import { sourceOf } from './limits.ts';
import { heightMargin } from './margin.ts';
import { nextNumber, StackMemo } from './memo.ts';
import type { Condition, Finding } from './model.ts';
import { type Met, type SitePart, siteKey } from './site.ts';
import { fill, metres, say } from './wording.ts';

/**
 * Themes that always apply (law of the verdict, point 1): each gives a finding whether it is met or
 * not. A theme without a layer that is law is unknown, unless the plan says with its article that there is none.
 */

/** Less common ground than this is rounding. */
const MET_FROM_M2 = 0.01;

/** Findings of all themes on a parcel. */
export interface ThemesHere {
  readonly findings: readonly Finding[];
  /** Parcels of one number have the same findings; null where a building's own figures are in them. */
  readonly number: number | null;
}

const kept = new StackMemo<ThemesHere>();

/**
 * All themes, where no building is asked about once for each combination of what is met. `dry`: it is known
 * that no water without a rule is near.
 */
export function themesHere(context: Context, dry = false): ThemesHere {
  const ground = groundOf(context, dry);
  const judge = () =>
    context.site.stack.themes.flatMap((theme) => judgeTheme(context, theme, ground));
  if (context.asksBuilding) return { findings: judge(), number: null };
  return kept.get(context.site.stack, keyOf(context, ground), () => ({
    findings: judge(),
    number: nextNumber(),
  }));
}

/** All that the findings depend on where no building is asked about. */
function keyOf({ site }: Context, { met, covered, near }: Ground): string {
  const { plans } = site.stack;
  let key = siteKey(site);
  for (const m of met) key += `\n${plans.indexOf(m.plan)}/${m.layer.id}:${m.code}`;
  key += '\n';
  for (const yes of covered) key += yes ? 'y' : 'n';
  for (const water of near) key += ` ${water}`;
  return key;
}

export function judgeThemes(context: Context): readonly Finding[] {
  return themesHere(context).findings;
}

/** What themes look at, apart from the parts. */
interface Ground {
  /** Overlays of law that are met, by plan and layer. */
  readonly met: readonly Met[];
  /** Whether each plan of the stack covers the parcel. */
  readonly covered: readonly boolean[];
  /** Numbers (over all plans) of the waters without a rule whose theme they reach. */
  readonly near: readonly number[];
}

function groundOf(context: Context, dry: boolean): Ground {
  const { site } = context;
  return {
    met: site.met.filter(isMetLaw),
    covered: site.stack.plans.map((plan) => covers(context, plan)),
    near: dry ? [] : nearWaters(context),
  };
}

function isMetLaw({ layer, areaM2 }: Met): boolean {
  return layer.kind === 'overlay' && layer.law && areaM2 > MET_FROM_M2;
}

function judgeTheme(context: Context, theme: Theme, ground: Ground): Finding[] {
  const { site } = context;
  const onParts = site.parts.flatMap((part) => forbiddingFindings(context, theme, part));
  const met = ground.met.filter((m) => m.layer.theme === theme.id);
  const onParcel = met.flatMap((m) => overlayFinding(context, theme, m));
  const findings = [...onParts, ...onParcel, ...unknownTheme(context, theme, ground)];
  if (findings.length > 0) return findings;
  const harmless = met.map((m) => ({ met: m, row: overlayRow(m.plan.rules, theme.id, m.code) }));
  return harmless.length > 0
    ? harmless.flatMap((h) => (h.row ? [metHarmless(theme, h.met, h.row)] : []))
    : [notMet(context, theme)];
}

/** One finding for each forbidding rule on each part: `tidak` for a building, or for anything where all is forbidden. */
function forbiddingFindings(context: Context, theme: Theme, part: SitePart): Finding[] {
  return part.forbids
    .filter((f) => f.theme === theme.id)
    .map((forbid) => {
      const refused = forbid.effect === 'forbid_all' || context.asksBuilding;
      const values = { theme: theme.title, id: forbid.id, text: forbid.text ?? '' };
      return finding({
        rule: theme.id,
        result: refused ? 'tidak' : 'bersyarat',
        scope: part.id,
        from: forbid.id,
        plan: context.site.stack.plans[forbid.plan]?.manifest.id ?? null,
        legalBasis: forbid.legalBasis,
        message: fill(
          refused
            ? say(
                'Bagian ini terletak di {theme} ({id}) dan tidak boleh dibangun. {text}',
                'This part lies in: {theme} ({id}); building here is forbidden. {text}',
              )
            : say(
                'Bagian ini terletak di {theme} ({id}): jangan mendirikan bangunan di sini. {text}',
                'This part lies in: {theme} ({id}): build nothing here. {text}',
              ),
          values,
        ),
      });
    });
}

function overlayFinding(context: Context, theme: Theme, met: Met): Finding[] {
  const row = overlayRow(met.plan.rules, theme.id, met.code);
  const base = {
    rule: theme.id,
    scope: 'parcel',
    from: met.code,
    plan: met.plan.manifest.id,
  } as const;
  if (!row) {
    return [
      finding({
        ...base,
        result: 'tidak_diketahui',
        legalBasis: [met.plan.citation],
        message: fill(
          say(
            '{theme}: bidang terkena {code}, tetapi rencana tidak memiliki baris aturan untuk kode itu.',
            '{theme}: the parcel meets {code}, but the plan has no rule row for that code.',
          ),
          { theme: theme.title, code: met.code },
        ),
      }),
    ];
  }
  if (row.effect === 'limit') return [heightLimit(context, theme, met, row)];
  if (row.effect !== 'condition' && row.effect !== 'refer') return [];
  return [
    finding({
      ...base,
      result: 'bersyarat',
      conditions: [conditionCode(theme, met.code)],
      sources: [sourceOf(met.plan.manifest.id, row)],
      legalBasis: row.legalBasis,
      message: fill(say('{theme} ({code}): {text}{agency}', '{theme} ({code}): {text}{agency}'), {
        theme: theme.title,
        code: met.code,
        text: row.text,
        agency: row.agency ? say(` Hubungi ${row.agency}.`, ` Refer to ${row.agency}.`) : '',
      }),
    }),
  ];
}

/** A height limit of an overlay above ground; the building's height against it. */
function heightLimit(context: Context, theme: Theme, met: Met, row: OverlayRow): Finding {
  const limit = row.heightMaxM;
  const height = new BuildingFigures(context.site, context.proposal, false).largest('heightM');
  const asked = context.asksBuilding;
  const result =
    limit === null
      ? 'tidak_diketahui'
      : !asked
        ? 'bersyarat'
        : height.value === null
          ? 'tidak_diketahui'
          : height.value <= limit + 1e-3
            ? 'lulus'
            : 'tidak';
  return finding({
    rule: theme.id,
    result,
    scope: 'parcel',
    measured: asked ? height.value : null,
    limit,
    unit: 'm',
    from: met.code,
    plan: met.plan.manifest.id,
    ...(asked && height.value === null ? { missingField: height.missing } : {}),
    sources: [sourceOf(met.plan.manifest.id, row)],
    ...(asked && height.value !== null && limit !== null ? heightMargin(limit - height.value) : {}),
    legalBasis: row.legalBasis,
    message: fill(heightSentence(result, limit), {
      theme: theme.title,
      code: met.code,
      limit: limit === null ? '?' : metres(limit),
      height: height.value === null || !asked ? '?' : metres(height.value),
    }),
  });
}

function heightSentence(result: Finding['result'], limit: number | null): Text {
  if (limit === null) {
    return say(
      '{theme} ({code}) membatasi tinggi, tetapi angkanya tidak ada dalam tabel rencana.',
      "{theme} ({code}) limits the height, but the figure is not in the plan's table.",
    );
  }
  switch (result) {
    case 'lulus':
      return say(
        '{theme} ({code}): tinggi {height}, paling tinggi {limit}: dipenuhi.',
        '{theme} ({code}): height {height}, at most {limit}: kept.',
      );
    case 'tidak':
      return say(
        '{theme} ({code}): tinggi {height} melampaui {limit}.',
        '{theme} ({code}): the height {height} exceeds {limit}.',
      );
    case 'bersyarat':
      return say(
        '{theme} ({code}): tinggi bangunan paling tinggi {limit}.',
        '{theme} ({code}): buildings may be at most {limit} high.',
      );
    default:
      return say(
        '{theme} ({code}): tinggi paling tinggi {limit}; isi tinggi bangunan pada permohonan.',
        "{theme} ({code}): at most {limit} high; the request lacks the building's height.",
      );
  }
}

/** A plan covers the parcel if all of it but a sliver lies in its planning area (or its zones, if it declares none). */
const COVERED = 0.95;

/**
 * A theme is known where no plan doubts its own map of it, and some plan whose ground the parcel lies on has a
 * map of law for it, or says with its article that there is none.
 */
function isKnown({ site }: Context, theme: Theme, { covered }: Ground): boolean {
  const { plans } = site.stack;
  if (plans.some((p) => p.doubtedThemes?.has(theme.id))) return false;
  return plans.some(
    (p, i) =>
      covered[i] &&
      (p.knownThemes.has(theme.id) || p.themes.some((t) => t.id === theme.id && t.none !== null)),
  );
}

function covers(context: Context, plan: PlanVersion): boolean {
  const { site } = context;
  // A single plan is asked for all of the parcel: what lies outside it is unknown by its own finding.
  if (site.stack.plans.length === 1) return true;
  const kind = coverKind(plan);
  let sum = 0;
  for (const m of site.met) if (m.plan === plan && m.layer.kind === kind) sum += m.areaM2;
  return sum >= COVERED * site.areaM2;
}

const coverKinds = new WeakMap<PlanVersion, AreaLayer['kind']>();

/** Layers that tell how far a plan reaches: its planning area, where it declares one. */
function coverKind(plan: PlanVersion): AreaLayer['kind'] {
  let kind = coverKinds.get(plan);
  if (!kind) {
    kind = plan.layers.some((l) => l.kind === 'planning_area') ? 'planning_area' : 'zones';
    coverKinds.set(plan, kind);
  }
  return kind;
}

function unknownTheme(context: Context, theme: Theme, ground: Ground): Finding[] {
  if (!isKnown(context, theme, ground)) return [unknownFinding(context, theme, noLayer)];
  const waters = watersOf(context.site.stack);
  const near = ground.near.map((i) => waters[i]!.water).find((w) => w.theme === theme.id);
  return near ? [unknownFinding(context, theme, noRow, near.name)] : [];
}

interface Water {
  readonly water: UnruledWater;
  /** How near it bears on a parcel: its theme's reach, m. */
  readonly reachM: number;
}

const waters = new WeakMap<PlanStack, readonly Water[]>();

/** Waters without a rule that some theme of the stack is about, in the order of the plans. */
function watersOf(stack: PlanStack): readonly Water[] {
  let found = waters.get(stack);
  if (!found) {
    const all = stack.plans.flatMap((p) => p.unruledWater);
    found = all.flatMap((water) => {
      const theme = stack.themes.find((t) => t.id === water.theme);
      return theme ? [{ water, reachM: theme.reachM }] : [];
    });
    waters.set(stack, found);
  }
  return found;
}

/** Whether any water without a rule may bear on some ground. */
export function mayMeetWater(stack: PlanStack, ground: Rings): boolean {
  return watersOf(stack).some(({ water, reachM }) => isWithin(ground, water.lines, reachM));
}

/** Numbers of the waters without a rule within reach; of a theme only the first is told. */
function nearWaters({ site }: Context): number[] {
  const near: number[] = [];
  const all = watersOf(site.stack);
  for (let i = 0; i < all.length; i++) {
    const { water, reachM } = all[i]!;
    if (near.some((j) => all[j]!.water.theme === water.theme)) continue;
    if (isWithin(site.parcel.rings, water.lines, reachM)) near.push(i);
  }
  return near;
}

const boxes = new WeakMap<Lines, Box>();

/** Whether some ground is within `reachM` of lines; far lines are told by their box, kept per lines. */
function isWithin(ground: Rings, lines: Lines, reachM: number): boolean {
  let box = boxes.get(lines);
  if (!box) {
    box = boxOf(lines.xy);
    boxes.set(lines, box);
  }
  const [minX, minY, maxX, maxY] = boxOf(ground.xy);
  const apart = Math.max(box[0] - maxX, minX - box[2], box[1] - maxY, minY - box[3]);
  return apart <= reachM && distanceRingsToLines(ground, lines) <= reachM;
}

const noLayer = say(
  '{theme}: belum diketahui; rencana tidak memiliki peta yang mengikat untuk hal ini.',
  '{theme}: unknown; the plan has no map of law for it.',
);
const noRow = say(
  '{theme}: belum diketahui; lebar sempadan {name} di dekat bidang ini tidak ada dalam tabel rencana.',
  "{theme}: unknown; the setback of {name} near this parcel is not in the plan's table.",
);

function unknownFinding(
  context: Context,
  theme: Theme,
  message: Text,
  name: string | null = null,
): Finding {
  return finding({
    rule: theme.id,
    result: 'tidak_diketahui',
    scope: 'parcel',
    plan: context.plan.manifest.id,
    legalBasis: theme.legalBasis,
    message: fill(message, {
      theme: theme.title,
      name: name ?? say('perairan tanpa nama', 'an unnamed water'),
    }),
  });
}

/** Met, but the plan's row says that it has no effect. */
function metHarmless(theme: Theme, met: Met, row: OverlayRow): Finding {
  return finding({
    rule: theme.id,
    result: 'lulus',
    scope: 'parcel',
    from: met.code,
    plan: met.plan.manifest.id,
    sources: [sourceOf(met.plan.manifest.id, row)],
    legalBasis: row.legalBasis,
    message: fill(
      say(
        '{theme} ({code}): tidak ada akibatnya bagi bangunan. {text}',
        '{theme} ({code}): without effect on building. {text}',
      ),
      { theme: theme.title, code: met.code, text: row.text },
    ),
  });
}

function notMet(context: Context, theme: Theme): Finding {
  const values = { theme: theme.title };
  // Where a plan has a map of it, the map speaks, whatever another plan declares.
  const mapped = context.site.stack.plans.some((p) => p.knownThemes.has(theme.id));
  const none = mapped ? null : theme.none;
  return finding({
    rule: theme.id,
    result: 'lulus',
    scope: 'parcel',
    plan: context.plan.manifest.id,
    legalBasis: none ?? theme.legalBasis,
    message: none
      ? fill(
          say(
            '{theme}: rencana menyatakan tidak ada di wilayah ini.',
            '{theme}: the plan says that there is none here.',
          ),
          values,
        )
      : fill(
          say('{theme}: bidang ini tidak terkena.', '{theme}: this parcel is not affected.'),
          values,
        ),
  });
}

function conditionCode(theme: Theme, code: string): string {
  return code === '*' ? theme.id : `${theme.id}:${code}`;
}

/** Conditions that the overlays met ask for. */
export function themeConditions(context: Context): Condition[] {
  return context.site.stack.themes.flatMap((theme) =>
    context.site.met
      .filter((m) => isMetLaw(m) && m.layer.theme === theme.id)
      .flatMap((m) => {
        const row = overlayRow(m.plan.rules, theme.id, m.code);
        if (row?.effect !== 'condition' && row?.effect !== 'refer') return [];
        return [
          {
            code: conditionCode(theme, m.code),
            text: row.text,
            legalBasis: row.legalBasis,
            rule: theme.id,
            scope: 'parcel',
          },
        ];
      }),
  );
}
