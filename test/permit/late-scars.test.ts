import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caretakersOf } from '../../src/permit/caretakers.ts';
import { holdersOf, newFile } from '../../src/permit/file.ts';
import { embeddedPlace } from '../database/databases.ts';
import { FORM, move, openOffice, type TestOffice, upload } from './an-office.ts';
import { bodyOfMove, fileAt } from './files-at-stages.ts';
import { law } from './law.ts';

const place = embeddedPlace();
const START = '2026-02-02T09:00:00+08:00';
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
});
afterAll(() => office.close());

const reason = 'karena';
const told = (answer: Awaited<ReturnType<typeof move>>) => [
  answer.status,
  ...(answer.body.errors ?? []).map((e: { code: string }) => e.code),
];
const clockOf = async (id: string, part: string) => {
  const { body } = await office.ask('loket', { url: `/v1/applications/${id}` });
  return body.clock.parts.find((p: { part: string }) => p.part === part);
};

describe('scar: an office set a limit that had passed to zero', () => {
  it.each([
    ['keputusan', 'minta_konfirmasi_ulang'],
    ['penilaian', 'betulkan_bayar'],
  ] as const)('at %s by %s', async (stage, step) => {
    office.at(START);
    const { id } = await fileAt(office, stage);
    office.at('2026-03-30T09:00:00+08:00');
    expect((await clockOf(id, 'keseluruhan')).status).toBe('overdue');
    const refused = await move(office, 'loket', id, step, { reason });
    expect(refused.status).toBe(409);
    expect(refused.body.errors[0]).toMatchObject({ code: 'move.clock', given: 'keseluruhan' });
    expect(refused.body.errors[0].message.id).toMatch(/lewat pada 2026-03-\d\d/);
    expect((await clockOf(id, 'keseluruhan')).alarm.proposes).toBe('terbitkan_otomatis');
  });

  it('and while it has not passed it still may', async () => {
    office.at(START);
    const { id } = await fileAt(office, 'penilaian');
    expect(told(await move(office, 'loket', id, 'betulkan_bayar', { reason }))).toEqual([200]);
  });
});

it('scar: a building approval was carried through on a PKKPR that had expired', async () => {
  office.at(START);
  const { id } = await fileAt(office, 'pbg_draf', 'LEWAT-1');
  const { moves } = (await office.ask('pemohon', { url: `/v1/applications/${id}` })).body;
  const { checklist } = moves.find((m: { move: string }) => m.move === 'daftar_simbg');
  for (const { document } of checklist as { document: string }[]) {
    if (document !== 'nomor_simbg') await upload(office, 'pemohon', id, document);
  }
  const more = { papers: { nomor_simbg: { number: 'PBG-1' } }, facts: { tiga_lantai: false } };
  office.at('2029-03-05T09:00:00+08:00');
  const late = await move(office, 'pemohon', id, 'daftar_simbg', more);
  expect(told(late)).toEqual([409, 'move.clock']);
  expect(late.body.errors[0].message.id).toContain('Masa berlaku PKKPR lewat pada 2029-02-01');
});

it('scar: a building approval of its own was registered on a PKKPR that was cancelled', async () => {
  office.at(START);
  const { id: parent } = await fileAt(office, 'terbit', 'LEWAT-2');
  await move(office, 'kepala_dinas', parent, 'batalkan', { reason });
  const { scale, ...applicant } = FORM.applicant;
  const land = { ...FORM.land, needM2: undefined };
  const form = { ...FORM, applicant, land, pbg: { approval: 'lewat -2' } };
  const payload = { kind: 'pbg', form };
  const { body } = await office.ask('pemohon', {
    method: 'POST',
    url: '/v1/applications',
    payload,
  });
  const more = { papers: { nomor_simbg: { number: 'PBG-1' } }, facts: { tiga_lantai: false } };
  const refused = await move(office, 'pemohon', body.id, 'daftar_simbg', more);
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toContainEqual(
    expect.objectContaining({ code: 'approval.over', pointer: '/form/pbg/approval' }),
  );
});

it('scar: an objection was taken after its last day', async () => {
  office.at(START);
  const { id } = await fileAt(office, 'keputusan');
  const done = await move(office, 'kepala_dinas', id, 'tolak', bodyOfMove('tolak'));
  expect(done.body.stage).toBe('ditolak');
  const { due } = await clockOf(id, 'pengajuan_keberatan');
  const papers = { surat_keberatan: { text: 'tidak setuju' } };
  office.at('2026-04-20T09:00:00+08:00');
  expect(due.day < '2026-04-20').toBe(true);
  const late = await move(office, 'pemohon', id, 'ajukan_keberatan', { papers });
  expect(told(late)).toEqual([409, 'move.clock']);
  office.at(`${due.day}T15:00:00+08:00`);
  const intime = await move(office, 'pemohon', id, 'ajukan_keberatan', { papers });
  expect(intime.body.stage).toBe('keberatan');
});

it('a limit that cannot be told is kept while its earliest day has not passed', async () => {
  // The holidays of 2027 are not known, so 21 working days from the end of 2026 have no last day yet.
  office.at(START);
  const { id } = await fileAt(office, 'keputusan');
  office.at('2026-12-01T09:00:00+08:00');
  const papers = { surat_penolakan: { number: 'T-1', date: '2026-12-01' } };
  await move(office, 'kepala_dinas', id, 'tolak', { reason, papers });
  office.at('2026-12-20T09:00:00+08:00');
  expect((await clockOf(id, 'pengajuan_keberatan')).due.known).toBe(false);
  const asked = { papers: { surat_keberatan: { text: 'tidak setuju' } } };
  const objected = await move(office, 'pemohon', id, 'ajukan_keberatan', asked);
  expect(objected.body.stage).toBe('keberatan');
});

it('scar: an expired PKKPR was called in force in public, with moves that nobody could make', async () => {
  office.at(START);
  const { receipt } = await fileAt(office, 'terbit', 'LEWAT-3');
  const track = async () => (await office.ask(null, { url: `/v1/track/${receipt}` })).body;
  const ids = (todo: { move: string }[]) => todo.map((t) => t.move);
  expect(ids((await track()).todo)).toContain('mulai_pbg');
  office.at('2029-03-05T09:00:00+08:00');
  const late = await track();
  expect(late.todo).toEqual([]);
  expect(late.stage.name).toEqual({ id: 'PKKPR terbit', en: 'PKKPR issued' });
  const validity = late.clocks.find((c: { part: string }) => c.part === 'masa_berlaku');
  expect([validity.status, validity.due.day]).toEqual(['overdue', '2029-02-01']);
});

describe('scar: files that wait for their applicant stood in no officer’s list', () => {
  const officers = [...law.roles.values()].filter((r) => r.staff && !r.machine).map((r) => r.id);
  const places = [...law.kinds.values()].flatMap((kind) =>
    [...kind.stages.values()]
      .filter((stage) => stage.track === null && stage.type !== 'final')
      .map((stage) => [kind.id, stage.id, kind, stage] as const),
  );
  it.each(places)('of %s at %s', (_kind, _stage, kind, stage) => {
    const tracks = Object.fromEntries(
      stage.tracks.map((track) => [
        track,
        [...kind.stages.values()].find((s) => s.track === track && s.type === 'start')!.id,
      ]),
    );
    const file = { ...newFile(kind), stage: stage.id, tracks };
    const seen = [...holdersOf(kind, file), ...caretakersOf(law, file).map((c) => c.role)];
    const able = [...kind.moves.values()].some(
      (m) => m.from.includes(stage.id) && m.roles.some((role) => officers.includes(role)),
    );
    expect(new Set(seen).size).toBe(seen.length);
    // A draft is nobody's but its applicant's.
    if (able) expect(seen.some((role) => officers.includes(role))).toBe(true);
  });

  it('and the counter finds an issued one when its validity ends, and nobody else has it', async () => {
    office.at(START);
    const { id } = await fileAt(office, 'terbit', 'LEWAT-4');
    const of = async (who: string, query: string) => {
      const { items } = (await office.ask(who, { url: `/v1/work?limit=100&${query}` })).body;
      return items.find((i: { id: string }) => i.id === id);
    };
    expect((await of('loket', 'stage=terbit')).dueOn).toBe('2029-02-01');
    expect(await of('kepala_dinas', 'stage=terbit')).toBe(undefined);
    office.at('2029-03-05T09:00:00+08:00');
    expect(await of('loket', 'due_by=2029-03-04')).toBeDefined();
    expect((await move(office, 'loket', id, 'kedaluwarsakan')).body.stage).toBe('kedaluwarsa');
  });
});
