import { type ParseArgsConfig, parseArgs } from 'node:util';
import { fail, ok, type Problem, problem, type Result, type Text } from '../base/problem.ts';
import { readSettings, type Settings } from '../base/settings.ts';
import { openStore, type PlanStore } from '../plan/store.ts';

/** One command of the terminal door. `run` gives the exit code. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: Text;
  readonly details: string;
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
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      problem('arguments', 'argv', `Argumen salah: ${reason}`, `Wrong arguments: ${reason}`),
    );
  }
}

/** A number of an option, with decimal point or comma; null where it is left out. Problem: `arguments.number`. */
export function numberOption(args: ParsedArgs, name: string): Result<number | null> {
  const raw = args.values[name];
  if (raw === undefined) return ok(null);
  const value = Number(String(raw).replace(',', '.'));
  if (Number.isFinite(value)) return ok(value);
  return fail(
    problem(
      'arguments.number',
      `--${name}`,
      `--${name} harus berupa angka, diberikan "${raw}".`,
      `--${name} takes a number, "${raw}" was given.`,
    ),
  );
}

/** Prints problems on standard error, one a line, Indonesian and English. */
export function printProblems(problems: readonly Problem[]): void {
  for (const p of problems) {
    const where = p.pointer === '' ? '' : `${p.pointer}: `;
    process.stderr.write(`${p.code} ${where}${p.message.id}\n    ${p.message.en}\n`);
  }
}

/** Settings and the plans of this place; tells on standard error what takes time. */
export async function openPlans(
  quiet = false,
): Promise<Result<{ settings: Settings; store: PlanStore }>> {
  const settings = readSettings(process.env);
  if (!settings.ok) return settings;
  const log = (line: string) => {
    if (!quiet && process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  const { plans, home } = settings.value;
  const store = await openStore({ folders: [...plans], home, log });
  return ok({ settings: settings.value, store });
}

export function isPlain(stream: NodeJS.WriteStream): boolean {
  return !stream.isTTY || process.env.NO_COLOR !== undefined;
}
