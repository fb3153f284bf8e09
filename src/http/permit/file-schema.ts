import { type TSchema, Type } from 'typebox';
import { VERDICT } from '../assessment-schema.ts';
import {
  day,
  dayOrNull,
  free,
  list,
  moment,
  named,
  orNull,
  text,
  textOrNull,
  texts,
  warning,
} from './schema-words.ts';

const verdict = orNull(VERDICT);
const stage = Type.Object({ id: text(), name: named });
const outcome = textOrNull('of outcomes.csv; null: nothing is decided');
const planHash = textOrNull('sha256:…, of the version that decided');
const countOrNull = orNull(Type.Integer());

/** The last day in time, or why nobody can tell it. */
const DueSchema = Type.Union(
  [
    Type.Object({
      known: Type.Literal(true),
      day: day(),
      doubts: list(Type.Enum(['limit', 'calendar', 'counting']), 'what nobody has confirmed'),
    }),
    Type.Object({
      known: Type.Literal(false),
      why: Type.Enum(['waiting', 'stopped', 'calendar', 'no_limit']),
      notBefore: dayOrNull('the earliest day that it can be'),
      message: named,
    }),
  ],
  { $id: 'Due', description: 'The last day in time, or why it is not known.' },
);

const AlarmSchema = Type.Object({
  code: Type.Enum(['overdue', 'perhaps_overdue', 'last_day', 'due_soon', 'later_than_whole']),
  message: named,
  proposes: textOrNull('the move that the exceeded limit stands for'),
  automatic: Type.Boolean({ description: 'the system makes it by itself' }),
});

const CLOCK_STATUS = Type.Enum(['waiting', 'running', 'stopped', 'done', 'overdue']);
const CLOCK = {
  part: text('of sla.csv'),
  name: named,
  status: CLOCK_STATUS,
  daysUsed: orNull(Type.Integer({ description: 'up to and with today' })),
  daysLeft: countOrNull,
  due: Type.Ref('Due'),
  legalBasis: text(),
};

const PartClockSchema = Type.Object(
  {
    ...CLOCK,
    started: dayOrNull(),
    ended: dayOrNull(),
    limit: orNull(
      Type.Object({ days: Type.Integer(), unit: Type.Enum(['working', 'calendar', 'year']) }),
    ),
    daysLate: orNull(Type.Integer({ description: '0 while in time' })),
    late: orNull(Type.Boolean()),
    holders: texts('roles that have it now'),
    alarm: orNull(AlarmSchema),
    parallelIn: textOrNull('the part inside of whose time it runs'),
  },
  { $id: 'PartClock', description: 'A time limit as it stands; days as in its unit.' },
);

const MoveViewSchema = Type.Object({
  move: text('give it to POST …/moves'),
  name: named,
  track: textOrNull(),
  roles: texts(),
  needsReason: Type.Boolean(),
  brings: texts('documents that have to come with it'),
  needs: texts('documents that have to be there'),
  checklist: list(
    Type.Object({
      document: text(),
      needed: orNull(Type.Boolean({ description: 'null: its fact is not answered yet' })),
      fact: textOrNull('null: always needed'),
      there: Type.Boolean(),
      legalBasis: text(),
      sure: Type.Boolean({ description: 'false: an assumption' }),
    }),
  ),
  notYet: orNull(named),
  papers: list(
    Type.Object({
      paper: text('a kind of document: enter it as papers.KIND'),
      name: named,
      brought: Type.Boolean({ description: 'true: it has to come with this very move' }),
      fields: list(
        Type.Object({
          name: text(),
          label: named,
          type: text('text, number, whole, choice, date'),
          needed: Type.Boolean(),
          choices: texts('of the type choice'),
        }),
      ),
    }),
    'what may be entered with it',
  ),
});

const EventSchema = Type.Object({
  at: moment(),
  event: text('id of the move'),
  role: text(),
  actor: text('an id, no name'),
  track: textOrNull('null: the main way'),
  from: text(),
  to: text(),
  reason: textOrNull(),
  documents: texts('kinds that came with it'),
});

const SubmissionSchema = Type.Object({
  n: Type.Integer(),
  at: moment(),
  move: text(),
  assessment: text('id'),
  verdict,
  planHash,
  engine: text(),
  because: textOrNull('why it was judged again; null: the applicant submitted'),
});

/** What a document of a file is known by. */
export const DOCUMENT = {
  id: text(),
  kind: text('of documents.csv'),
  sha256: text(),
  size: Type.Integer({ description: 'bytes' }),
  mediaType: text(),
};

const PaperSchema = Type.Object({
  n: Type.Integer(),
  kind: text(),
  at: moment(),
  role: text(),
  body: free('fields of papers.csv'),
});

const OverlapSchema = Type.Object({
  applicationId: text(),
  receipt: textOrNull(),
  stage: text(),
  what: Type.Enum(['asked', 'approved']),
  areaM2: Type.Number(),
  share: Type.Number({ description: 'of the ground that was asked about' }),
});

const ForecastSchema = Type.Object({
  stays: Type.Integer({ description: 'of others, that it rests on' }),
  medianOn: day(),
  p90On: day(),
});

const ApplicationSchema = Type.Object(
  {
    id: text(),
    version: Type.Integer({ description: 'also the ETag' }),
    receipt: textOrNull('null: not submitted yet'),
    kind: text(),
    stage,
    tracks: free('where each track stands', Type.String()),
    outcome,
    holders: texts('roles that have it now'),
    form: free('sections of form.csv; what is personal is masked for those who need not know it'),
    personal: Type.Boolean({ description: 'false: personal answers are masked' }),
    request: free('parcel, activity and building, as POST /v1/assessments takes them'),
    facts: free('facts that decide about documents', Type.Boolean()),
    assessment: orNull(Type.Object({ id: text(), verdict, planHash })),
    submissions: list(SubmissionSchema),
    documents: list(Type.Object({ ...DOCUMENT, at: moment(), role: text() })),
    papers: list(PaperSchema),
    events: list(EventSchema, 'moves that were made, in their order'),
    clock: Type.Object({ day: day(), parts: list(Type.Ref('PartClock')) }),
    moves: list(MoveViewSchema, 'that you may make from here; notYet says what still holds one up'),
    forecast: orNull(ForecastSchema),
    overlaps: list(OverlapSchema, 'other files on the same ground; for offices'),
    createdAt: moment(),
    changedAt: moment(),
    submittedAt: orNull(moment()),
  },
  { $id: 'Application', description: 'A file as you may see it.' },
);

const TrackedMove = { move: text(), name: named };

const TrackSchema = Type.Object(
  {
    receipt: text(),
    kind: Type.Object({ id: text(), name: named }),
    stage,
    submittedOn: day(),
    outcome,
    ended: Type.Boolean(),
    holders: list(Type.Object({ role: text(), name: named }), 'who has it now'),
    done: list(Type.Object({ on: day(), ...TrackedMove, stage: named })),
    clocks: list(Type.Object(CLOCK), 'time limits that run or ran'),
    todo: list(Type.Object(TrackedMove), 'what the applicant has to do now'),
  },
  { $id: 'Track', description: 'How far a file has come, for whoever holds its receipt.' },
);

/** After a change: what to send as If-Match next time. */
export const SavedSchema = Type.Object({
  id: text(),
  version: Type.Integer(),
  warnings: list(
    warning,
    'what no submission could take of the request that was sent; the draft is kept all the same',
  ),
});
export const MovedSchema = Type.Object({ id: text(), version: Type.Integer(), stage: text() });

const LISTED = {
  id: text(),
  receipt: textOrNull(),
  kind: text(),
  stage: text(),
  verdict,
  kelurahan: textOrNull(),
};

export const OwnItemSchema = Type.Object({ ...LISTED, outcome, changedAt: moment() });

export const WorkItemSchema = Type.Object({
  ...LISTED,
  role: text('that has it'),
  areaM2: orNull(Type.Number()),
  since: moment(),
  dueOn: dayOrNull('the last day in time; null: none is known'),
  assignedTo: textOrNull('id of an officer'),
  submittedAt: orNull(moment()),
});

export const TouchedSchema = Type.Object({
  ...LISTED,
  outcome,
  planHash: text('sha256:…, of the version that it rests on'),
});

/** Schemas that others refer to by name. */
export const FILE_SCHEMAS: readonly TSchema[] = [
  DueSchema,
  PartClockSchema,
  ApplicationSchema,
  TrackSchema,
];
