import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type Assessment, assess, verdictOf } from '../src/assessment/index.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { type ParsedRequest, parseRequest } from '../src/request/index.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { latencyOf, rateOf, shown, table } from './measure.ts';

const TODAY = '2026-01-15';

/**
 * A whole assessment of the demonstration plan's 2,000 parcels: with their proposals (all rules, envelope
 * included), with a use only, and as a place only; reading the request apart. Checked in the same run:
 * every verdict is recomputed from parts and findings alone.
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
  for (const [name, bodies] of Object.entries(kinds)) {
    const row = measure(store, bodies, seconds);
    figures[name] = row;
    lines.push([name, shown(row.perSecond), shown(row.p50), shown(row.p99), shown(row.parseP50)]);
  }
  console.log(table(lines));
  return figures;
}

function measure(store: PlanStore, bodies: readonly object[], seconds: number) {
  const requests = bodies.flatMap((body) => {
    const parsed = parseRequest(store, body, TODAY);
    return parsed.ok ? [parsed.value] : [];
  });
  requests.forEach((r) => {
    check(ask(r));
  });
  const rate = rateOf(requests.length, seconds, () => {
    for (const r of requests) ask(r);
  });
  const calls = latencyOf(requests.length, (i) => ask(requests[i]!));
  // The canonical form is written when it is asked for, and the id of an answer asks for it.
  const parsing = latencyOf(bodies.length, (i) => {
    const parsed = parseRequest(store, bodies[i], TODAY);
    return parsed.ok && parsed.value.canonical;
  });
  return { perSecond: rate.median, ...calls, parseP50: parsing.p50, parcels: requests.length };
}

function ask(r: ParsedRequest): Assessment {
  const { stack, parcel, proposal, date, binding, canonical } = r;
  return assess(stack, parcel, proposal, { date, binding, request: canonical });
}

function check(a: Assessment): void {
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
