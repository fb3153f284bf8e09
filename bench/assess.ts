import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import {
  type Assessment,
  assess,
  assessBrief,
  type Brief,
  verdictOf,
} from '../src/assessment/index.ts';
import { createOverlay } from '../src/geometry/overlay.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answerCells } from '../src/report/index.ts';
import { type ParsedRequest, parseRequest } from '../src/request/index.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { makeParcels } from './city.ts';
import { latencyOf, rateOf, shown, table } from './measure.ts';
import { ParcelView } from './parcel-view.ts';
import { seeded } from './seeded.ts';

const TODAY = '2026-01-15';

/**
 * A whole assessment of the demonstration plan's 2,000 parcels: with their proposals (all rules, envelope
 * included), with a use only, and as a place only; reading the request apart. Checked in the same run:
 * every verdict is recomputed from parts and findings alone, and what bulk is told in brief is the same.
 */
export const bench: Bench = {
  name: 'assess',
  about: "the demonstration plan's parcels through parse and assess, one thread",
  run,
};

interface Row {
  readonly [column: string]: string;
}

async function run({ seconds }: BenchOptions): Promise<unknown> {
  const store = await openStore({ folders: ['data'], home: 'var', today: TODAY });
  const text = readFileSync('data/kupang/persil.csv', 'utf8');
  const rows = parse(text, { columns: true, bom: true }) as Row[];
  const whole = rows.map(bodyOf);
  const kinds = {
    'use and building': whole,
    'use only': whole.map(({ building: _, ...body }) => body),
    'place only': whole.map(({ building: _, activity: __, ...body }) => body),
  };
  const figures: Record<string, unknown> = {};
  const lines = [['', 'parcels/s', 'p50 µs', 'p99 µs', 'parse p50 µs']];
  const add = (name: string, bodies: readonly object[], question: Ask) => {
    const row = measure(store, bodies, seconds, question);
    figures[name] = row;
    lines.push([name, shown(row.perSecond), shown(row.p50), shown(row.p99), shown(row.parseP50)]);
  };
  // As bulk has it: a process that answers nothing but rows of one kind.
  add(`${shown(LOTS)} lots, use only, in brief`, lotsOn(store), askInBrief);
  for (const name of ['use only', 'place only'] as const) {
    add(`${name}, in brief`, kinds[name], askInBrief);
  }
  for (const [name, bodies] of Object.entries(kinds)) add(name, bodies, ask);
  console.log(table(lines));
  return figures;
}

const LOTS = 5_000;

/** As many as fill the plan's box with lots. */
const DENSE = 330_000;

/**
 * Lots of the usual size from the middle of the demonstration plan on, neighbour by neighbour as files of
 * a kelurahan have them, with ten activities in turn.
 */
function lotsOn(store: PlanStore): object[] {
  const { box, index, manifest, rules } = store.plans[0]!;
  const codes = [...(rules.activities?.keys() ?? [])].filter((_, i) => i % 12 === 0);
  const view = new ParcelView(makeParcels(box, DENSE, seeded(1)));
  const overlay = createOverlay(index);
  const lots: object[] = [];
  for (let p = view.count >> 1; p < view.count && lots.length < LOTS; p++) {
    const { xy } = view.at(p);
    if (overlay.query(view.at(p)) === 0) continue;
    const ring = Array.from({ length: xy.length / 2 + 1 }, (_, i) => [
      xy[(2 * i) % xy.length]!,
      xy[((2 * i) % xy.length) + 1]!,
    ]);
    const parcel = { type: 'Polygon', coordinates: [ring] };
    lots.push({ parcel, crs: manifest.crs, activity: { code: codes[p % 10] } });
  }
  return lots;
}

type Ask = (r: ParsedRequest) => unknown;

function measure(store: PlanStore, bodies: readonly object[], seconds: number, question: Ask) {
  const requests = bodies.flatMap((body) => {
    const parsed = parseRequest(store, body, TODAY);
    return parsed.ok ? [parsed.value] : [];
  });
  const rate = rateOf(requests.length, seconds, () => {
    for (const r of requests) question(r);
  });
  const calls = latencyOf(requests.length, (i) => question(requests[i]!));
  // The canonical form is written when it is asked for, and the id of an answer asks for it.
  const parsing = latencyOf(bodies.length, (i) => {
    const parsed = parseRequest(store, bodies[i], TODAY);
    return parsed.ok && parsed.value.canonical;
  });
  for (const r of requests) check(ask(r), askInBrief(r));
  return { perSecond: rate.median, ...calls, parseP50: parsing.p50, parcels: requests.length };
}

function ask(r: ParsedRequest): Assessment {
  const { stack, proposal, date, binding, canonical } = r;
  return assess(stack, anew(r), proposal, { date, binding, request: canonical });
}

/** What a row of bulk gets. */
function askInBrief(r: ParsedRequest): Brief {
  const { stack, proposal, date, binding } = r;
  return assessBrief(stack, anew(r), proposal, { date, binding });
}

/** The parcel as if it came for the first time: some searches are kept for its rings. */
function anew({ parcel }: ParsedRequest): ParsedRequest['parcel'] {
  return { ...parcel, rings: { ...parcel.rings } };
}

function check(a: Assessment, brief: Brief): void {
  const [cells, briefCells] = [answerCells(a), answerCells(brief)].map((c) => JSON.stringify(c));
  if (cells !== briefCells) throw new Error(`${a.id}: ${cells}, but in brief ${briefCells}`);
  if (a.activities.length > 1) return;
  const again = verdictOf(a.parts, a.findings, a.asked);
  if (again !== a.verdict) throw new Error(`${a.id}: ${a.verdict}, but its findings say ${again}`);
}

function bodyOf(row: Row): Record<string, unknown> {
  const number = (name: string) => (row[name] ? Number(row[name]) : undefined);
  return {
    wkt: row.wkt,
    activity: row.kegiatan ? { code: row.kegiatan } : { kbli: row.kbli },
    building: {
      footprintM2: number('luas_tapak'),
      floors: number('lantai'),
      grossFloorAreaM2: number('luas_lantai'),
      heightM: number('tinggi'),
      greenM2: number('luas_hijau'),
      basementM2: number('luas_basemen'),
      basementFloors: number('lantai_basemen'),
    },
    deedAreaM2: number('luas_bidang_surat'),
  };
}
