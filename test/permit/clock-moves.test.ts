import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { openOffice as openDesk } from '../../src/http/permit/open-office.ts';
import { makeDueMoves } from '../../src/permit/applications/clock-moves.ts';
import type { Office } from '../../src/permit/applications/office.ts';
import { checkChain } from '../../src/permit/audit/index.ts';
import { dueMoves, duePlaces } from '../../src/permit/due-moves.ts';
import { newFile, type PermitFile } from '../../src/permit/file.ts';
import { loadDefinition, permitTables } from '../../src/permit/load.ts';
import { may } from '../../src/permit/people/index.ts';
import type { Definition } from '../../src/permit/stages.ts';
import { onBoth } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';
import { law, make } from './law.ts';
import { must } from './tables.ts';

/** The law with these moves as `otomatis` in sla.csv. */
function configured(...moves: readonly string[]): Definition {
  const text = new TextDecoder().decode(permitTables('sla.csv')!);
  const own = moves.reduce((t, m) => t.replaceAll(`,${m},usul,`, `,${m},otomatis,`), text);
  expect(own === text).toBe(moves.length === 0);
  const read = (name: string) =>
    name === 'sla.csv' ? new TextEncoder().encode(own) : permitTables(name);
  return must(loadDefinition(read));
}

const SILENCE = configured('terbitkan_otomatis');
const BEFORE = '2026-03-01T09:00:00+08:00';
const AFTER = '2026-03-30T09:00:00+08:00';

describe('which moves are due', () => {
  const start = { ...newFile(law.kinds.get('pkkpr_nonberusaha')!), stage: 'menunggu_bayar' };
  const paid: PermitFile = make(start, 'catat_bayar', '2026-01-07T10:00:00+08:00');
  const moves = (definition: Definition, now: string) =>
    dueMoves(definition, paid, now).map(({ move }) => move);

  it('none by the tables as they stand, however late', () => {
    expect(moves(law, AFTER)).toEqual([]);
    expect(duePlaces(law, AFTER)).toEqual([]);
  });

  it('from the day after the last on, with the limit and its basis', () => {
    expect(moves(SILENCE, '2026-02-05T23:59:59+08:00')).toEqual([]);
    expect(dueMoves(SILENCE, paid, '2026-02-06T00:00:00+08:00')).toEqual([
      {
        move: 'terbitkan_otomatis',
        part: 'keseluruhan',
        reason: expect.stringMatching(/2026-02-05 terlewati \(PP 21\/2021.*UU 11\/2020 Ps 175/),
      },
    ]);
    const asked = make(paid, 'minta_klarifikasi', '2026-01-12T10:00:00+08:00');
    expect(dueMoves(SILENCE, asked, AFTER)).toEqual([]);
  });

  it('never one that the table of moves gives to people only', () => {
    const granted = configured('kabulkan_keberatan');
    expect(duePlaces(granted, AFTER)).toEqual([]);
    const refusal = { ...paid.events.at(-1)!, event: 'tolak', at: '2026-01-08T10:00:00+08:00' };
    const refused = { ...paid, stage: 'ditolak', tracks: {}, events: [...paid.events, refusal] };
    const objected = make(refused, 'ajukan_keberatan', '2026-01-09T10:00:00+08:00');
    expect(dueMoves(granted, objected, AFTER)).toEqual([]);
  });

  it('are looked for only where they can be, among files that are old enough', () => {
    const before = '2026-03-11';
    expect(duePlaces(SILENCE, AFTER)).toEqual(
      ['pkkpr_berusaha', 'pkkpr_nonberusaha'].map((kind) => ({
        kind,
        stages: ['penilaian', 'keputusan'],
        submittedBefore: before,
      })),
    );
  });
});

onBoth((place) => {
  let office: TestOffice;
  let desk: Office;
  let now = BEFORE;
  beforeAll(async () => {
    office = await openOffice(place);
    desk = await openDesk({
      database: office.database,
      settings: { home: office.home, permit: NO_PERMIT_SETTINGS },
      judge: () => expect.fail('the clock judges nothing'),
      now: () => new Date(now),
    });
  });
  afterAll(() => office.close());

  const db = () => office.database.ready();
  const withLaw = (definition: Definition): Office => ({ ...desk, definition });
  const turn = async (definition: Definition) => {
    const errors: string[] = [];
    const done = await makeDueMoves(withLaw(definition), null, (e) =>
      errors.push((e as Error).message),
    );
    return { ...done, errors };
  };
  const rowOf = async (id: string) =>
    (await db())
      .selectFrom('applications')
      .select(['stage', 'outcome', 'version'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const NOTHING = { made: 0, next: null, errors: [] };

  it('moves nothing that the table only proposes, and nothing in time', async () => {
    const { id } = await fileAt(office, 'penilaian');
    const before = await rowOf(id);
    expect(await turn(SILENCE)).toEqual(NOTHING);
    now = AFTER;
    expect(await turn(law)).toEqual(NOTHING);
    expect(await rowOf(id)).toEqual(before);
  });

  it('makes what is due once, of two services at once, in the trail and told to others', async () => {
    now = AFTER;
    const { id } = await fileAt(office, 'penilaian');
    const { id: other } = await fileAt(office, 'periksa');
    const turns = await Promise.all([turn(SILENCE), turn(SILENCE), turn(SILENCE)]);
    expect(turns.flatMap((t) => t.errors)).toEqual([]);
    // This file, and the one of the test before.
    expect(turns.reduce((sum, t) => sum + t.made, 0)).toBe(2);
    expect(await rowOf(id)).toMatchObject({ stage: 'penerbitan', outcome: 'otomatis' });
    expect((await rowOf(other)).stage).toBe('periksa');
    const made = await (await db())
      .selectFrom('audit')
      .select(['actor', 'role', 'reason'])
      .where('entity_id', '=', id)
      .where('action', '=', 'terbitkan_otomatis')
      .execute();
    const reason = expect.stringContaining('PP 21/2021');
    expect(made).toEqual([{ actor: 'machine', role: 'sistem', reason }]);
    const told = await (await db())
      .selectFrom('outbox')
      .select('payload')
      .where('file_id', '=', id)
      .execute();
    const news = told.filter(({ payload }) => payload.includes('terbitkan_otomatis'));
    expect(news).toHaveLength(1);
    expect(await checkChain(await db())).toMatchObject({ ok: true });
    expect(await turn(SILENCE)).toEqual(NOTHING);
  });

  it('a file that breaks stops no other', async () => {
    now = AFTER;
    const broken = (await fileAt(office, 'penilaian')).id;
    const sound = (await fileAt(office, 'penilaian')).id;
    const tracks = '{';
    await (await db())
      .updateTable('applications')
      .set({ tracks })
      .where('id', '=', broken)
      .execute();
    const { made, errors } = await turn(SILENCE);
    expect(made).toBe(1);
    expect(errors).toEqual([expect.stringContaining(broken)]);
    expect((await rowOf(sound)).stage).toBe('penerbitan');
    expect((await rowOf(broken)).stage).toBe('penilaian');
  });

  it('what the program does by itself no key may do, and no key can be made for it', () => {
    const file = { ownerId: 'u1', stage: 'penilaian', submitted: true };
    const key = { id: 'k', name: 'k', roles: ['sistem'] };
    expect(desk.access.scopes).not.toContain('-');
    for (const kind of ['system', 'user'] as const) {
      const actor = { ...key, kind, scopes: ['-', 'applications:move'] };
      expect(may(desk.access, actor, 'application.move', file).ok).toBe(false);
    }
    const machine = { ...key, kind: 'machine', scopes: [] } as const;
    expect(may(desk.access, machine, 'application.move', file).ok).toBe(true);
    expect(may(desk.access, machine, 'application.save', file).ok).toBe(false);
  });
});
