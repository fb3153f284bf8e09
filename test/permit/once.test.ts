import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fail, ok, problem } from '../../src/base/problem.ts';
import { type Database, openDatabase } from '../../src/database/index.ts';
import type { Schema } from '../../src/database/schema.ts';
import { appendAudit } from '../../src/permit/audit/index.ts';
import { forgetAnswers, type KeyedRequest, once } from '../../src/permit/once.ts';
import { onBoth } from '../database/databases.ts';

const AT = '2026-02-01T08:00:00+08:00';
const KEYED: KeyedRequest = {
  actor: 'u-budi',
  key: 'k1',
  route: 'POST /v1/applications',
  request: { b: 1, a: ['é'] },
  at: AT,
};

onBoth((place) => {
  const databases: Database[] = [];
  let dbs: Kysely<Schema>[];
  let executed = 0;

  beforeAll(async () => {
    const options = await place.fresh();
    // Five pools of ten connections: fifty at once. The embedded database has one for all.
    const pools = place.kind === 'postgresql' ? 5 : 1;
    for (let n = 0; n < pools; n++) databases.push(openDatabase(options));
    dbs = await Promise.all(databases.map((d) => d.ready()));
  });
  afterAll(() => Promise.all(databases.map((d) => d.close())));

  /** Does something that lasts, and answers with what only one run can answer. */
  const send = (keyed: Partial<KeyedRequest>, pool = 0) =>
    dbs[pool % dbs.length]!.transaction().execute((tx) =>
      once(tx, { ...KEYED, ...keyed }, async () => {
        executed++;
        const answer = `{ "run":  ${executed} }`;
        const entry = {
          at: AT,
          actor: 'u-budi',
          role: 'pemohon',
          action: 'berkas.buat',
          entity: 'berkas',
        };
        await appendAudit(tx, {
          ...entry,
          entityId: keyed.key ?? 'k1',
          reason: null,
          before: null,
          after: null,
        });
        return ok({ status: 201, response: answer });
      }),
    );
  const effects = async (key: string) =>
    (await dbs[0]!.selectFrom('audit').select('seq').where('entity_id', '=', key).execute()).length;

  it('does once what is sent fifty times at once', async () => {
    executed = 0;
    const sent = await Promise.all(Array.from({ length: 50 }, (_, n) => send({}, n)));
    expect(executed).toBe(1);
    expect(await effects('k1')).toBe(1);
    const answers = sent.flatMap((s) => (s.ok ? [s.value.response] : []));
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set(['{ "run":  1 }']));
    const problems = sent.flatMap((s) => (s.ok ? [] : s.problems.map((p) => p.code)));
    expect(new Set(problems)).toEqual(
      new Set(problems.length > 0 ? ['idempotency.under_way'] : []),
    );
    expect(await send({})).toEqual(ok({ status: 201, response: '{ "run":  1 }' }));
    expect(await send({ request: { a: ['é'], b: 1 } })).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<KeyedRequest>]>([
    ['body', { request: { b: 2 } }],
    ['route', { route: 'POST /v1/other' }],
  ])('refuses the key for another %s', async (_, change) => {
    expect(await send(change)).toMatchObject({ problems: [{ code: 'idempotency.other_request' }] });
  });

  it('keys of two people never meet', async () => {
    executed = 0;
    expect(await send({ actor: 'u-ani', request: null })).toMatchObject({ ok: true });
    expect(executed).toBe(1);
  });

  it('keeps nothing of what failed: the next with the key is done', async () => {
    const failed = dbs[0]!
      .transaction()
      .execute((tx) =>
        once(tx, { ...KEYED, key: 'k2' }, () => Promise.reject(new Error('broken'))),
      );
    await expect(failed).rejects.toThrow('broken');
    const refused = await dbs[0]!
      .transaction()
      .execute((tx) =>
        once(tx, { ...KEYED, key: 'k2' }, async () => fail(problem('form', '', 'salah', 'wrong'))),
      );
    expect(refused).toMatchObject({ problems: [{ code: 'form' }] });
    expect(await send({ key: 'k2' })).toMatchObject({ ok: true });
    expect(await effects('k2')).toBe(1);
  });

  it('forgets what is old', async () => {
    const tx = dbs[0]!.transaction();
    expect(await tx.execute((t) => forgetAnswers(t, '2026-02-01T07:59:59+08:00'))).toBe(0);
    expect(
      await dbs[0]!.transaction().execute((t) => forgetAnswers(t, '2026-02-02T00:00:00+08:00')),
    ).toBe(3);
  });
});
