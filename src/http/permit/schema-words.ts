import { type TSchema, Type } from 'typebox';
import { problemsOf } from '../response-schema.ts';

/** Words that the schemas of the permit's answers are made of. They document; what is answered is never cut to them. */
export const text = (description?: string) => Type.String(description ? { description } : {});
export const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
export const textOrNull = (description?: string) => orNull(text(description));
export const list = (schema: TSchema, description?: string) =>
  Type.Array(schema, description ? { description } : {});
export const texts = (description?: string) => list(Type.String(), description);

/** An object whose fields are data: answers of a form, what is entered as a paper. */
export const free = (description: string, values: TSchema | true = true) =>
  Type.Object({}, { additionalProperties: values, description });

export const moment = (description = 'ISO 8601 in WITA') => text(description);
export const day = (description = 'YYYY-MM-DD') => text(description);
export const dayOrNull = (description?: string) => orNull(day(description));

/** A sentence or a name in both languages. */
export const named = Type.Ref('Text');

/** What is wrong with something that was taken all the same. */
export const warning = Type.Object({
  code: text('stable, for machines'),
  pointer: text('JSON pointer into what was sent'),
  message: named,
  given: Type.Optional(text()),
});

/** A page of a list, and the cursor for what follows. */
export const pageOf = (item: TSchema) =>
  Type.Object({
    items: list(item),
    next: textOrNull('give it back as cursor for what follows; null at the end'),
  });

/** The failures of a route of the permit: a wrong parameter or body and who asks come before each of them. */
export const refusalsOf = (...statuses: number[]) => problemsOf(400, 401, 403, ...statuses);
