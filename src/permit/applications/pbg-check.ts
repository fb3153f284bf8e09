import type { Kysely } from 'kysely';
import { fail, ok, type Problem, problem, type Result, type Text } from '../../base/problem.ts';
import { numberReads } from '../../database/approval-key.ts';
import type { Schema } from '../../database/schema.ts';
import type { Actor } from '../people/actor.ts';
import { over, whyOver } from './approval-standing.ts';
import type { ApprovalTerms } from './approvals.ts';
import type { Office } from './office.ts';
import { readable } from './on-file.ts';

/** A building that is planned, by its figures: m², m, counts. What is left out is not compared. */
export interface PlannedBuilding {
  readonly footprintM2?: number;
  readonly grossFloorAreaM2?: number;
  readonly basementM2?: number;
  readonly greenM2?: number;
  readonly heightM?: number;
  readonly floors?: number;
  /**
   * Least distance on the site plan, m: of the front to any road, from where the line is measured (the edge of
   * its right of way, or its axis); of the sides and the rear to any of their edges.
   */
  readonly gsbM?: number;
  readonly jbsM?: number;
  readonly jbbM?: number;
}

export interface PbgFinding {
  readonly rule: string;
  readonly result: 'lulus' | 'tidak' | 'tidak_diketahui';
  readonly measured: number | null;
  readonly limit: number | null;
  /** JSON pointer of the figure that is missing. */
  readonly missingField?: string;
  readonly message: Text;
}

export interface PbgCheck {
  readonly approval: {
    readonly number: string;
    readonly status: string;
    readonly validTo: string | null;
  };
  /** `sesuai` only where everything was compared and kept. */
  readonly result: 'sesuai' | 'tidak_sesuai' | 'perlu_telaah';
  readonly findings: readonly PbgFinding[];
}

/** The same slack as an assessment's limits: areas 0.01 m², lengths 1 mm, ratios 1e-6. */
const SLACK = { ratio: 1e-6, m: 0.001, floors: 0 } as const;

interface Compared {
  readonly rule: string;
  readonly label: Text;
  readonly limit: (terms: ApprovalTerms) => number | null;
  readonly field: keyof PlannedBuilding;
  readonly unit: keyof typeof SLACK;
  readonly atLeast?: boolean;
}

/** What of a PKKPR a PBG has to keep (PP 16/2021). */
const COMPARED: readonly Compared[] = [
  {
    rule: 'kdb',
    label: { id: 'KDB', en: 'KDB' },
    limit: (t) => t.limits.kdbMax,
    field: 'footprintM2',
    unit: 'ratio',
  },
  {
    rule: 'klb',
    label: { id: 'KLB', en: 'KLB' },
    limit: (t) => t.limits.klbMax,
    field: 'grossFloorAreaM2',
    unit: 'ratio',
  },
  {
    rule: 'ktb',
    label: { id: 'KTB', en: 'KTB' },
    limit: (t) => t.limits.ktbMax,
    field: 'basementM2',
    unit: 'ratio',
  },
  {
    rule: 'kdh',
    label: { id: 'KDH', en: 'KDH' },
    limit: (t) => t.limits.kdhMin,
    field: 'greenM2',
    unit: 'ratio',
    atLeast: true,
  },
  {
    rule: 'height',
    label: { id: 'Tinggi', en: 'Height' },
    limit: (t) => t.limits.heightMaxM,
    field: 'heightM',
    unit: 'm',
  },
  {
    rule: 'floors',
    label: { id: 'Jumlah lantai', en: 'Floors' },
    limit: (t) => t.limits.floorsMax,
    field: 'floors',
    unit: 'floors',
  },
];

/** The approval of a file with its terms; null where none was issued. */
export async function approvalOf(db: Kysely<Schema>, id: string) {
  const row = await db
    .selectFrom('approvals')
    .selectAll()
    .where('application_id', '=', id)
    .orderBy('issued_on', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, terms: JSON.parse(row.terms) as ApprovalTerms } : null;
}

/** The approval of a number, without regard to case and spaces, with its terms; null where the ledger has none. */
export async function approvalNumbered(
  db: Kysely<Schema>,
  number: string,
): Promise<Approval | null> {
  const row = await db
    .selectFrom('approvals')
    .selectAll()
    .where(numberReads('number', number))
    // Of numbers that were issued before they were compared so: the one that was meant.
    .orderBy((e) => e('number', '=', number), 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, terms: JSON.parse(row.terms) as ApprovalTerms } : null;
}

export type Approval = NonNullable<Awaited<ReturnType<typeof approvalOf>>>;

/**
 * The approval that a building has to keep: that of the file itself, or the one that the form of a PBG of
 * its own names, where the actor may read that one: whoever names the number of another's learns no more than of
 * one that is not there. Problems: `approval.unknown` (nothing was issued, and none is named), `pbg.approval` (the
 * form names one that is not in the ledger).
 */
export async function approvalToKeep(
  office: Pick<Office, 'access' | 'db'>,
  actor: Actor,
  id: string,
): Promise<Result<Approval>> {
  const db = await office.db();
  const own = await approvalOf(db, id);
  if (own) return ok(own);
  const row = await db
    .selectFrom('applications')
    .select('form')
    .where('id', '=', id)
    .executeTakeFirst();
  const form = JSON.parse(row?.form ?? '{}') as { readonly pbg?: { readonly approval?: string } };
  const number = form.pbg?.approval;
  if (number === undefined) return fail(notIssued());
  const named = await approvalNumbered(db, number);
  const theirs = named && (await readable(office, actor, named.application_id, 'approval.read'));
  return named && theirs?.ok ? ok(named) : fail(notInLedger(number));
}

/** Of a file without an issued PKKPR. */
export function notIssued(): Problem {
  return problem(
    'approval.unknown',
    '',
    'Untuk berkas ini belum terbit PKKPR.',
    'No PKKPR was issued for this file.',
  );
}

function notInLedger(number: string): Problem {
  return problem(
    'pbg.approval',
    '/form/pbg/approval',
    'Nomor PKKPR ini tidak tercatat di sini; betulkan nomornya, atau periksa terhadap dokumen aslinya.',
    'This number of a PKKPR is not in the ledger here; correct it, or check against the paper itself.',
    number,
  );
}

/**
 * Compares a planned building with an issued PKKPR, finding by finding. A limit that the PKKPR does not
 * state is unknown, and so is one whose figure is missing; an approval that is no longer in force, on
 * `today`, is refused as a whole. Problem: `approval.over`.
 */
export function checkPbg(
  approval: Approval,
  building: PlannedBuilding,
  today: string,
): Result<PbgCheck> {
  const { number, status, valid_to: validTo, terms } = approval;
  const why = whyOver(approval, today);
  if (why) return fail(over(number, why));
  const findings = [
    ...COMPARED.map((compared) => compare(compared, terms, building)),
    ...linesToKeep(terms).map((line, _, all) => compareLine(line, all, building)),
    ...conditionsToCheck(terms),
  ];
  const has = (result: PbgFinding['result']) => findings.some((f) => f.result === result);
  const open = has('tidak_diketahui') ? 'perlu_telaah' : 'sesuai';
  const result = has('tidak') ? 'tidak_sesuai' : open;
  return ok({ approval: { number, status, validTo }, result, findings });
}

function compare(
  { rule, label, limit: limitOf, field, unit, atLeast }: Compared,
  terms: ApprovalTerms,
  building: PlannedBuilding,
): PbgFinding {
  const limit = limitOf(terms);
  const given = building[field];
  if (given === undefined) {
    const id = `${label.id}: "${field}" tidak diberikan.`;
    const message = { id, en: `${label.en}: "${field}" is not given.` };
    const missingField = `/building/${field}`;
    return { rule, result: 'tidak_diketahui', measured: null, limit, missingField, message };
  }
  // Which of the two areas a ratio rests on is the plan's to say; where they disagree, it is unknown.
  const { areaM2, groundAreaM2 } = terms;
  const all = unit === 'ratio' ? [given / areaM2, given / groundAreaM2] : [given];
  const measured = all.at(-1)!;
  if (limit === null) {
    const id = `${label.id}: PKKPR tidak memuat batasnya.`;
    const message = { id, en: `${label.en}: the PKKPR states no limit.` };
    return { rule, result: 'tidak_diketahui', measured, limit, message };
  }
  const fits = (value: number) =>
    atLeast ? value >= limit - SLACK[unit] : value <= limit + SLACK[unit];
  const kept = all.every(fits);
  if (!kept && all.some(fits)) {
    const id = `${label.id}: tepat di batas; luas peta dan luas tanah memberi jawaban berbeda.`;
    const en = `${label.en}: right at the limit; map area and ground area give different answers.`;
    return { rule, result: 'tidak_diketahui', measured, limit, message: { id, en } };
  }
  const [low, high] = atLeast ? ['paling sedikit', 'at least'] : ['paling banyak', 'at most'];
  const [m, l] = [shown(measured, unit), shown(limit, unit)];
  const message = {
    id: `${label.id} ${m.id}, ${low} ${l.id}: ${kept ? 'sesuai' : 'tidak sesuai'}.`,
    en: `${label.en} ${m.en}, ${high} ${l.en}: ${kept ? 'kept' : 'not kept'}.`,
  };
  return { rule, result: kept ? 'lulus' : 'tidak', measured, limit, message };
}

type Line = ApprovalTerms['lines'][number];

const LINES = ['gsb', 'jbs', 'jbb'] as const;

/** The lines of the terms; a PKKPR that was asked for without a building has none, and nobody has looked for them. */
function linesToKeep({ lines }: ApprovalTerms): readonly Line[] {
  const missing = LINES.filter((rule) => lines.every((line) => line.rule !== rule));
  return [...lines, ...missing.map((rule) => ({ rule, limit: null }))];
}

/**
 * A building line. One figure stands for all edges of its kind: where it keeps one line and not another, or
 * another is not known, it may be measured at either, and who looks at the site plan has to say.
 */
function compareLine({ rule, limit }: Line, all: readonly Line[], building: PlannedBuilding) {
  const name = rule.toUpperCase();
  const field = `${rule}M` as keyof PlannedBuilding;
  const measured = building[field] ?? null;
  const finding = { rule, measured, limit };
  if (limit === null) {
    const id = `${name}: PKKPR tidak menetapkan jaraknya; periksa pada rencana tapak.`;
    return open(finding, { id, en: `${name}: the PKKPR sets none; check it on the site plan.` });
  }
  const least = shown(limit, 'm');
  if (measured === null) {
    const id = `${name} paling sedikit ${least.id}: "${field}" tidak diberikan; periksa pada rencana tapak.`;
    const en = `${name} at least ${least.en}: "${field}" is not given; check it on the site plan.`;
    return { ...open(finding, { id, en }), missingField: `/building/${field}` };
  }
  const keeps = (line: number | null) => line === null || measured >= line - SLACK.m;
  const m = shown(measured, 'm');
  if (!keeps(limit) && all.some((line) => line.rule === rule && keeps(line.limit))) {
    const id = `${name} ${m.id}, paling sedikit ${least.id} pada salah satu sisi: periksa pada rencana tapak.`;
    const en = `${name} ${m.en}, at least ${least.en} on one of the sides: check it on the site plan.`;
    return open(finding, { id, en });
  }
  const kept = keeps(limit);
  const message = {
    id: `${name} ${m.id}, paling sedikit ${least.id}: ${kept ? 'sesuai' : 'tidak sesuai'}.`,
    en: `${name} ${m.en}, at least ${least.en}: ${kept ? 'kept' : 'not kept'}.`,
  };
  return { ...finding, result: kept ? 'lulus' : 'tidak', message } satisfies PbgFinding;
}

/** Conditions are words: somebody has to look. */
function conditionsToCheck({ conditions: { length: n } }: ApprovalTerms): PbgFinding[] {
  if (n === 0) return [];
  const id = `${n} ketentuan PKKPR: periksa pemenuhannya.`;
  const en = `${n} conditions of the PKKPR: check that they are kept.`;
  return [open({ rule: 'conditions', measured: null, limit: null }, { id, en })];
}

function open(about: Pick<PbgFinding, 'rule' | 'measured' | 'limit'>, message: Text): PbgFinding {
  return { ...about, result: 'tidak_diketahui', message };
}

function shown(value: number, unit: Compared['unit']): Text {
  const en = `${Math.round(value * 1000) / 1000}${unit === 'm' ? ' m' : ''}`;
  return { id: en.replace('.', ','), en };
}
