import { TOPICS } from '../../permit/outbox/index.ts';
import { KEY, SESSION } from './documented.ts';
import { cookieName } from './identity.ts';

/** How one says who asks. */
export function securitySchemes(publicUrl: string) {
  return {
    [SESSION]: {
      type: 'apiKey',
      in: 'cookie',
      name: cookieName(publicUrl),
      description: 'of people: set by POST /v1/session, or by /login/oidc',
    },
    [KEY]: {
      type: 'http',
      scheme: 'bearer',
      description:
        'of systems: sp_…, from POST /v1/keys; the names beside it are the scopes that the key needs',
    },
  } as const;
}

const text = (description: string) => ({ type: 'string', description }) as const;
const header = (name: string, description: string) =>
  ({ name, in: 'header', required: true, schema: { type: 'string' }, description }) as const;

/** What receivers of webhooks are sent. */
export const WEBHOOKS = {
  event: {
    post: {
      summary: 'An event of a file; any 2xx takes it, else it is sent again for three days',
      parameters: [
        header('Si-Pejuang-Event', 'the same in each attempt: who gets it twice can tell'),
        header('Si-Pejuang-Attempt', '1 = the first'),
        header(
          'Si-Pejuang-Signature',
          't=SECONDS,v1=HEX: HMAC-SHA-256 under the receiver’s secret over SECONDS.BODY',
        ),
      ],
      requestBody: {
        content: {
          'application/json': {
            schema: {
              type: 'object' as const,
              required: ['id', 'topic', 'file', 'seq', 'createdAt', 'data'],
              properties: {
                id: text('as Si-Pejuang-Event'),
                topic: { type: 'string' as const, enum: [...TOPICS] },
                file: text('id of the application'),
                seq: { type: 'integer' as const, description: '1, 2, 3, … within the file' },
                createdAt: text('ISO 8601 in WITA'),
                data: { type: 'object' as const, description: 'by topic; nothing personal' },
              },
            },
          },
        },
      },
      responses: { 200: { description: 'Taken' } },
    },
  },
};
