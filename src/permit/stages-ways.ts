import type { Problem } from '../base/problem.ts';
import { broken } from './rows.ts';
import { type Kind, type Stage, stagesOf, tracksOf } from './stages.ts';

/**
 * The ways of a kind, main and tracks: every stage can be reached, from every stage that is not final
 * a final one can be reached, and no move leaves a final one.
 */
export function checkWays(kind: Kind): Problem[] {
  return [null, ...tracksOf(kind)].flatMap((track) => {
    const stages = stagesOf(kind, track);
    const start = track === null ? kind.start : stages.find((s) => s.type === 'start')!.id;
    const steps = stepsOf(kind, track);
    const reached = walk([start], steps);
    const back = steps.map(([from, to]) => [to, from] as const);
    const ending = walk(
      stages.filter((s) => s.type === 'final').map((s) => s.id),
      back,
    );
    return stages.flatMap((stage) => faults(kind, stage, { reached, ending, steps }));
  });
}

type Step = readonly [from: string, to: string];

interface Ways {
  readonly reached: ReadonlySet<string>;
  readonly ending: ReadonlySet<string>;
  readonly steps: readonly Step[];
}

function stepsOf(kind: Kind, track: string | null): Step[] {
  const moves = [...kind.moves.values()].filter((move) => move.track === track);
  return moves.flatMap(({ from, to }) => from.map((f): Step => [f, to ?? f]));
}

function walk(starts: readonly string[], steps: readonly Step[]): Set<string> {
  const seen = new Set(starts);
  for (const at of seen) {
    for (const [from, to] of steps) if (from === at) seen.add(to);
  }
  return seen;
}

function faults(kind: Kind, { id, type, where }: Stage, ways: Ways): Problem[] {
  if (!ways.reached.has(id)) {
    const text = `Tahap ${id} tidak dapat dicapai (${kind.id}).`;
    return [broken('unreachable', where, text, `Stage ${id} can't be reached (${kind.id}).`, id)];
  }
  if (type === 'final' && ways.steps.some(([from]) => from === id)) {
    const text = `Tahap akhir ${id} masih punya jalan keluar (${kind.id}).`;
    return [broken('final', where, text, `The final stage ${id} has a way out (${kind.id}).`, id)];
  }
  if (ways.ending.has(id)) return [];
  const text = `Dari tahap ${id} tidak ada jalan ke tahap akhir (${kind.id}).`;
  return [
    broken('dead_end', where, text, `No way leads from stage ${id} to an end (${kind.id}).`, id),
  ];
}
