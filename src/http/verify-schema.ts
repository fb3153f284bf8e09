import { Type } from 'typebox';
import { jsonOf } from './response-schema.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** The proof beside a report. */
export const ProofSchema = Type.Object(
  {
    alg: Type.Enum(['EdDSA']),
    jws: Type.String({
      description: "detached JWS (RFC 7515 appendix F, RFC 7797) over the report's canonical bytes",
    }),
    kid: Type.String({
      description: 'thumbprint of the key (RFC 7638), see /.well-known/jwks.json',
    }),
    sha256: Type.String({ description: 'of the canonical bytes, hexadecimal' }),
  },
  { $id: 'Proof' },
);

const KeySchema = Type.Object({
  kty: Type.Enum(['OKP']),
  crv: Type.Enum(['Ed25519']),
  x: Type.String(),
  kid: Type.String(),
  alg: Type.Enum(['EdDSA']),
  use: Type.Enum(['sig']),
  notBefore: Type.String({ description: 'taken into use, ISO 8601 in WITA' }),
  retiredAt: Nullable(Type.String({ description: 'null while in use' })),
});

export const JWKS = {
  description: 'A JWK set (RFC 7517), oldest key first',
  content: {
    'application/jwk-set+json': { schema: Type.Object({ keys: Type.Array(KeySchema) }) },
  },
};

const VerificationSchema = Type.Object({
  genuine: Type.Boolean({ description: 'made here, and not changed since' }),
  kind: Nullable(Type.Enum(['json', 'pdf'])),
  kid: Nullable(Type.String()),
  report: Nullable(
    Type.Object({
      id: Type.String(),
      code: Type.String(),
      date: Type.String(),
      engine: Type.String(),
      demonstration: Type.Boolean(),
      verdict: Nullable(Type.String()),
      summary: Type.Array(Type.Ref('Text')),
    }),
  ),
  decision: Nullable(
    Type.Object(
      {
        number: Type.String(),
        receipt: Type.String(),
        outcome: Type.String(),
        issuedOn: Type.String(),
        validTo: Nullable(Type.String()),
        demonstration: Type.Boolean(),
      },
      { description: 'where the file is an issued decision on a PKKPR' },
    ),
  ),
  approval: Nullable(
    Type.Object(
      {
        status: Type.Enum(['in_force', 'expired', 'cancelled', 'unknown']),
        validTo: Nullable(Type.String()),
      },
      { description: 'how the decision stands now, by its number' },
    ),
  ),
  steps: Type.Array(
    Type.Object({
      name: Type.String(),
      ok: Type.Boolean(),
      code: Type.String({ description: 'stable, for machines' }),
      title: Type.Ref('Text'),
      message: Type.Ref('Text'),
    }),
  ),
  recomputed: Nullable(
    Type.Object({
      outcome: Type.Enum(['same', 'same_findings', 'different', 'not_done']),
      engine: Type.Optional(Type.String({ description: 'version that computed again' })),
      pointers: Type.Optional(Type.Array(Type.String(), { description: 'what differs' })),
      reason: Type.Optional(Type.Ref('Text')),
    }),
  ),
  here: Nullable(
    Type.Object({
      status: Type.Enum([
        'genuine',
        'lapsed',
        'superseded',
        'unsettled',
        'withdrawn',
        'broken',
        'unknown',
      ]),
      withdrawn: Nullable(Type.Object({ at: Type.String(), reason: Type.String() })),
    }),
  ),
});

export const VERIFICATION = jsonOf(VerificationSchema, 'What each step found');
