import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problem } from '../../base/problem.ts';
import {
  DURATION_COLUMNS,
  durations,
  type StatisticsQuery,
  VOLUME_COLUMNS,
  volumes,
} from '../../permit/applications/statistics.ts';
import { timeInWita } from '../../request/index.ts';
import { sendProblem } from '../problem-json.ts';
import { QueryReader } from '../query.ts';
import { jsonOf } from '../response-schema.ts';
import { StatisticsSchema } from './desk-schema.ts';
import type { PermitDoor } from './door.ts';
import { refusalsOf } from './schema-words.ts';

const day = (description: string) => Type.Optional(Type.String({ description }));
/** Both tables with their columns, as CSV has them. */
const TABLES = ['volumes', 'durations'] as const;
const COLUMNS = {
  volumes: VOLUME_COLUMNS,
  durations: DURATION_COLUMNS,
} satisfies Record<(typeof TABLES)[number], readonly string[]>;

const Query = Type.Object({
  from: day('first day of submission, YYYY-MM-DD'),
  to: day('last day of submission'),
  by: Type.Optional(Type.Enum(['kind', 'kelurahan'])),
  format: Type.Optional(Type.Enum(['json', 'csv'])),
  table: Type.Optional(
    Type.Enum(TABLES, { description: 'which of both as CSV; volumes if left out' }),
  ),
});

/** `GET /v1/statistics`: volumes by kind or kelurahan, and how long stages take. */
export function statisticsRoutes(app: FastifyInstance, door: PermitDoor): void {
  app.get(
    '/v1/statistics',
    {
      config: { action: 'statistics.read' },
      schema: {
        operationId: 'statistics',
        tags: ['applications'],
        summary: 'Volumes, outcomes, overdue files and durations per stage; as CSV with format=csv',
        querystring: Query,
        response: {
          200: jsonOf(StatisticsSchema, 'Figures'),
          ...refusalsOf(),
        },
      },
    },
    (request, reply) => get(door, request, reply),
  );
}

async function get(door: PermitDoor, request: FastifyRequest, reply: FastifyReply) {
  const query = new QueryReader(request.query, ['from', 'to', 'by', 'format', 'table']);
  const asked: StatisticsQuery = {
    from: query.day('from'),
    to: query.day('to'),
    by: query.oneOf('by', ['kind', 'kelurahan'] as const) ?? 'kind',
  };
  const format = query.oneOf('format', ['json', 'csv'] as const) ?? 'json';
  const table = query.oneOf('table', TABLES);
  const { from, to } = asked;
  const turned = from !== null && to !== null && to < from ? [turnedRound(from, to)] : [];
  const useless = table !== null && format === 'json' ? [onlyInCsv(table)] : [];
  const problems = [...query.problems, ...turned, ...useless];
  if (problems.length > 0) return sendProblem(reply, 400, problems);
  const db = await door.db();
  const today = timeInWita(door.now()).slice(0, 10);
  const counted = () => volumes(db, door.office.definition, asked, today);
  const stayed = () => durations(db, asked);
  if (format === 'json') {
    return reply.send({ ...asked, today, volumes: await counted(), durations: await stayed() });
  }
  const wanted = table ?? 'volumes';
  const rows: readonly object[] = await (wanted === 'volumes' ? counted() : stayed());
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${wanted}.csv"`)
    .send(csvOf(COLUMNS[wanted], rows));
}

/** Its columns stand there also when nothing was counted. */
function csvOf(columns: readonly string[], rows: readonly object[]): string {
  const lines = rows.map((row) => {
    const cells = row as Readonly<Record<string, unknown>>;
    return columns.map((name) => csvCell(cells[name])).join(',');
  });
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** A cell that no spreadsheet takes for a formula. */
function csvCell(value: unknown): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function turnedRound(from: string, to: string) {
  return problem(
    'query.type',
    '?to',
    `Parameter "to": tidak sebelum "from" (${from}).`,
    `Parameter "to": not before "from" (${from}).`,
    to,
  );
}

function onlyInCsv(table: string) {
  return problem(
    'query.type',
    '?table',
    'Parameter "table" hanya bersama format=csv; JSON memuat kedua tabel.',
    'Parameter "table" goes with format=csv only; JSON has both tables.',
    table,
  );
}
