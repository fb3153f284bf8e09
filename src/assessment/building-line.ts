import type { Road, RoadLayer, SetbackRow } from '../plan/model.ts';
import { type Context, finding } from './context.ts';
import { drawnFootprints } from './doubt.ts';
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
import { roadIndex } from './road-index.ts';
import {
  axisDistance,
  type NearRoad,
  ROAD_REACH_M,
  roadLayer,
  roadName,
  roadsNear,
} from './roads.ts';
import type { Voice } from './site.ts';
import { fill, metres, say } from './wording.ts';

/**
 * GSB: how far the building has to stay from each road, measured from the edge of its right of way or
 * from its axis, as the row says. All limits are compared as distances from the axis.
 */

/** Bounds the search for roads whose line might reach; rows with more are met by widening below. */
const SLACK_M = 1e-3;

/** What the setbacks table says of one road at this place. */
export interface RoadLine {
  readonly near: NearRoad;
  /** The class is the one that the asker states. */
  readonly stated: boolean;
  /** Bears by the class on the map, but not by the one that is stated. */
  readonly freedByStatement: boolean;
  /** Distance from axis to right-of-way edge that the strictest row adds; 0 where it measures from the axis. */
  readonly edgeM: number;
  /** Limits as distances from the axis, m. */
  readonly entries: readonly LimitEntry[];
  /** Strictest distance from the axis; null where unknown or not regulated. */
  readonly axisLimitM: number | null;
  readonly fault: 'no_class' | 'no_width' | 'no_row' | null;
}

const found = new Recent<
  Place,
  { readonly context: Context; readonly lines: readonly RoadLine[] | null }
>();

/** The building lines that reach the place, or might (where the data is incomplete); null without a roads layer. Kept for the last places. */
export function roadLines(context: Context, place: Place): readonly RoadLine[] | null {
  let held = found.get(place);
  if (held?.context !== context) {
    held = { context, lines: findLines(context, place) };
    found.set(place, held);
  }
  return held.lines;
}

function findLines(context: Context, place: Place): RoadLine[] | null {
  const layer = roadLayer(context);
  if (!layer) return null;
  const reach = Math.max(ROAD_REACH_M, widestReach(context, layer));
  return roadsNear(layer, place.rings, reach).flatMap((near, order) => {
    const line = lineFor(place, near, classOf(context, near.road, order));
    if (bearsOn(line, reach)) return [line];
    if (!line.stated) return [];
    const mapped = lineFor(place, near, { class: near.road.class, stated: false });
    return bearsOn(mapped, reach) ? [{ ...line, freedByStatement: true }] : [];
  });
}

function widestReach({ site }: Context, layer: RoadLayer): number {
  let gsb = 0;
  for (const plan of site.stack.plans) gsb = Math.max(gsb, setbacksOf(plan).widestM);
  return roadIndex(layer).widestHalfM + gsb;
}

interface Setbacks {
  readonly byClass: ReadonlyMap<string, readonly SetbackRow[]>;
  readonly widestM: number;
}

const setbacks = new WeakMap<readonly SetbackRow[], Setbacks>();

/** The setback rows of a plan by road class, and the widest of them. Kept per plan. */
function setbacksOf({ rules }: Voice['plan']): Setbacks {
  let held = setbacks.get(rules.setbacks);
  if (!held) {
    held = {
      byClass: Map.groupBy(rules.setbacks, (row) => row.roadClass),
      widestM: rules.setbacks.reduce(
        (g, row) => Math.max(g, row.gsbM.state === 'value' ? row.gsbM.value : 0),
        0,
      ),
    };
    setbacks.set(rules.setbacks, held);
  }
  return held;
}

/** `reach`: as far as any line of the plan may go; what is unknown may go as far. */
function bearsOn(line: RoadLine, reach: number): boolean {
  if (line.fault !== null) return line.near.axisM <= reach;
  const anyUnknown = line.entries.some((e) => e.row === null || e.row.cell.state === 'unknown');
  return line.near.axisM < (line.axisLimitM ?? (anyUnknown ? reach : 0));
}

interface UsedClass {
  readonly class: string | null;
  readonly stated: boolean;
}

function lineFor(place: Place, near: NearRoad, used: UsedClass): RoadLine {
  const roadClass = used.class;
  const halfWidth = near.road.rowWidthM === null ? null : near.road.rowWidthM / 2;
  let widthMissing = false;
  const rowFor = (voice: Voice) => {
    if (roadClass === null) return null;
    const row = setbackRow(voice, roadClass);
    if (row?.measuredFrom === 'row_edge' && halfWidth === null) widthMissing = true;
    return row ? fromAxis(row, halfWidth) : null;
  };
  const entries = collectLimits(place.parts, rowFor);
  const axisLimitM = limitInForce(entries, 'min');
  const fault = roadClass === null ? 'no_class' : widthMissing ? 'no_width' : null;
  const strictFromEdge = place.parts.some(({ part }) =>
    part.grounds.some((g) =>
      g.chains.some(
        (c) => roadClass !== null && setbackRow(c[0]!, roadClass)?.measuredFrom === 'row_edge',
      ),
    ),
  );
  const edgeM = strictFromEdge ? (halfWidth ?? 0) : 0;
  const { stated } = used;
  return { near, stated, freedByStatement: false, entries, axisLimitM, fault, edgeM };
}

/** The class on the map; the nearest road takes the class that the asker states. */
function classOf(context: Context, road: Road, order: number): UsedClass {
  const stated = context.proposal.stated.roadClass;
  return order === 0 && stated !== null
    ? { class: stated, stated: true }
    : { class: road.class, stated: false };
}

/** A zone's own row for a road class, else the general one. */
function setbackRow(voice: Voice, roadClass: string): SetbackRow | undefined {
  const rows = setbacksOf(voice.plan).byClass.get(roadClass) ?? [];
  return rows.find((r) => r.zone === voice.zone) ?? rows.find((r) => r.zone === '*');
}

function fromAxis(row: SetbackRow, halfWidth: number | null): LimitRow {
  const { severalZones, gsbM } = row;
  if (gsbM.state !== 'value') return { cell: gsbM, severalZones, row };
  if (row.measuredFrom === 'axis') return { cell: gsbM, severalZones, row };
  if (halfWidth === null) {
    return { cell: { state: 'unknown', raw: '' }, severalZones, row };
  }
  return { cell: { state: 'value', value: gsbM.value + halfWidth }, severalZones, row };
}

/**
 * One finding for each road whose line bears on the place. Only called when a building is asked about.
 * `fits`: whether the envelope holds an undrawn footprint (point 9); null = unknown.
 */
export function judgeBuildingLines(context: Context, place: Place, fits: Fit): Finding[] {
  const lines = roadLines(context, place);
  if (lines === null || (lines.length === 0 && place.unclear)) {
    const why = lines === null ? noRoads : noPlace;
    return [plainFinding(context, place, 'tidak_diketahui', why)];
  }
  if (lines.length === 0) return [plainFinding(context, place, 'lulus', noLine)];
  return lines.map((line) => judgeLine(context, place, line, fits));
}

const noRoads = say(
  'Garis sempadan bangunan (GSB) tidak dapat diperiksa: data jalan rencana tidak ada atau tidak lengkap.',
  "The building line (GSB) could not be checked: the plan's roads are missing or not complete.",
);
const noPlace = say(
  'Garis sempadan bangunan (GSB) tidak dapat diperiksa: bidang terdiri atas bagian yang terpisah dan letak bangunan tidak digambar.',
  'The building line (GSB) could not be checked: the parcel is of separate pieces and no footprint says where the building stands.',
);
const noLine = say(
  'Tidak ada garis sempadan bangunan (GSB) jalan yang mencapai bidang ini.',
  'No building line (GSB) of a road reaches this parcel.',
);

function plainFinding(
  context: Context,
  place: Place,
  result: Finding['result'],
  message: Finding['message'],
): Finding {
  return finding({
    rule: 'gsb',
    result,
    scope: place.scope,
    unit: 'm',
    plan: context.plan.manifest.id,
    legalBasis: [context.plan.citation],
    message,
  });
}

function judgeLine(context: Context, place: Place, line: RoadLine, fits: Fit): Finding {
  const footprints = drawnFootprints(context.proposal.buildings);
  const drawn = footprints.length === context.proposal.buildings.length;
  const walls = footprints.map((f) => axisDistance(f, line.near));
  const axisM = walls.length > 0 ? Math.min(...walls) : null;
  const verdict = judgeLimit(line.entries, {
    kind: 'min',
    measured: axisM ?? Number.MAX_VALUE,
    slack: SLACK_M,
    bound: null,
  });
  const known = line.freedByStatement || (line.fault === null && verdict.limit !== null);
  const { stated } = line;
  const judged = line.freedByStatement ? 'lulus' : verdict.result;
  const result = line.freedByStatement
    ? 'bersyarat'
    : resultOf(place, judged, known, drawn, stated, fits);
  return finding({
    rule: 'gsb',
    result,
    scope: place.scope,
    measured: axisM === null ? null : axisM - line.edgeM,
    limit: known && verdict.limit !== null ? verdict.limit - line.edgeM : null,
    unit: 'm',
    plan: verdict.from?.plan.manifest.id ?? context.plan.manifest.id,
    ...(verdict.from ? { from: verdict.from.zone } : {}),
    ...(stated ? { stated: true } : {}),
    ...(known && !drawn ? { missingField: fits.missing ?? '/building/footprint' } : {}),
    ...(known && axisM !== null && verdict.limit !== null ? wallMargin(axisM - verdict.limit) : {}),
    sources: verdict.sources,
    legalBasis: verdict.legalBasis.length > 0 ? verdict.legalBasis : [context.plan.citation],
    message: explain(line, result, axisM, known ? verdict.limit : null),
  });
}

function resultOf(
  place: Place,
  judged: Finding['result'],
  known: boolean,
  drawn: boolean,
  stated: boolean,
  fits: Fit,
): Finding['result'] {
  if (place.unclear !== null || !known) return 'tidak_diketahui';
  if (judged === 'tidak') return 'tidak';
  if (!drawn && fits.missing !== null) return 'tidak_diketahui';
  if (!drawn) return fits.has === false ? 'tidak' : 'bersyarat';
  return judged === 'lulus' && stated ? 'bersyarat' : judged;
}

function explain(
  line: RoadLine,
  result: Finding['result'],
  axisM: number | null,
  axisLimitM: number | null,
): Finding['message'] {
  const { road } = line.near;
  const values = {
    road: roadName(road),
    limit: axisLimitM === null ? '?' : metres(axisLimitM - line.edgeM),
    measured: axisM === null ? '?' : metres(axisM - line.edgeM),
    from:
      line.edgeM > 0
        ? say('tepi rumija', 'the edge of the right of way')
        : say('as jalan', 'the axis'),
  };
  if (line.freedByStatement) return fill(freedByStatement, values);
  if (axisLimitM === null) return fill(whyUnknown(line), values);
  if (result === 'tidak_diketahui' && axisM === null) return fill(noSize, values);
  if (axisM === null) {
    if (result === 'tidak') return fill(noRoom, values);
    return fill(
      say(
        'Jaga jarak bangunan paling sedikit {limit} dari {from} {road} (GSB).',
        'Keep the building at least {limit} from {from} of {road} (GSB).',
      ),
      values,
    );
  }
  const kept = result === 'lulus' || result === 'bersyarat';
  return fill(
    kept
      ? say(
          'Bangunan berjarak {measured} dari {from} {road}; GSB {limit} dipenuhi.',
          'The building stands {measured} from {from} of {road}; the GSB of {limit} is kept.',
        )
      : say(
          'Bangunan berjarak {measured} dari {from} {road}; GSB {limit} tidak dipenuhi.',
          'The building stands {measured} from {from} of {road}; the GSB of {limit} is not kept.',
        ),
    values,
  );
}

const freedByStatement = say(
  'Menurut kelas yang disebut pemohon, GSB {road} tidak mencapai bangunan ini; menurut peta mencapai. Kelas jalan harus dibuktikan.',
  'By the class that the applicant states the building line of {road} does not reach; by the map it does. The class has to be shown.',
);
const noSize = say(
  'GSB terhadap {road} paling sedikit {limit} dari {from}; apakah bangunan muat tidak diketahui: isi luas tapaknya.',
  'The GSB towards {road} is at least {limit} from {from}; whether the building has room is unknown: its footprint is missing.',
);
const noRoom = say(
  'GSB paling sedikit {limit} dari {from} {road}: di dalam semua garis sempadan, bangunan seluas ini tidak muat.',
  'GSB at least {limit} from {from} of {road}: within all building lines there is no room for a building of this size.',
);

function whyUnknown(line: RoadLine): Finding['message'] {
  if (line.fault === 'no_class') {
    return say(
      'GSB terhadap {road} tidak diketahui: kelas jalannya tidak tercatat.',
      'The GSB towards {road} is unknown: its class is not recorded.',
    );
  }
  if (line.fault === 'no_width') {
    return say(
      'GSB terhadap {road} tidak diketahui: lebar rumijanya tidak tercatat.',
      'The GSB towards {road} is unknown: the width of its right of way is not recorded.',
    );
  }
  return say(
    'GSB terhadap {road} tidak diketahui: rencana tidak memiliki baris aturan untuk zona dan kelas jalan ini.',
    'The GSB towards {road} is unknown: the plan has no row for this zone and road class.',
  );
}

/** The widest building line that bears on the place, m from where its row measures; null if unknown or none. */
export function widestLine(lines: readonly RoadLine[] | null): number | null {
  if (lines === null || lines.some((l) => l.fault !== null || l.axisLimitM === null)) return null;
  return lines.length === 0 ? null : Math.max(...lines.map((l) => l.axisLimitM! - l.edgeM));
}
