import { distanceRingsToLines } from '../geometry/distance.ts';
import type { Lines } from '../geometry/rings.ts';
import type { DistanceRow } from '../plan/model.ts';
import { type Context, finding } from './context.ts';
import { drawnFootprints } from './doubt.ts';
import { classifyEdges, type EdgeClasses, edgeLine, type ParcelEdgeClass } from './edges.ts';
import type { Fit } from './figures.ts';
import {
  collectLimits,
  judgeLimit,
  type LimitEntry,
  type LimitRow,
  limitInForce,
} from './limits.ts';
import { wallMargin } from './margin.ts';
import type { Finding } from './model.ts';
import type { Place } from './place.ts';
import { Recent } from './recent.ts';
import type { Voice } from './site.ts';
import { fill, metres, say } from './wording.ts';

/**
 * JBS and JBB: how far the building stays from the side and the rear edges of the parcel, by the
 * plan's table `distances`.
 */
export interface SideLine {
  readonly rule: 'jbs' | 'jbb';
  readonly entries: readonly LimitEntry[];
  /** m; null where unknown or not regulated. */
  readonly limitM: number | null;
  readonly join: 'mitre' | 'round';
  readonly edges: readonly ParcelEdgeClass[];
}

const CLASS_OF = { jbs: 'side', jbb: 'rear' } as const;

const found = new Recent<
  Place,
  { readonly classes: EdgeClasses; readonly lines: readonly SideLine[] }
>();

/** Both distances with the edges that they hold for; kept for the last places. */
export function sideLines(place: Place, classes: EdgeClasses): readonly SideLine[] {
  let held = found.get(place);
  if (held?.classes !== classes) {
    held = { classes, lines: findLines(place, classes) };
    found.set(place, held);
  }
  return held.lines;
}

function findLines(place: Place, classes: EdgeClasses): SideLine[] {
  return (['jbs', 'jbb'] as const).map((rule) => {
    const edge = CLASS_OF[rule];
    const entries = collectLimits(place.parts, (voice) => limitRow(voice, edge));
    const rows = place.parts.flatMap(({ part }) =>
      part.grounds.flatMap((g) => g.chains.flatMap((c) => distanceRow(c[0]!, edge) ?? [])),
    );
    return {
      rule,
      entries,
      limitM: limitInForce(entries, 'min'),
      // Of rounded and prolonged corners the one that takes more.
      join: rows.every((r) => r.join === 'round') && rows.length > 0 ? 'round' : 'mitre',
      edges: classes.edges.filter((e) => e.class === edge),
    };
  });
}

/** A zone's own row for an edge class, else the general one. */
function distanceRow(voice: Voice, edge: 'side' | 'rear'): DistanceRow | undefined {
  const rows = voice.plan.rules.distances;
  return rows?.find((r) => r.edge === edge && r.zone === voice.zone) ?? general(rows, edge);
}

function general(
  rows: readonly DistanceRow[] | null,
  edge: 'side' | 'rear',
): DistanceRow | undefined {
  return rows?.find((r) => r.edge === edge && r.zone === '*');
}

function limitRow(voice: Voice, edge: 'side' | 'rear'): LimitRow | null {
  const row = distanceRow(voice, edge);
  return row ? { cell: row.distanceM, severalZones: row.severalZones, row } : null;
}

/** Whether the front has to be known: not where both distances are the same or not regulated. */
export function needsFront(lines: readonly SideLine[]): boolean {
  const [jbs, jbb] = lines as [SideLine, SideLine];
  const regulated = (l: SideLine) => l.entries.some((e) => e.row?.cell.state !== 'not_regulated');
  if (!regulated(jbs) && !regulated(jbb)) return false;
  return jbs.limitM !== jbb.limitM || jbs.limitM === null;
}

/** One finding each for JBS and JBB. `fits`: whether the envelope holds the undrawn footprint; null = unknown. */
export function judgeSideLines(context: Context, place: Place, fits: Fit): Finding[] {
  const rings = place.scope === 'parcel' ? place.rings : context.site.parcel.rings;
  const classes = classifyEdges(context, rings);
  const lines = sideLines(place, classes);
  const frontLacks = classes.by === 'none' && needsFront(lines);
  return lines.map((line) => {
    const edges = classes.by === 'none' && !frontLacks ? classes.edges : line.edges;
    const drawn = edges.map((e) => edgeLine(rings, e));
    return judgeLine(context, place, line, drawn, classes.by === 'stated', frontLacks, fits);
  });
}

function judgeLine(
  context: Context,
  place: Place,
  line: SideLine,
  edges: readonly Lines[],
  stated: boolean,
  frontLacks: boolean,
  fits: Fit,
): Finding {
  const footprints = drawnFootprints(context.proposal.buildings);
  const drawn = footprints.length === context.proposal.buildings.length;
  const nearest = footprints.length > 0 ? nearestWall(footprints, edges) : null;
  const verdict = judgeLimit(line.entries, {
    kind: 'min',
    measured: nearest ?? Number.MAX_VALUE,
    slack: 1e-3,
    bound: null,
  });
  const free = verdict.reason === 'not_regulated';
  const unclear = !free && (place.unclear !== null || frontLacks);
  const known = verdict.limit !== null || free;
  const result = resultOf({
    judged: verdict.result,
    free,
    unclear,
    known,
    drawn,
    stated,
    fits,
    none: edges.length === 0,
  });
  const measured = unclear || nearest === null || nearest === Number.MAX_VALUE ? null : nearest;
  return finding({
    rule: line.rule,
    result,
    scope: place.scope,
    measured,
    limit: unclear ? null : verdict.limit,
    unit: 'm',
    plan: verdict.from?.plan.manifest.id ?? context.plan.manifest.id,
    ...(verdict.from ? { from: verdict.from.zone } : {}),
    ...(stated && !free ? { stated: true } : {}),
    ...(!free && known && !drawn && !unclear
      ? { missingField: fits.missing ?? '/building/footprint' }
      : {}),
    ...(measured !== null && verdict.limit !== null ? wallMargin(measured - verdict.limit) : {}),
    sources: verdict.sources,
    legalBasis: verdict.legalBasis.length > 0 ? verdict.legalBasis : [context.plan.citation],
    message: explain(
      line,
      {
        result,
        free,
        frontLacks,
        pieces: place.unclear !== null,
        known,
        drawn,
        none: edges.length === 0,
      },
      measured,
      verdict.limit,
    ),
  });
}

function nearestWall(
  footprints: Parameters<typeof distanceRingsToLines>[0][],
  edges: readonly Lines[],
): number {
  const distances = footprints.flatMap((f) => edges.map((e) => distanceRingsToLines(f, e)));
  return Math.min(Number.MAX_VALUE, ...distances);
}

interface Judged {
  readonly judged: Finding['result'];
  readonly free: boolean;
  readonly unclear: boolean;
  readonly known: boolean;
  readonly drawn: boolean;
  readonly stated: boolean;
  readonly fits: Fit;
  /** The parcel has no edge of this class. */
  readonly none: boolean;
}

function resultOf(j: Judged): Finding['result'] {
  if (j.free) return 'lulus';
  if (j.unclear || !j.known) return 'tidak_diketahui';
  if (j.none) return j.stated ? 'bersyarat' : 'lulus';
  if (j.judged === 'tidak') return 'tidak';
  if (!j.drawn && j.fits.missing !== null) return 'tidak_diketahui';
  if (!j.drawn) return j.fits.has === false ? 'tidak' : 'bersyarat';
  return j.judged === 'lulus' && j.stated ? 'bersyarat' : j.judged;
}

const NAMES = {
  jbs: say('Jarak bebas samping (JBS)', 'Side distance (JBS)'),
  jbb: say('Jarak bebas belakang (JBB)', 'Rear distance (JBB)'),
};

function explain(
  line: SideLine,
  j: {
    readonly result: Finding['result'];
    readonly free: boolean;
    readonly frontLacks: boolean;
    readonly pieces: boolean;
    readonly known: boolean;
    readonly drawn: boolean;
    readonly none: boolean;
  },
  measured: number | null,
  limit: number | null,
): Finding['message'] {
  const values = {
    name: NAMES[line.rule],
    measured: measured === null ? '?' : metres(measured),
    limit: limit === null ? '?' : metres(limit),
  };
  return fill(sentence(j), values);
}

function sentence(j: Parameters<typeof explain>[1]): Finding['message'] {
  if (j.free)
    return say('{name} tidak diatur di zona ini.', '{name} is not regulated in this zone.');
  if (j.frontLacks)
    return say(
      '{name} tidak dapat diperiksa: tidak ada jalan yang menyentuh bidang ini, sehingga sisi depannya tidak diketahui; sebutkan stated.frontEdges.',
      '{name} could not be checked: no road reaches this parcel, so its front is not known; state stated.frontEdges.',
    );
  if (j.pieces)
    return say(
      '{name} tidak dapat diperiksa: bidang terdiri atas bagian yang terpisah dan letak bangunan tidak digambar.',
      '{name} could not be checked: the parcel is of separate pieces and no footprint says where the building stands.',
    );
  if (!j.known)
    return say(
      '{name} tidak diketahui: tabel jarak bebas rencana tidak memiliki baris yang dapat dipakai untuk zona ini.',
      "{name} is unknown: the plan's table of distances has no row that can be used for this zone.",
    );
  if (j.result === 'tidak_diketahui' && !j.drawn)
    return say(
      '{name} paling sedikit {limit}; apakah bangunan muat tidak diketahui: isi luas tapaknya.',
      '{name} at least {limit}; whether the building has room is unknown: its footprint is missing.',
    );
  if (j.result === 'tidak_diketahui')
    return say(
      '{name} {measured}: melanggar jarak zona terketat ({limit}) tetapi tidak yang berbobot luas; petugas yang memutuskan.',
      "{name} {measured} breaks the strictest zone's distance ({limit}) but not the area-weighted one: an officer has to choose.",
    );
  if (j.none)
    return say(
      '{name}: bidang ini tidak memiliki sisi itu.',
      '{name}: this parcel has no such edge.',
    );
  if (!j.drawn)
    return j.result === 'tidak'
      ? say(
          '{name} paling sedikit {limit}: di dalam semua garis sempadan, bangunan seluas ini tidak muat.',
          '{name} at least {limit}: within all building lines there is no room for a building of this size.',
        )
      : say('{name}: jaga paling sedikit {limit}.', '{name}: keep at least {limit}.');
  return j.result === 'tidak'
    ? say(
        '{name} {measured}, padahal paling sedikit {limit}.',
        '{name} {measured}, but at least {limit} is asked.',
      )
    : say(
        '{name} {measured}, paling sedikit {limit}: dipenuhi.',
        '{name} {measured}, at least {limit}: kept.',
      );
}
