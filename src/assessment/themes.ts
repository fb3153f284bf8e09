import type { Text } from '../base/problem.ts';
import type { OverlayRow, Theme } from '../plan/model.ts';
import { overlayRow } from '../plan/tables/index.ts';
import { alike } from './alike.ts';
import { type Context, finding } from './context.ts';
import { BuildingFigures } from './figures.ts';
import { sourceOf } from './limits.ts';
import { heightMargin } from './margin.ts';
import { nextNumber, PairMemo } from './memo.ts';
import type { Condition, Finding } from './model.ts';
import type { Met, Site, SitePart } from './site.ts';
import { isKnown, isMetLaw, type ThemeGround, themeGround, watersOf } from './theme-ground.ts';
import { fill, metres, say } from './wording.ts';

/**
 * Themes that always apply (law of the verdict, point 1): each gives a finding whether it is met or
 * not. A theme without a layer that is law is unknown, unless the plan says with its article that there is none.
 */

/** Findings of all themes on a parcel. */
export interface ThemesHere {
  readonly findings: readonly Finding[];
  /** Parcels of one number have the same findings; null where a building's own figures are in them. */
  readonly number: number | null;
}

const kept = new PairMemo<ThemesHere>();

/**
 * All themes, where no building is asked about once for each combination of what is met. `dry`: it is known
 * that no water without a rule is near.
 */
export function themesHere(context: Context, dry = false): ThemesHere {
  const ground = themeGround(context, dry);
  const judge = () =>
    context.site.stack.themes.flatMap((theme) => judgeTheme(context, theme, ground));
  if (context.asksBuilding) return { findings: judge(), number: null };
  const { site } = context;
  return kept.get(site.stack, partsKey(context), groundKey(site, ground), () => ({
    findings: judge().map(alike),
    number: nextNumber(),
  }));
}

/** All of the parts that the findings depend on: those where something forbids, and whose plan decides. */
function partsKey({ site, plan }: Context): string {
  let key = `${site.stack.plans.indexOf(plan)}`;
  for (const part of site.parts) if (part.forbids.length > 0) key += `|${part.key}`;
  return key;
}

/** All that the findings depend on apart from the parts, where no building is asked about. */
function groundKey({ stack }: Site, { met, covered, near }: ThemeGround): string {
  let key = '';
  for (const m of met) key += `${stack.plans.indexOf(m.plan)}/${m.layer.id}:${m.code}\n`;
  for (const yes of covered) key += yes ? 'y' : 'n';
  for (const water of near) key += ` ${water}`;
  return key;
}

export function judgeThemes(context: Context): readonly Finding[] {
  return themesHere(context).findings;
}

function judgeTheme(context: Context, theme: Theme, ground: ThemeGround): Finding[] {
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

function unknownTheme(context: Context, theme: Theme, ground: ThemeGround): Finding[] {
  if (!isKnown(context, theme, ground)) return [unknownFinding(context, theme, noLayer)];
  const waters = watersOf(context.site.stack);
  const near = ground.near.map((i) => waters[i]!.water).find((w) => w.theme === theme.id);
  return near ? [unknownFinding(context, theme, noRow, near.name)] : [];
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
