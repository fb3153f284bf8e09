import { Type } from 'typebox';
import { VERDICT } from '../assessment-schema.ts';
import { day, dayOrNull, list, moment, orNull, text, textOrNull } from './schema-words.ts';

export const NoteSchema = Type.Object({
  n: Type.Integer(),
  at: moment(),
  actor: text('an id, no name'),
  role: text(),
  text: text(),
});

export const AssignedSchema = Type.Object({
  id: text(),
  role: text(),
  assignedTo: textOrNull('id of the officer; null: nobody in particular'),
});

const JudgedSchema = Type.Object({
  assessment: text('id'),
  verdict: orNull(VERDICT),
  planHash: textOrNull(),
});

const SaidSchema = Type.Object({
  result: Type.Enum(['lulus', 'bersyarat', 'tidak', 'tidak_diketahui']),
  measured: orNull(Type.Number()),
  limit: orNull(Type.Number()),
  use: Type.Optional(orNull(text())),
  activity: Type.Optional(text()),
});

/** A file judged again, beside what it was judged by before. */
export const JudgedAgainSchema = Type.Object({
  id: text(),
  version: Type.Integer(),
  before: JudgedSchema,
  now: JudgedSchema,
  differences: Type.Object(
    {
      verdict: orNull(Type.Object({ was: orNull(VERDICT), now: orNull(VERDICT) })),
      findings: list(
        Type.Object({
          rule: text(),
          scope: text(),
          check: Type.Optional(text()),
          was: orNull(SaidSchema),
          now: orNull(SaidSchema),
        }),
      ),
    },
    { description: 'empty where only the version of the plan is another' },
  ),
});

const count = (description?: string) => Type.Integer(description ? { description } : {});

export const StatisticsSchema = Type.Object({
  from: dayOrNull('first day of submission'),
  to: dayOrNull('last day of submission'),
  by: Type.Enum(['kind', 'kelurahan']),
  today: day(),
  volumes: list(
    Type.Object({
      group: text('kind or kelurahan'),
      submitted: count(),
      open: count(
        'whose way has not ended: also issued ones, as long as their approval is in force or their PBG runs',
      ),
      approved: count('decided: all that was asked for, whatever became of it since'),
      partly: count('decided: the part that could be approved'),
      refused: count('decided: nothing of it'),
      withdrawn: count('by the applicant, or closed since not pursued (stages.csv)'),
      overdue: count('of open files: past their last day'),
    }),
  ),
  durations: list(
    Type.Object({
      kind: text(),
      stage: text(),
      stays: count(),
      medianDays: Type.Number({ description: 'calendar days' }),
      p90Days: Type.Number(),
    }),
  ),
});
