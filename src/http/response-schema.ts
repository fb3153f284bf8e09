import { type TSchema, Type } from 'typebox';
import { PROBLEM_JSON } from './problem-json.ts';

/** The document of a failure (RFC 9457). */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'the first problem, Indonesian / English' }),
    instance: Type.String(),
    errors: Type.Array(
      Type.Object({
        code: Type.String({ description: 'stable, for machines' }),
        pointer: Type.String({
          description: 'JSON pointer into the body, or ?name of a parameter',
        }),
        message: Type.Ref('Text'),
        given: Type.Optional(Type.String()),
      }),
      { description: 'every problem of the request at once' },
    ),
  },
  { $id: 'Problem' },
);

interface ResponseDoc {
  readonly description: string;
  readonly content: Record<string, { schema: TSchema }>;
}

const WHY: Readonly<Record<number, string>> = {
  400: 'The body is not JSON, or a parameter is wrong',
  401: 'Nobody is logged in, and somebody who is might',
  403: 'Not for those who ask; says who may',
  404: 'Nothing has this id',
  406: 'No form of the answer fits the Accept header',
  409: 'Not possible as things stand (the stage of a file, an assessment that no document can rest on); says why, and what is',
  412: 'Somebody else was faster (If-Match); says the version now',
  413: 'The body is too large',
  415: 'The body is not application/json',
  422: 'The request has problems; all of them are listed',
  429: 'Too often, or too many at once; says when to ask again',
  503: 'Not ready yet; says what is being done, and when to ask again',
};

/** The failures that a route names in its documentation. */
export function problemsOf(...statuses: number[]): Record<number, ResponseDoc> {
  const type = PROBLEM_JSON.split(';')[0]!;
  const entries = statuses.map((status): [number, ResponseDoc] => [
    status,
    { description: WHY[status] ?? '', content: { [type]: { schema: Type.Ref('Problem') } } },
  ]);
  return Object.fromEntries(entries);
}

/** An answer that comes as JSON of a named schema and as GeoJSON. */
export function answersOf(name: string, description: string): ResponseDoc {
  const geoJson = Type.Object(
    { type: Type.Enum(['FeatureCollection']), features: Type.Array(Type.Unknown()) },
    { additionalProperties: true },
  );
  return {
    description,
    content: {
      'application/json': { schema: Type.Ref(name) },
      'application/geo+json': { schema: geoJson },
    },
  };
}

/** An answer that comes as JSON only. */
export function jsonOf(schema: TSchema, description: string): ResponseDoc {
  return { description, content: { 'application/json': { schema } } };
}
