import { type TProperties, type TSchema, Type } from 'typebox';

/** Words that the report's schema is put together from: strict objects, and the values that come again and again. */

/** An object with these members and no other. */
export const strict = <P extends TProperties>(members: P, description?: string) =>
  Type.Object(members, { additionalProperties: false, ...(description ? { description } : {}) });

export const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const list = <S extends TSchema>(schema: S) => Type.Array(schema);
export const optional = <S extends TSchema>(schema: S) => Type.Optional(schema);

export const text = Type.String();
export const number = Type.Number();
export const truth = Type.Boolean();
/** A number of things, or a place in a list counted from 0. */
export const count = Type.Integer({ minimum: 0 });
export const ratio = Type.Number({ description: '0..1' });
export const day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'YYYY-MM-DD, WITA',
});
export const sentence = strict({ id: text, en: text }, 'Indonesian and English');
export const citations = list(text);

export const verdict = Type.Enum([
  'sesuai',
  'sesuai_bersyarat',
  'sesuai_sebagian',
  'tidak_sesuai',
  'perlu_telaah',
] as const);
export const result = Type.Enum(['lulus', 'bersyarat', 'tidak', 'tidak_diketahui'] as const);
export const useClass = Type.Enum(['I', 'T', 'B', 'TB', 'X'] as const);
export const unit = Type.Enum(['m2', 'm', 'ratio', 'floors', 'count', 'none'] as const);

/** Longitude before latitude, degrees (in a request: of its CRS). */
export const position = Type.Unsafe<[number, number]>({
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
});
const rings = list(list(position));
const polygon = strict({ type: Type.Literal('Polygon'), coordinates: rings });
const multiPolygon = strict({ type: Type.Literal('MultiPolygon'), coordinates: list(rings) });
export const polygonal = Type.Union([polygon, multiPolygon], {
  description: 'GeoJSON (RFC 7946)',
});
