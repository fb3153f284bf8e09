import { fail, ok, problem, type Result } from '../../base/problem.ts';

/** A move of a file was made. */
export const MOVED = 'application.moved';
/** The version of the plan that a file rests on is not in force any more. */
export const PLAN_CHANGED = 'application.plan_changed';

/** What happens that receivers can be told of. */
export const TOPICS: readonly string[] = [MOVED, PLAN_CHANGED];

/** The action of access.csv that shows a topic to those who follow the events: a changed plan is the offices' matter. */
export function actionToFollow(topic: string): string {
  return topic === PLAN_CHANGED ? PLAN_CHANGED : 'application.read';
}

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
