import { fail, ok, type Problem, problem, type Result, type Text } from '../../base/problem.ts';
import type { Actor } from './actor.ts';

/** A draft is its applicant's; what was submitted once stays open to the offices, wherever it goes. */
const WHOSE = ['own', 'any', 'submitted'] as const;
type Whose = (typeof WHOSE)[number];

/** One row of data/permit/access.csv: a role may do an action, on whose files and at which stages. */
export interface AccessRow {
  readonly action: string;
  readonly role: string;
  /** `own`: files that the actor made; `any`: all; `submitted`: all that have a receipt. */
  readonly whose: Whose;
  /** Null: at every stage, and where there is no file. */
  readonly stages: readonly string[] | null;
  /** `stages` are those where it is not allowed. */
  readonly except: boolean;
  /** Of the role `sistem`: what the key must be for; `*` any, `-` no key: the program itself. */
  readonly scope: string | null;
  /** Of the role `sistem`: the role in which it acts; null: as itself. */
  readonly actsAs: string | null;
}

/** The file that is acted on. */
export interface AccessTarget {
  readonly ownerId: string;
  readonly stage: string;
  /** Whether it has a receipt, and so was submitted once. */
  readonly submitted: boolean;
}

export interface AccessTable {
  readonly rows: readonly AccessRow[];
  readonly actions: ReadonlySet<string>;
  readonly scopes: readonly string[];
  /** Names of the stages, for refusals. */
  readonly stageNames: ReadonlyMap<string, Text>;
}

/**
 * Reads the table of who may do what. Problems name row and column: an unknown role, an unknown stage,
 * `whose` other than own, any or submitted, a role `sistem` without a scope, another that acts as somebody else.
 */
export function readAccess(
  rows: readonly Readonly<Record<string, string>>[],
  known: {
    readonly roles: readonly string[];
    readonly stages: readonly string[];
    readonly stageNames?: ReadonlyMap<string, Text>;
  },
): Result<AccessTable> {
  const problems: Problem[] = [];
  const read = rows.map((row, i) => readRow(row, i + 2, known, problems));
  if (problems.length > 0) return fail(...problems);
  const scopes = new Set(
    read.flatMap((row) => row.scope ?? []).filter((s) => s !== '*' && s !== CLOCK),
  );
  return ok({
    rows: read,
    actions: new Set(read.map((row) => row.action)),
    scopes: [...scopes].sort(),
    stageNames: known.stageNames ?? new Map(),
  });
}

function readRow(
  row: Readonly<Record<string, string>>,
  line: number,
  known: { readonly roles: readonly string[]; readonly stages: readonly string[] },
  problems: Problem[],
): AccessRow {
  const cell = (column: string) => (row[column] ?? '').trim();
  const wrong = (column: string, id: string, en: string) =>
    problems.push(
      problem(
        `access.${column}`,
        `access.csv line ${line}, column ${column}`,
        id,
        en,
        cell(column),
      ),
    );
  const except = cell('stages').startsWith('!');
  const list = cell('stages').replace(/^!/, '').split('|').filter(Boolean);
  const stages = cell('stages') === '*' ? null : list;
  const strange = (stages ?? []).filter((stage) => !known.stages.includes(stage));
  if (cell('action') === '') wrong('action', 'Tindakan wajib diisi.', 'An action is needed.');
  if (!known.roles.includes(cell('role')))
    wrong(
      'role',
      `Peran tidak dikenal; ada ${known.roles.join(', ')}.`,
      `Unknown role; there are ${known.roles.join(', ')}.`,
    );
  if (stages?.length === 0 || strange.length > 0)
    wrong(
      'stages',
      `Tahap tidak dikenal; ada * (semua), ! di depan (selain), ${known.stages.join(', ')}.`,
      `Unknown stage; there are * (all), ! before (but for), ${known.stages.join(', ')}.`,
    );
  const whose = WHOSE.find((w) => w === cell('whose'));
  if (whose === undefined)
    wrong('whose', 'Isi own, any, atau submitted.', 'It is own, any or submitted.');
  if ((cell('role') === 'sistem') !== (cell('scope') !== ''))
    wrong(
      'scope',
      'Peran sistem, dan hanya itu, memerlukan lingkup.',
      'The role sistem, and only it, needs a scope.',
    );
  const as = cell('acts_as');
  if (as !== '' && (cell('role') !== 'sistem' || !known.roles.includes(as)))
    wrong(
      'acts_as',
      `Hanya sistem bertindak sebagai peran lain; ada ${known.roles.join(', ')}.`,
      `Only sistem acts in another role; there are ${known.roles.join(', ')}.`,
    );
  return {
    action: cell('action'),
    role: cell('role'),
    whose: whose ?? 'own',
    stages,
    except,
    scope: cell('scope') || null,
    actsAs: as || null,
  };
}

/**
 * The one place where least privilege is decided: whether an actor may do an action, on a file where
 * there is one. What no row allows is refused. Problems: `access.login` (nobody is logged in, and
 * somebody who is might), `access.denied` (with the roles that may).
 */
export function may(
  table: AccessTable,
  actor: Actor,
  action: string,
  target: AccessTarget | null,
): Result<void> {
  const rows = table.rows.filter((row) => row.action === action);
  if (rows.some((row) => allows(row, actor, target))) return ok(undefined);
  if (actor.kind === 'public') return fail(loginNeeded());
  if (target !== null && isOwnFile(actor, target) && rows.some((row) => onAnybodys(row, actor))) {
    return fail(ownFile());
  }
  return fail(denied(action, rows, lacking(table, rows, actor, target)));
}

function allows(row: AccessRow, actor: Actor, target: AccessTarget | null): boolean {
  if (!actor.roles.includes(row.role)) return false;
  // Rows with a scope are for keys, and for the machine itself; whatever roles somebody was given.
  if (row.scope !== null && actor.kind === 'user') return false;
  // What the clock alone may do no key may, whatever its scopes.
  if (row.scope === CLOCK && actor.kind !== 'machine') return false;
  // `*`: any key will do.
  const scoped = row.scope !== null && row.scope !== '*' && actor.kind === 'system';
  if (scoped && !actor.scopes.includes(row.scope!)) return false;
  // Before the file is known: whether it could be allowed on some file.
  if (target === null) return true;
  if (row.stages !== null && row.stages.includes(target.stage) === row.except) return false;
  if (row.whose === 'own') return target.ownerId === actor.id;
  return !isOwnFile(actor, target) && (row.whose === 'any' || target.submitted);
}

/**
 * A person's own file: there they are its applicant and nothing else, whatever offices they hold (conflict
 * of interest, UU 30/2014 Ps 42-43).
 */
export function isOwnFile(actor: Actor, { ownerId }: Pick<AccessTarget, 'ownerId'>): boolean {
  return actor.kind === 'user' && ownerId === actor.id;
}

/**
 * Roles in which a system moves files that it made (or does something else to them), as the scopes of its
 * key say: that of the applicant for whom it submits, or its own.
 */
export function rolesOfSystem(
  { rows }: AccessTable,
  { scopes }: Actor,
  action = 'application.move',
): string[] {
  const own = rows.filter((r) => r.action === action && r.role === SYSTEM);
  const held = own.filter((r) => scopes.includes(r.scope!));
  return [...new Set(held.map((r) => r.actsAs ?? r.role))];
}

/** The scope of what the program does by itself. */
const CLOCK = '-';

/** The role of every key; what it may do stands in its scopes. */
const SYSTEM = 'sistem';

/** Whether they may do it as an office, on files of others. */
function onAnybodys(row: AccessRow, actor: Actor): boolean {
  return row.whose !== 'own' && row.scope === null && actor.roles.includes(row.role);
}

function ownFile(): Problem {
  return problem(
    'access.own_file',
    '',
    'Ini berkas Anda sendiri; pejabat lain yang mengerjakannya (benturan kepentingan, UU 30/2014 Ps 42-43).',
    'This file is your own; another official has to do this (conflict of interest, UU 30/2014 Ps 42-43).',
  );
}

function loginNeeded(): Problem {
  return problem(
    'access.login',
    '',
    'Masuk dahulu, atau kirim kunci API sebagai "Authorization: Bearer sp_…".',
    'Log in first, or send an API key as "Authorization: Bearer sp_…".',
  );
}

/** Why it is refused, where it is not the role: the stage of the file, or what the key is for. */
function lacking(
  { stageNames }: AccessTable,
  rows: readonly AccessRow[],
  actor: Actor,
  target: AccessTarget | null,
): Text | null {
  const inTime = rows.find((row) => allows({ ...row, stages: null }, actor, target));
  if (target !== null && inTime?.stages) {
    const names = (language: 'id' | 'en') =>
      inTime.stages!.map((id) => stageNames.get(id)?.[language] ?? id).join(', ');
    const but = inTime.except ? { id: 'selain ', en: 'other than ' } : { id: '', en: '' };
    return {
      id: `hanya dapat pada tahap ${but.id}${names('id')}`,
      en: `is possible only at the stages ${but.en}${names('en')}`,
    };
  }
  const scopes = rows.flatMap(({ role, scope }) =>
    role === SYSTEM && scope !== null && scope !== '*' && scope !== CLOCK ? [scope] : [],
  );
  if (actor.kind !== 'system' || scopes.length === 0) return null;
  if (scopes.some((scope) => actor.scopes.includes(scope))) return null;
  const list = [...new Set(scopes)].join(', ');
  return {
    id: `memerlukan kunci dengan lingkup ${list}`,
    en: `needs a key with the scope ${list}`,
  };
}

function denied(action: string, rows: readonly AccessRow[], why: Text | null): Problem {
  const list = [...new Set(rows.map((row) => row.role))].join(', ') || '-';
  const { id, en } = why ?? {
    id: `tidak diizinkan bagi Anda di sini; yang boleh: ${list}`,
    en: `is not yours to take here; those who may: ${list}`,
  };
  return problem(
    'access.denied',
    '',
    `Tindakan ini (${action}) ${id}.`,
    `This action (${action}) ${en}.`,
    action,
  );
}
