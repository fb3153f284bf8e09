import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorNow, clockOf } from '../../src/http/permit/identity.ts';
import type { ApplicationRow } from '../../src/permit/applications/application-row.ts';
import { undersaid } from '../../src/permit/applications/decision.ts';
import { followEvents } from '../../src/permit/applications/follow.ts';
import type { Office } from '../../src/permit/applications/office.ts';
import { loadDeskTables } from '../../src/permit/applications/tables.ts';
import { loadDefinition } from '../../src/permit/index.ts';
import {
  type Actor,
  addApiKey,
  endSession,
  findUser,
  openSession,
  rotateApiKey,
  systemOfKey,
} from '../../src/permit/people/index.ts';
import type { MoveRule } from '../../src/permit/stages.ts';
import { embeddedPlace } from '../database/databases.ts';
import {
  DOCUMENTS,
  FORM,
  move,
  openOffice,
  PARTIAL_REQUEST,
  PDF,
  type TestOffice,
  upload,
} from './an-office.ts';

/** Faults of the desk that were found by reading it, each as it showed. */
describe('the desk was found to', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  const codes = (answer: { body: { errors?: { code: string }[] } }) =>
    answer.body.errors?.map((e) => e.code);
  const create = async (who: string, more: object = {}) => {
    const payload = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST, ...more };
    const begun = await office.ask(who, { method: 'POST', url: '/v1/applications', payload });
    expect(begun.status).toBe(201);
    return begun.body.id as string;
  };
  const submit = async (who: string) => {
    const id = await create(who);
    for (const kind of DOCUMENTS) await upload(office, who, id, kind);
    expect((await move(office, who, id, 'ajukan')).body).toMatchObject({ stage: 'diajukan' });
    return id;
  };
  const actorOf = async (login: string): Promise<Actor> => {
    const user = await findUser(await office.database.ready(), login);
    return { kind: 'user', id: user!.id, name: '', roles: user!.roles, scopes: [] };
  };
  const setRoles = async (login: string, roles: readonly string[]) =>
    (await office.database.ready())
      .updateTable('users')
      .set({ roles: JSON.stringify(roles) })
      .where('login', '=', login)
      .execute();

  it('take documents and other answers for a file that had ended', async () => {
    const id = await submit('pemohon');
    await move(office, 'pemohon', id, 'tarik', { reason: 'batal membangun' });
    const url = `/v1/applications/${id}`;
    const trail = async () =>
      (await office.database.ready()).selectFrom('audit').selectAll().execute();
    const before = await trail();
    const headers = { 'content-type': 'application/octet-stream' };
    const bring = { method: 'POST' as const, url: `${url}/documents?kind=ktp`, headers };
    const change = { method: 'PATCH' as const, url, payload: { form: FORM } };
    for (const answer of [
      await office.ask('pemohon', { ...bring, payload: PDF }),
      await office.ask('loket', { ...bring, payload: PDF }),
      await office.ask('pemohon', change),
    ]) {
      expect([answer.status, codes(answer)]).toEqual([409, ['application.ended']]);
      expect(answer.body.errors[0].message.en).toContain('Withdrawn by the applicant');
    }
    // Whose it is not learns nothing of where it stands.
    expect((await office.ask('lain', { ...bring, payload: PDF })).status).toBe(404);
    expect((await office.ask('loket', change)).status).toBe(403);
    expect(await trail()).toEqual(before);
  });

  it('let an officer work on a file of their own', async () => {
    const id = await submit('lain');
    await setRoles('lain', ['loket', 'pemohon', 'pupr']);
    const url = `/v1/applications/${id}`;
    const begin = await move(office, 'lain', id, 'mulai_periksa');
    expect([begin.status, codes(begin)]).toEqual([403, ['access.own_file']]);
    const note = await office.ask('lain', {
      method: 'POST',
      url: `${url}/notes`,
      payload: { text: 'lancarkan' },
    });
    expect([note.status, codes(note)]).toEqual([403, ['access.own_file']]);
    expect((await office.ask('lain', { url: `${url}/notes` })).status).toBe(403);
    const seen = (await office.ask('lain', { url })).body;
    expect(seen.overlaps).toEqual([]);
    expect(seen.moves.flatMap((m: { roles: string[] }) => m.roles)).toEqual(['pemohon']);
    const work = await office.ask('lain', { url: '/v1/work?role=loket&limit=200' });
    expect(work.body.items.map((i: { id: string }) => i.id)).not.toContain(id);
    const assigned = await office.ask('loket', {
      method: 'POST',
      url: `${url}/assignment`,
      payload: { role: 'loket', login: 'lain' },
    });
    expect(codes(assigned)).toEqual(['assign.user']);
    // Still its applicant, and still an officer on files of others.
    expect((await move(office, 'lain', id, 'tarik', { reason: 'salah' })).status).toBe(200);
    const other = await submit('pemohon');
    expect((await move(office, 'lain', other, 'mulai_periksa')).status).toBe(200);
    await setRoles('lain', ['pemohon']);
  });

  it('let an administrator make a person of a system, with every scope', async () => {
    const given = await office.ask('admin_data', {
      method: 'PATCH',
      url: '/v1/users/lain',
      payload: { roles: ['sistem'] },
    });
    expect([given.status, codes(given)]).toEqual([422, ['user.roles']]);
    await setRoles('lain', ['sistem']);
    const read = await office.ask('lain', { url: '/v1/applications/x/approval' });
    expect([read.status, codes(read)]).toEqual([403, ['access.denied']]);
    await setRoles('lain', ['pemohon']);
  });

  it('skip events that ended late or came in the same second, and never get past those of others', async () => {
    const db = await office.database.ready();
    const id = await submit('pemohon');
    const late = await submit('lain');
    const access = loadedAccess();
    const applicant = await actorOf('pemohon');
    const follower = await followEvents(db, { access } as Office, null);
    const event = (n: string, file: string, created_at: string) => ({
      ...{ id: `${n}0000000-0000-4000-8000-000000000000`, topic: 'application.moved' },
      ...{ file_id: file, seq: 1000 + Number.parseInt(n, 16), payload: '{}', created_at },
    });
    const insert = (rows: ReturnType<typeof event>[]) =>
      db.insertInto('outbox').values(rows).execute();
    const told = async () =>
      (await follower.look(applicant)).map((e) => JSON.parse(e.data).id[0] as string);
    await insert([event('f', id, '2026-02-02T10:00:30+08:00')]);
    expect(await told()).toEqual(['f']);
    await insert([
      event('1', id, '2026-02-02T10:00:30+08:00'),
      event('2', id, '2026-02-02T10:00:10+08:00'),
    ]);
    expect(await told()).toEqual(['2', '1']);
    expect(await told()).toEqual([]);
    const foreign = Array.from({ length: 600 }, (_, i) => ({
      ...event('3', late, '2026-02-02T10:01:00+08:00'),
      id: `3${String(i).padStart(7, '0')}-0000-4000-8000-000000000000`,
      seq: 5000 + i,
    }));
    await insert([...foreign, event('4', id, '2026-02-02T10:01:01+08:00')]);
    expect([...(await told()), ...(await told())]).toEqual(['4']);
    await db.deleteFrom('outbox').where('seq', '>=', 1000).execute();
  });

  it('go on telling events to somebody who logged out', async () => {
    const db = await office.database.ready();
    const user = await findUser(db, 'pupr');
    const clock = clockOf(new Date('2026-02-02T01:00:00Z'));
    const token = await openSession(db, user!, clock);
    const request = { headers: {}, cookies: { 'si-pejuang': token } } as unknown as FastifyRequest;
    const options = {
      db: async () => db,
      now: () => new Date('2026-02-02T01:30:00Z'),
      publicUrl: 'http://localhost:8080',
    };
    expect(await actorNow(request, options)).toMatchObject({ kind: 'user', roles: ['pupr'] });
    const [{ seen_at }] = (await db
      .selectFrom('sessions')
      .select('seen_at')
      .where('user_id', '=', user!.id)
      .orderBy('created_at', 'desc')
      .execute()) as [{ seen_at: string }];
    // Listening is no use of a session.
    expect(seen_at).toBe(clock.now);
    await endSession(db, token);
    expect(await actorNow(request, options)).toBeNull();
  });

  it('keep in the clear whatever a request was sent with', async () => {
    const payload = { kind: 'pkkpr_berusaha', request: { ...PARTIAL_REQUEST, ktp: 'Maria 5371' } };
    const answer = await office.ask('pemohon', {
      method: 'POST',
      url: '/v1/applications',
      payload,
    });
    expect([answer.status, codes(answer)]).toEqual([422, ['field.unknown']]);
    expect(JSON.stringify(answer.body)).not.toContain('5371');
  });

  it('cite in an issued document what came after, and let its applicant change what it rests on', async () => {
    const id = await submit('pemohon');
    const [number, date] = ['P-1', '2026-02-02'];
    const study = { result: 'sebagian', text: 'sebagian sesuai' };
    const steps: [string, string, object?][] = [
      ['loket', 'mulai_periksa'],
      ['loket', 'nyatakan_lengkap'],
      ['loket', 'lewati_pnbp', { reason: 'bebas' }],
      [
        'kantor_pertanahan',
        'terbitkan_pertek',
        { papers: { pertek: { number, date, result: 'sesuai' } } },
      ],
      ['pupr', 'selesaikan_telaah', { papers: { telaah: study } }],
      ['fpr', 'beri_pertimbangan', { papers: { pertimbangan_fpr: { ...study, number, date } } }],
      ['pupr', 'naikkan'],
      [
        'kepala_dinas',
        'setujui_sebagian',
        { reason: 'R-2 tidak', papers: { koordinat_disetujui: { source: 'hasil_telaah' } } },
      ],
      [
        'loket',
        'terbitkan',
        { papers: { surat_keputusan: { number: 'K-77', date, signedBy: 'Kepala' } } },
      ],
    ];
    for (const [who, name, more] of steps) {
      const done = await move(office, who, id, name, more);
      expect([name, done.status, codes(done)]).toEqual([name, 200, undefined]);
    }
    const url = `/v1/applications/${id}`;
    const terms = (await office.ask('pupr', { url: `${url}/approval` })).body;
    expect(terms.lines.length + terms.conditions.length).toBeGreaterThan(0);
    const figures = { footprintM2: 0, grossFloorAreaM2: 0, basementM2: 0, greenM2: terms.areaM2 };
    const checked = await office.ask('pupr', {
      method: 'POST',
      url: `${url}/pbg-check`,
      payload: { building: { ...figures, heightM: 0, floors: 0 } },
    });
    // Every figure is kept, and still nobody looked at lines and conditions.
    expect(checked.body.result).toBe('perlu_telaah');
    expect(checked.body.findings.map((f: { rule: string }) => f.rule)).toContain('conditions');
    office.at('2026-02-03T01:00:00Z');
    const corrected = await office.ask('pupr', {
      method: 'POST',
      url: `${url}/corrections`,
      payload: { stated: { roadClass: 'lokal' }, reason: 'diukur' },
    });
    expect(corrected.status).toBe(200);
    expect(corrected.body.now.assessment).not.toBe(terms.assessment);
    const { decision } = (await office.ask('pemohon', { url: `${url}/issued` })).body;
    expect(decision.assessment.id).toBe(terms.assessment);
    expect((await move(office, 'pemohon', id, 'mulai_pbg')).status).toBe(200);
    for (const payload of [{ form: FORM }, { request: PARTIAL_REQUEST }]) {
      const saved = await office.ask('pemohon', { method: 'PATCH', url, payload });
      expect([saved.status, codes(saved)]).toEqual([409, ['application.issued']]);
    }
    const facts = { method: 'PATCH', url, payload: { facts: { tiga_lantai: false } } } as const;
    expect((await office.ask('pemohon', facts)).status).toBe(200);
    office.at('2026-02-02T01:00:00Z');
  });

  it('lose a building approval of its own: no receipt, no work list, to be erased under way', async () => {
    const { scale, ...applicant } = FORM.applicant;
    const begun = await office.ask('pemohon', {
      method: 'POST',
      url: '/v1/applications',
      payload: {
        kind: 'pbg',
        form: { ...FORM, applicant, land: { ...FORM.land, needM2: undefined } },
      },
    });
    expect([begun.status, codes(begun)]).toEqual([201, undefined]);
    const { id } = begun.body;
    const url = `/v1/applications/${id}`;
    const read = await office.ask('pemohon', { url });
    const list = read.body.moves.find((m: { move: string }) => m.move === 'daftar_simbg').checklist;
    for (const { document } of list as { document: string }[]) {
      if (document !== 'nomor_simbg') await upload(office, 'pemohon', id, document);
    }
    const more = {
      papers: { nomor_simbg: { number: 'PBG-1' } },
      facts: { tiga_lantai: false },
    };
    const lacks = await move(office, 'pemohon', id, 'daftar_simbg', more);
    expect(lacks.status).toBe(422);
    expect(lacks.body.errors.map((e: { pointer: string }) => e.pointer)).toContain(
      '/form/pbg/approval',
    );
    const form = { ...FORM, applicant, pbg: { approval: '503/1' } };
    const saved = await office.ask('pemohon', { method: 'PATCH', url, payload: { form } });
    expect([saved.status, codes(saved)]).toEqual([200, undefined]);
    const done = await move(office, 'pemohon', id, 'daftar_simbg', more);
    expect([done.status, codes(done)]).toEqual([200, undefined]);
    const { receipt } = (await office.ask('pupr', { url })).body;
    expect((await office.ask(null, { url: `/v1/track/${receipt}` })).status).toBe(200);
    const work = await office.ask('pupr', { url: '/v1/work?kind=pbg' });
    expect(work.body.items.map((i: { id: string }) => i.id)).toEqual([id]);
    const erased = await office.ask('pemohon', {
      method: 'POST',
      url: `${url}/person/erasure`,
      payload: { reason: 'minta' },
    });
    expect(codes(erased)).toEqual(['person.open']);
  });

  it('keep facts that nobody knows', async () => {
    const id = await submit('pemohon');
    await move(office, 'loket', id, 'mulai_periksa');
    await move(office, 'loket', id, 'nyatakan_lengkap');
    const facts = { 'Maria Ndolu': true };
    const strange = await move(office, 'loket', id, 'terbitkan_sps', { facts });
    expect(codes(strange)).toEqual(['fact.unknown']);
  });

  it('keep for ever in the trail what a dropped draft said, and what people wrote in papers', async () => {
    const marker = 'Jalan Penanda 77';
    const form = { ...FORM, land: { ...FORM.land, address: marker } };
    const id = await create('pemohon', { form });
    expect((await move(office, 'pemohon', id, 'hapus_draf')).status).toBe(200);
    const sent = await submit('pemohon');
    await move(office, 'loket', sent, 'mulai_periksa');
    await move(office, 'loket', sent, 'nyatakan_lengkap');
    const sps = { number: marker, amountIdr: 1, date: '2026-02-02' };
    expect((await move(office, 'loket', sent, 'terbitkan_sps', { papers: { sps } })).status).toBe(
      200,
    );
    const db = await office.database.ready();
    const trail = await sql<object>`select * from audit`.execute(db);
    expect(trail.rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(trail.rows)).not.toContain(marker);
  });

  it('find a self-declaration right against the assessment and the check that came with it, without a word why', () => {
    const recommended = new Map([
      ['sesuai', 'seluruhnya'],
      ['tidak_sesuai', 'ditolak'],
    ]);
    const why = (verdict: string | null, result: string | null, reason?: string) =>
      undersaid(
        { recommended } as unknown as Office,
        { verdict } as ApplicationRow,
        { outcome: 'seluruhnya' } as MoveRule,
        {
          given: reason === undefined ? {} : { reason },
          papers: result === null ? {} : { hasil_pemeriksaan: { result } },
        },
      ).length;
    expect(why('sesuai', null)).toBe(0);
    expect(why('sesuai', 'sesuai')).toBe(0);
    expect(why('sesuai', 'tidak_sesuai')).toBe(1);
    expect(why('tidak_sesuai', 'sesuai')).toBe(1);
    expect(why(null, 'sesuai')).toBe(1);
    expect(why('tidak_sesuai', 'tidak_sesuai', ' ')).toBe(1);
    expect(why('tidak_sesuai', 'tidak_sesuai', 'dibetulkan di tempat')).toBe(0);
  });

  it('leave a system without its files once its key was replaced', async () => {
    const db = await office.database.ready();
    const scopes = ['applications:read', 'applications:write'];
    const at = (minutes: number) => ({
      now: `2026-02-02T09:${String(minutes).padStart(2, '0')}:00+08:00`,
      later: () => '2026-02-03T09:00:00+08:00',
    });
    const given = { name: 'OSS', scopes, expiresAt: null };
    const made = await addApiKey(db, given, scopes, 'admin', at(0).now);
    if (!made.ok) throw new Error('no key');
    let { prefix } = made.value.key;
    const texts = [made.value.text];
    for (const minute of [1, 2]) {
      const next = await rotateApiKey(db, prefix, 'admin', at(minute));
      if (!next.ok) throw new Error('no key');
      prefix = next.value.key.prefix;
      texts.push(next.value.text);
    }
    const ids = await Promise.all(
      texts.map(async (t) => (await systemOfKey(db, t, at(3).now))?.id),
    );
    expect(ids).toEqual(Array(3).fill(made.value.key.id));
  });

  it('compare the end of a key as text, and take what is no time', async () => {
    const db = await office.database.ready();
    const now = '2026-02-02T09:00:00+08:00';
    const make = (expiresAt: string) =>
      addApiKey(db, { name: 'OSS', scopes: ['a'], expiresAt }, ['a'], 'admin', now);
    for (const wrong of ['selamanya', '2026-13-01T00:00:00Z', '2026-02-02T09:00:00+09:00']) {
      expect(await make(wrong)).toMatchObject({ ok: false, problems: [{ code: 'key.expires' }] });
    }
    const made = await make('2026-02-02T02:00:00Z');
    if (!made.ok) throw new Error('no key');
    const { key, text } = made.value;
    expect(key.expiresAt).toBe('2026-02-02T10:00:00+08:00');
    expect(await systemOfKey(db, text, '2026-02-02T09:59:59+08:00')).not.toBeNull();
    expect(await systemOfKey(db, text, '2026-02-02T10:00:00+08:00')).toBeNull();
  });
});

function loadedAccess() {
  const definition = loadDefinition();
  if (!definition.ok) throw new Error('no tables');
  const tables = loadDeskTables(definition.value);
  if (!tables.ok) throw new Error('no tables');
  return tables.value.access;
}
