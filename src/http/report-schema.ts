import { Type } from 'typebox';
import { answersOf } from './response-schema.ts';

/** An answer of a named schema as JSON and GeoJSON, and its report as documents. */
export function documentsOf(name: string, description: string) {
  const bytes = Type.String({ format: 'binary' });
  const report = Type.Object(
    { report: Type.Unknown(), proof: Type.Ref('Proof') },
    { description: 'canonical JSON (RFC 8785); the schema of "report": /schemas/report/v1.json' },
  );
  const oss = Type.Object(
    { IZINFINALKKPR: Type.Unknown() },
    { description: 'receiveLicenseKKPR of OSS-RBA as a draft: nobody has decided yet' },
  );
  const answer = answersOf(name, description);
  return {
    ...answer,
    content: {
      ...answer.content,
      'application/pdf': { schema: bytes },
      'image/svg+xml': { schema: Type.String() },
      'image/png': { schema: bytes },
      'application/vnd.oss.kkpr+json': { schema: oss },
      'application/vnd.si-pejuang.report+json': { schema: report },
    },
  };
}
