import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportSchemaText } from '../../src/report/extract/schema.ts';
import { checkExtract, type Extract, makeExtract } from '../../src/report/index.ts';
import { answeredCases } from './a-source.ts';

const FILE = 'data/schemas/report-v1.json';
const published = readFileSync(FILE, 'utf8');

/** Of the text that was published. Who changes it on purpose writes the new one here, knowingly. */
const V1 = '3d7b3f5729264e23dfc557a17b99d9ed6f6eaf8ca5b211f7679758a3bd606387';

const HOW =
  'A published schema never changes: add src/report/extract for v2 with data/schemas/report-v2.json beside v1, and go on reading v1.';

let extracts: readonly { readonly name: string; readonly extract: Extract }[];
beforeAll(async () => {
  const cases = await answeredCases();
  extracts = cases.map(({ name, source }) => ({
    name,
    extract: JSON.parse(JSON.stringify(makeExtract(source))) as Extract,
  }));
});

describe('the published schema', () => {
  it('is the one that reports are checked by', () => {
    expect(reportSchemaText() === published, HOW).toBe(true);
  });

  it('is what was published as v1', () => {
    expect(createHash('sha256').update(published).digest('hex'), HOW).toBe(V1);
  });

  it('is sound JSON schema 2020-12, strict in every object', () => {
    const schema = JSON.parse(published) as object;
    expect(new Ajv2020({ strict: true, allowUnionTypes: true }).validateSchema(schema)).toBe(true);
    const objects = [...published.matchAll(/"type": "object"/g)].length;
    const closed = [...published.matchAll(/"additionalProperties": false/g)].length;
    expect(objects).toBeGreaterThan(20);
    expect(closed).toBe(objects);
  });

  it('fits every report of the cases, as another library reads it, too', () => {
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(published) as object);
    expect(extracts.length).toBeGreaterThan(200);
    for (const { name, extract } of extracts) {
      expect(validate(extract), `${name} ${JSON.stringify(validate.errors)}`).toBe(true);
      expect(checkExtract(extract), name).toMatchObject({ ok: true });
    }
  });
});

describe('checking a report', () => {
  const broken = (change: (e: Record<string, unknown>) => void) => {
    const copy = structuredClone(extracts[0]!.extract) as unknown as Record<string, unknown>;
    change(copy);
    const checked = checkExtract(copy);
    return checked.ok ? [] : checked.problems.map((p) => `${p.code} ${p.pointer}`);
  };

  it.each<[string, (e: Record<string, unknown>) => void, string]>([
    ['a member that is missing', (e) => delete e.figures, 'report.schema /figures'],
    ['a member too many', (e) => Object.assign(e, { extra: 1 }), 'report.schema /extra'],
    [
      'a member too many, deep inside',
      (e) => Object.assign((e.findings as object[])[0]!, { extra: 1 }),
      'report.schema /findings/0/extra',
    ],
    ['another kind of value', (e) => Object.assign(e, { binding: 'ya' }), 'report.schema /binding'],
    [
      'a verdict that is none',
      (e) => Object.assign(e, { verdict: 'ok' }),
      'report.schema /verdict',
    ],
    ['another version', (e) => Object.assign(e, { schema: 'x/v2' }), 'report.version /schema'],
  ])('tells the place of %s', (_what, change, told) => {
    expect(broken(change)).toContain(told);
  });

  it.each([null, 1, 'x', [], {}])('refuses %j', (value) => {
    expect(checkExtract(value)).toMatchObject({ ok: false });
  });
});
