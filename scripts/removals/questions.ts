/** What is asked of the demonstration plan: the rows of a CSV of parcels, each in a few forms. */
import type { Proposal } from '../../src/assessment/model.ts';
import { ok } from '../../src/base/problem.ts';
import { sniffDialect } from '../../src/bulk/dialect.ts';
import { openTable, rowsOf } from '../../src/bulk/read.ts';
import { requestOf } from '../../src/bulk/rows.ts';
import { distanceToOutline, pointInRings } from '../../src/geometry/distance.ts';
import { boxOf, type Rings } from '../../src/geometry/rings.ts';
import type { PlanStack } from '../../src/plan/model.ts';
import type { PlanStore } from '../../src/plan/store.ts';
import { parseRequest } from '../../src/request/parse-request.ts';
import type { Question } from './trial.ts';

/** `csv`: as the row says. `use`: the activity alone. `drawn`: a small house, drawn. */
export const FORMS = ['csv', 'use', 'drawn'] as const;
export type Form = (typeof FORMS)[number];

/** A form, and of which rows it is asked: every how manieth. */
export interface Asked {
  readonly form: Form;
  readonly every: number;
}

/** `csv/4,use`: every fourth row as it stands, and of every row the activity alone. */
export function askedForms(text: string): Asked[] {
  return text.split(',').map((one) => {
    const [form, every] = one.split('/');
    return { form: form as Form, every: Number(every ?? 1) };
  });
}

const TODAY = '2026-01-15';

/** A store of one plan that is asked alone. */
export function storeOf(stack: PlanStack): PlanStore {
  return { plans: stack.plans, failed: [], choose: () => ok({ stack, binding: true }) };
}

/** A request as questions; none where it is refused. */
export function questionsOf(
  stack: PlanStack,
  body: unknown,
  id: string,
  forms: readonly Form[],
): Question[] {
  const parsed = parseRequest(storeOf(stack), body, TODAY);
  if (!parsed.ok) return [];
  const { parcel, proposal, date } = parsed.value;
  const base = { parcel, date };
  return forms.flatMap((form): Question[] => {
    const asked = proposalIn(form, proposal, parcel.rings);
    return asked === null ? [] : [{ ...base, id: `${id}/${form}`, proposal: asked }];
  });
}

function proposalIn(form: Form, proposal: Proposal, rings: Rings): Proposal | null {
  if (form === 'csv') return proposal;
  if (proposal.activities.length === 0) return null;
  if (form === 'use') return { ...proposal, buildings: [], existing: [] };
  const house = houseIn(rings);
  return house === null ? null : { ...proposal, buildings: [house], existing: [] };
}

const STEPS = 12;

/** A one-storey house of at most 8 m by 8 m, where the parcel has most room. */
function houseIn(rings: Rings): Proposal['buildings'][number] | null {
  const [minX, minY, maxX, maxY] = boxOf(rings.xy);
  let best = { x: 0, y: 0, room: 0 };
  for (let i = 1; i < STEPS; i++) {
    for (let j = 1; j < STEPS; j++) {
      const x = minX + ((maxX - minX) * i) / STEPS;
      const y = minY + ((maxY - minY) * j) / STEPS;
      if (!pointInRings(x, y, rings)) continue;
      const room = distanceToOutline(x, y, rings);
      if (room > best.room) best = { x, y, room };
    }
  }
  const half = Math.min(4, best.room / 3);
  if (half < 0.5) return null;
  const { x, y } = best;
  const xy = [x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half];
  const area = 4 * half * half;
  return {
    footprintM2: area,
    floors: 1,
    grossFloorAreaM2: area,
    heightM: 4,
    basementM2: 0,
    basementFloors: 0,
    greenM2: 10 * area,
    footprint: { xy: Float64Array.from(xy), ends: Uint32Array.of(4) },
  };
}

/** Rows of a CSV as questions of the plan of the stack, and how many rows were refused. */
export async function readQuestions(
  path: string,
  stack: PlanStack,
  asked: readonly Asked[],
): Promise<{ questions: Question[]; refused: number }> {
  const dialect = await sniffDialect(path);
  if (!dialect.ok) throw new Error(JSON.stringify(dialect.problems));
  const table = await openTable(path, dialect.value);
  if (!table.ok) throw new Error(JSON.stringify(table.problems));
  const { map, blocks } = table.value;
  const plan = stack.plans[0]!.manifest.id;
  const questions: Question[] = [];
  let refused = 0;
  let row = 0;
  for await (const block of blocks) {
    for (const one of rowsOf(block, dialect.value, map)) {
      const number = row++;
      const forms = asked.filter((a) => number % a.every === 0).map((a) => a.form);
      if (forms.length === 0) continue;
      const body = requestOf({ rows: [one] }, map, { plan });
      const id = one.cells[map.parcel.id] ?? `line ${one.line}`;
      const made = body.ok ? questionsOf(stack, body.value, id, forms) : [];
      if (made.length === 0) refused++;
      questions.push(...made);
    }
  }
  return { questions, refused };
}
