import { fail, ok, problem, type Result } from '../../base/problem.ts';

/** What happens that receivers can be told of. */
export const TOPICS: readonly string[] = ['application.moved'];

/** Topics that a receiver asks for; `*` stands for all. Problem: `webhook.topics` (none named, or one that never happens). */
export function readTopics(asked: readonly string[]): Result<readonly string[]> {
  const known = TOPICS.join(', ');
  if (asked.length === 0) {
    const id = `Sebut setidaknya satu topik (${known}), atau * untuk semua.`;
    const en = `Name at least one topic (${known}), or * for all.`;
    return fail(problem('webhook.topics', '/topics', id, en));
  }
  const strange = asked.find((topic) => topic !== '*' && !TOPICS.includes(topic));
  if (strange === undefined) return ok(asked);
  const id = `Topik "${strange}" tidak ada. Yang ada: ${known}, atau * untuk semua.`;
  const en = `There is no topic "${strange}". There are: ${known}, or * for all.`;
  return fail(problem('webhook.topics', '/topics', id, en, strange));
}
