import type { Kysely } from 'kysely';
import { fail, ok, type Result, type Text } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { type ChecklistLine, checklistOf } from '../checklist.ts';
import type { ClockState } from '../clock-model.ts';
import {
  fileClock,
  holdersOf,
  kindOf,
  type PermitEvent,
  type PermitFile,
  stageOf,
} from '../file.ts';
import { legalMoves } from '../legal-moves.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { readPerson } from '../people/persons.ts';
import { whyNotYet } from '../ready.ts';
import type { MoveRule } from '../stages.ts';
import { type ApplicationRow, type Loaded, loadApplication } from './application-row.ts';
import { type Forecast, forecastOf } from './forecast.ts';
import { groundOf, type Overlap, overlapsWith } from './ground.ts';
import type { Office } from './office.ts';
import { rolesOn, targetOf } from './on-file.ts';
import { type PaperView, papersTaken, paperViews } from './papers.ts';
import {
  impersonal,
  isErased,
  maskPersonal,
  mergeForm,
  personalIn,
  personOrNone,
  type Sections,
} from './person-view.ts';
import { namesOf, recordRead } from './personal-reads.ts';
import { noApplication } from './refusals.ts';

/** A move that the reader may make here, with what it needs. */
export interface MoveView {
  readonly move: string;
  readonly name: Text;
  readonly track: string | null;
  readonly roles: readonly string[];
  readonly needsReason: boolean;
  readonly brings: readonly string[];
  readonly needs: readonly string[];
  readonly checklist: readonly ChecklistLine[];
  /** Why it can't be made yet (tracks, clock); null: it can. */
  readonly notYet: Text | null;
  /** What may be entered with it. */
  readonly papers: readonly PaperView[];
}

/** A file as one reader may see it. */
export interface ApplicationView {
  readonly id: string;
  readonly version: number;
  readonly receipt: string | null;
  readonly kind: string;
  readonly stage: { readonly id: string; readonly name: Text };
  readonly tracks: Readonly<Record<string, string>>;
  readonly outcome: string | null;
  readonly holders: readonly string[];
  readonly form: Readonly<Record<string, unknown>>;
  /** False where personal answers are masked. */
  readonly personal: boolean;
  readonly request: unknown;
  readonly facts: Readonly<Record<string, boolean>>;
  readonly assessment: {
    readonly id: string;
    readonly verdict: string | null;
    readonly planHash: string | null;
  } | null;
  readonly submissions: readonly object[];
  readonly documents: readonly object[];
  readonly papers: readonly object[];
  readonly events: readonly PermitEvent[];
  readonly clock: ClockState;
  readonly moves: readonly MoveView[];
  /** When it will probably go on, from how long others stayed there; null where too few did. */
  readonly forecast: Forecast | null;
  /** Other files on the same ground. */
  readonly overlaps: readonly Overlap[];
  readonly createdAt: string;
  readonly changedAt: string;
  readonly submittedAt: string | null;
}

/**
 * A file as a reader may see it; that others than its person read personal answers in the clear is
 * recorded. Problem: `application.unknown`, also where it is not this reader's to see.
 */
export async function readApplication(
  office: Office,
  actor: Actor,
  id: string,
  now: string,
): Promise<Result<ApplicationView>> {
  const db = await office.db();
  const loaded = await loadApplication(db, office.definition, id);
  if (!loaded) return fail(noApplication());
  const target = targetOf(loaded.row);
  if (!may(office.access, actor, 'application.read', target).ok) return fail(noApplication());
  const clear = may(office.access, actor, 'application.personal', target).ok;
  const read = await readPerson(db, office.vault, loaded.row.person_id);
  const person = personOrNone(read);
  if (!person.ok) return person;
  const plain = JSON.parse(loaded.row.form) as Sections;
  const told = personalIn(office.form, plain, person.value);
  const personal = clear ? told : maskPersonal(office.form, told);
  const form = mergeForm(impersonal(office.form, plain), personal);
  const fields = clear ? namesOf(told) : [];
  if (fields.length > 0) {
    const what = { what: 'form', fields } as const;
    await recordRead(office, { actor, now }, loaded.row, 'application.personal', what);
  }
  const staff = may(office.access, actor, 'note.read', target).ok;
  return ok(
    await viewOf(office, db, actor, loaded, { form, clear, staff, erased: isErased(read) }, now),
  );
}

interface Seen {
  /** Personal answers as this reader may see them. */
  readonly form: Sections;
  readonly clear: boolean;
  /** Whose it is was erased. */
  readonly erased: boolean;
  /** Sees which other files are on the same ground. */
  readonly staff: boolean;
}

async function viewOf(
  office: Office,
  db: Kysely<Schema>,
  actor: Actor,
  { row, file }: Loaded,
  { form, clear, staff, erased }: Seen,
  now: string,
): Promise<ApplicationView> {
  const kind = kindOf(office.definition, file);
  const stage = stageOf(kind, file);
  return {
    id: row.id,
    version: row.version,
    receipt: row.receipt,
    kind: row.kind,
    stage: { id: stage.id, name: stage.name },
    tracks: file.tracks,
    outcome: file.outcome,
    holders: holdersOf(kind, file),
    form,
    personal: clear,
    request: JSON.parse(row.request) as unknown,
    facts: file.facts,
    assessment: row.assessment_id === null ? null : assessmentOf(row),
    ...(await listsOf(db, row.id)),
    events: file.events,
    clock: fileClock(office.definition, file, now),
    moves: movesFor(office, actor, { row, file }, erased, now),
    forecast: forecastOf(await office.past(), row.kind, file),
    overlaps: staff ? await overlapsOf(db, row.id) : [],
    createdAt: row.created_at,
    changedAt: row.changed_at,
    submittedAt: row.submitted_at,
  };
}

function assessmentOf({ assessment_id, verdict, plan_hash }: ApplicationRow) {
  return { id: assessment_id!, verdict, planHash: plan_hash };
}

/** Effects that read who applies: of an erased person they would always fail. */
const READ_THE_PERSON = ['submit', 'register'];

function movesFor(
  office: Office,
  actor: Actor,
  { row, file }: Loaded,
  erased: boolean,
  now: string,
): MoveView[] {
  const kind = kindOf(office.definition, file);
  const roles = rolesOn(office.access, actor, row);
  const fails = ({ id }: MoveRule) =>
    erased && READ_THE_PERSON.includes(office.effects.get(id) ?? '');
  return legalMoves(office.definition, file)
    .filter((m) => m.roles.some((r) => roles.includes(r)) && !fails(m))
    .map((rule) => {
      const role = rule.roles.find((r) => roles.includes(r))!;
      const { id, name, track, roles: who, needsReason, brings, needs } = rule;
      return {
        ...{ move: id, name, track, roles: who, needsReason, brings, needs },
        checklist: checklistOf(kind, file, id),
        notYet: notYet(office, file, rule, role, now),
        papers: paperViews(office, papersTaken(office, kind, rule, role)),
      };
    });
}

/** Why a move has to wait, as one text. */
function notYet(
  { definition }: Office,
  file: PermitFile,
  rule: MoveRule,
  role: string,
  now: string,
): Text | null {
  const why = whyNotYet({ definition, file, rule, role, now }).map((p) => p.message);
  if (why.length === 0) return null;
  return { id: why.map((t) => t.id).join(' '), en: why.map((t) => t.en).join(' ') };
}

async function overlapsOf(db: Kysely<Schema>, id: string): Promise<Overlap[]> {
  const ground = (await groundOf(db, id, 'approved')) ?? (await groundOf(db, id, 'asked'));
  return ground ? overlapsWith(db, id, ground) : [];
}

async function listsOf(db: Kysely<Schema>, id: string) {
  const submissions = await db
    .selectFrom('submissions')
    .select([
      'n',
      'at',
      'move',
      'assessment_id as assessment',
      'verdict',
      'plan_hash as planHash',
      'engine',
      'because',
    ])
    .where('application_id', '=', id)
    .orderBy('n')
    .execute();
  const documents = await db
    .selectFrom('application_documents')
    .select(['id', 'kind', 'sha256', 'size', 'media_type as mediaType', 'at', 'role'])
    .where('application_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const papers = await db
    .selectFrom('application_papers')
    .select(['n', 'kind', 'at', 'role', 'body'])
    .where('application_id', '=', id)
    .orderBy('n')
    .execute();
  return {
    submissions,
    documents: documents.map((d) => ({ ...d, size: Number(d.size) })),
    papers: papers.map((p) => ({ ...p, body: JSON.parse(p.body) as unknown })),
  };
}
