import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { once } from '../../base/once.ts';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { type Extract, REPORT_SCHEMA } from './model.ts';
import { ReportSchema } from './schema.ts';

/** Compiled when first asked for: few commands read reports. */
const compiled = once(() => Compile(ReportSchema));

const MOST_PROBLEMS = 50;

/**
 * A report that came from outside, by its published schema. Problems: `report.version` where it names
 * no schema that is known here, else `report.schema` for each place that does not fit (50 at most).
 */
export function checkExtract(value: unknown): Result<Extract> {
  const schema = typeof value === 'object' && value !== null && 'schema' in value && value.schema;
  if (schema !== REPORT_SCHEMA) return fail(otherVersion(schema));
  const check = compiled();
  // Narrowed by the schema, so that one which says less than the model does not compile.
  if (check.Check(value)) return ok(value);
  const faults = new Map<string, Problem>();
  for (const error of check.Errors(value)) {
    for (const pointer of placesOf(error)) {
      if (!faults.has(pointer)) faults.set(pointer, misfit(pointer, error.message));
    }
  }
  return fail(...[...faults.values()].slice(0, MOST_PROBLEMS));
}

/** Members that are missing are told by their own names. */
function placesOf(error: TLocalizedValidationError): string[] {
  if (error.keyword !== 'required') return [error.instancePath];
  return error.params.requiredProperties.map((name) => `${error.instancePath}/${name}`);
}

function otherVersion(schema: unknown): Problem {
  return problem(
    'report.version',
    '/schema',
    `Laporan harus menyebut skema "${REPORT_SCHEMA}".`,
    `A report must name the schema "${REPORT_SCHEMA}".`,
    schema === false ? null : schema,
  );
}

function misfit(pointer: string, message: string): Problem {
  return problem(
    'report.schema',
    pointer,
    `Isi di sini tidak sesuai dengan skema ${REPORT_SCHEMA} (${message}).`,
    `What stands here does not fit the schema ${REPORT_SCHEMA} (${message}).`,
  );
}
