import { type ParseArgsConfig, parseArgs } from 'node:util';
import { fail, ok, type Problem, problem, type Result, type Text } from '../base/problem.ts';
import { readSettings, type Settings } from '../base/settings.ts';
import { readFigure } from '../bulk/numbers.ts';
import type { PlanStore } from '../plan/store.ts';

/** One command of the terminal door. `run` gives the exit code. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: Text;
  /** Its options, a line each. */
  readonly details: Text;
  readonly run: (args: readonly string[]) => Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

export interface ParsedArgs {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly files: readonly string[];
}

/** Options and files of a command line. Problem: `arguments`, with what was wrong. */
export function readArgs(args: readonly string[], options: Options): Result<ParsedArgs> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return ok({ values: values as ParsedArgs['values'], files: positionals });
  } catch (error) {
    return fail(wrongArguments(args, options, error));
  }
}

/** Our own sentence first, Node's behind it. A figure below zero looks like an option: how to write it is told. */
function wrongArguments(args: readonly string[], options: Options, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const at = args.findIndex((a, i) => i > 0 && /^-[\d.]/.test(a) && /^--[^=]+$/.test(args[i - 1]!));
  if (at > 0) {
    const write = `${args[at - 1]}=${args[at]}`;
    return problem(
      'arguments',
      args[at - 1]!,
      `Nilai "${args[at]}" terbaca sebagai opsi; tulis ${write}.`,
      `The value "${args[at]}" reads as an option; write ${write}.`,
    );
  }
  const known = Object.keys(options).map((name) => `--${name}`);
  const [id, en] = sentences(error, known.join(' '));
  return problem('arguments', 'argv', `${id} (${reason})`, `${en} (${reason})`);
}

function sentences(error: unknown, known: string): [string, string] {
  const code = (error as { code?: unknown }).code;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return [
      `Opsi tidak dikenal. Yang ada: ${known}.`,
      `An option is not known. There are: ${known}.`,
    ];
  }
  return [
    'Sebuah opsi tanpa nilai, atau dengan nilai yang tidak diterimanya.',
    'An option lacks its value, or has one that it does not take.',
  ];
}

/** A number of an option, with decimal point or comma; null where it is left out. Problems: `arguments.number`, `arguments.number_ambiguous`. */
export function numberOption(args: ParsedArgs, name: string): Result<number | null> {
  const raw = args.values[name];
  if (raw === undefined) return ok(null);
  const reading = readFigure(String(raw));
  if (reading.kind === 'number') return ok(reading.value);
  return fail(
    reading.kind === 'none' ? noNumber(name, raw) : twoNumbers(name, raw, reading.readings),
  );
}

function noNumber(name: string, raw: unknown): Problem {
  return problem(
    'arguments.number',
    `--${name}`,
    `--${name} harus berupa angka, diberikan "${raw}".`,
    `--${name} takes a number, "${raw}" was given.`,
  );
}

function twoNumbers(name: string, raw: unknown, [decimal, whole]: readonly [string, string]) {
  return problem(
    'arguments.number_ambiguous',
    `--${name}`,
    `--${name} "${raw}" dapat dibaca ${decimal} atau ${whole}; tulis ${decimal} atau ${whole} tanpa pemisah ribuan.`,
    `--${name} "${raw}" can be read as ${decimal} or ${whole}; write ${decimal} or ${whole}, without a thousands separator.`,
  );
}

/** Prints problems on standard error, one a line, Indonesian and English. */
export function printProblems(problems: readonly Problem[]): void {
  for (const p of problems) {
    const where = p.pointer === '' ? '' : `${p.pointer}: `;
    process.stderr.write(`${p.code} ${where}${p.message.id}\n    ${p.message.en}\n`);
  }
}

/** Prints problems, and gives the exit code of an input that cannot be used. */
export function refuse(problems: readonly Problem[]): number {
  printProblems(problems);
  return 1;
}

/**
 * Settings and the plans of this place; tells on standard error what takes time. `today`: what is in
 * force on that day is cut before the first question, large plans by a process that gives its memory back.
 */
export async function openPlans(
  quiet = false,
  today?: string,
): Promise<Result<{ settings: Settings; store: PlanStore }>> {
  const settings = readSettings(process.env);
  if (!settings.ok) return settings;
  const log = (line: string) => {
    if (!quiet && process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  const { plans, home } = settings.value;
  const day = today === undefined ? {} : { today };
  // Loaded only here: most commands ask no plan.
  const { openStore } = await import('../plan/store.ts');
  const store = await openStore({ folders: [...plans], home, log, ...day });
  return ok({ settings: settings.value, store });
}

export function isPlain(stream: NodeJS.WriteStream): boolean {
  return !stream.isTTY || process.env.NO_COLOR !== undefined;
}
