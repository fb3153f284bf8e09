/** The buildable envelope and what follows from it, for lots as people ask about. */
import { buildableEnvelope, type EdgeStrip } from '../src/geometry/envelope.ts';
import { breaches } from '../src/geometry/envelope-fit.ts';
import { ringOfBox } from '../src/geometry/outline.ts';
import { type Rings, ringsFrom } from '../src/geometry/rings.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { latencyOf, shown, table } from './measure.ts';
import { seeded } from './seeded.ts';

type Join = EdgeStrip['join'];

const LOTS: Record<string, [number, number][]> = {
  'box of 4': [
    [0, 0],
    [10, 0],
    [10, 20],
    [0, 20],
  ],
  'cut corner, 5': [
    [0, 0],
    [9, 0],
    [10, 1],
    [10, 20],
    [0, 20],
  ],
  'L of 6': [
    [0, 0],
    [20, 0],
    [20, 10],
    [10, 10],
    [10, 20],
    [0, 20],
  ],
  'U of 8': [
    [0, 0],
    [30, 0],
    [30, 30],
    [20, 30],
    [20, 10],
    [10, 10],
    [10, 30],
    [0, 30],
  ],
};

/** 200 copies of the lot, each turned and somewhere else in the city. */
function copiesOf(points: readonly [number, number][]): Rings[] {
  const random = seeded(1);
  return Array.from({ length: 200 }, () => {
    const angle = 2 * Math.PI * random();
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const [x0, y0] = [571_000 + 5000 * random(), 8_873_000 + 5000 * random()];
    return ringsFrom([[points.map(([x, y]) => [x0 + c * x - s * y, y0 + s * x + c * y])]]);
  });
}

function stripsOf(lot: Rings, join: Join): EdgeStrip[] {
  const distances = [5, 2, 3, 2];
  const ids = ['front', 'side', 'rear', 'side'];
  return Array.from({ length: lot.xy.length / 2 }, (_, edge) => {
    const kind = Math.min(edge, 3);
    return { ring: 0, edge, distanceM: distances[kind]!, join, id: ids[kind]! };
  });
}

async function run({ seconds }: BenchOptions): Promise<unknown> {
  const rows = [['lot', 'join', 'p50 µs', 'p99 µs', 'breaches p50 µs']];
  const figures: Record<string, unknown> = {};
  const calls = Math.max(500, Math.round(1000 * seconds));
  for (const [name, points] of Object.entries(LOTS)) {
    for (const join of ['mitre', 'round'] as const) {
      const lots = copiesOf(points).map((lot) => ({ lot, strips: stripsOf(lot, join) }));
      const at = (i: number) => lots[i % lots.length]!;
      const one = (i: number) => buildableEnvelope(at(i).lot, at(i).strips, []);
      const walls = (i: number) => {
        const { lot, strips } = at(i);
        const [x, y] = [lot.xy[0]!, lot.xy[1]!];
        return breaches(ringOfBox([x - 3, y - 3, x + 3, y + 3]), lot, strips);
      };
      latencyOf(calls, one);
      const envelope = latencyOf(calls, one);
      const fit = latencyOf(calls, walls);
      figures[`${name}, ${join}`] = { envelope, breaches: fit };
      rows.push([name, join, shown(envelope.p50), shown(envelope.p99), shown(fit.p50)]);
    }
  }
  console.log(table(rows));
  return figures;
}

export const bench: Bench = {
  name: 'envelope',
  about: 'buildable envelopes of lots of 4 to 8 edges',
  run,
};
