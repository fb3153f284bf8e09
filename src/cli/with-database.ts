import { fail, type Problem, problem, type Result } from '../base/problem.ts';
import type { Settings } from '../base/settings.ts';
import { connectOnly, disconnect, type Opened } from '../database/connection.ts';
import { NewerDatabase } from '../database/index.ts';

/**
 * Works with the database of the settings as it stands, without migrations. Problems: `database.newer`,
 * `database` with its own sentence where it cannot be opened or asked, those of the work.
 */
export async function withDatabase<T>(
  { databaseUrl, home }: Settings,
  work: (opened: Opened) => Promise<Result<T>>,
): Promise<Result<T>> {
  let opened: Opened | null = null;
  try {
    opened = await connectOnly({ url: databaseUrl, home });
    return await work(opened);
  } catch (error) {
    return fail(notDone(error));
  } finally {
    if (opened) await disconnect(opened);
  }
}

function notDone(error: unknown): Problem {
  if (error instanceof NewerDatabase) {
    const [id = '', en = ''] = error.message.split(' / ');
    return problem('database.newer', '', id, en);
  }
  const { message, code, cause } = error as Error & { code?: string };
  const below = cause instanceof Error ? `: ${cause.message}` : '';
  const reason = `${message || code || String(error)}${below}`;
  return problem(
    'database',
    '',
    `Basis data tidak dapat dipakai (${reason}).`,
    `The database cannot be used (${reason}).`,
  );
}
