/** What the log keeps of an error; `type`, since Fastify asks for an open record. */
export type LoggedError = Readonly<
  Record<'type' | 'message' | 'stack', string> & Partial<Record<'code' | 'constraint', string>>
>;

/**
 * An error as the log may hold it. Its other members stay out: PostgreSQL tells in `detail` and `where`
 * the row that it refused, and with it people's data.
 */
export function loggedError(error: Error): LoggedError {
  const {
    name,
    message,
    stack = '',
    code,
    constraint,
  } = error as Error & {
    readonly code?: unknown;
    readonly constraint?: unknown;
  };
  return {
    type: error.constructor?.name ?? name,
    message,
    stack,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
  };
}
