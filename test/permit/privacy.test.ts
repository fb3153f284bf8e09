import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { deliverDue, networkList, sendWebhook } from '../../src/permit/outbox/index.ts';
import { addUser } from '../../src/permit/people/index.ts';
import { hashPassword } from '../../src/permit/people/password.ts';
import { onBoth } from '../database/databases.ts';
import {
  DOCUMENTS,
  FORM,
  openOffice,
  PARTIAL_REQUEST,
  PASSWORD,
  ROLES,
  type TestOffice,
} from './an-office.ts';
import { bodyOfMove } from './files-at-stages.ts';

/** Answers that tell of a person, each of which can be found again wherever it goes. */
const PERSONAL: Readonly<Record<string, string>> = {
  '/applicant/name': 'Penandanama Ndolu',
  '/applicant/nik': '5371016304907731',
  '/applicant/npwp': '773298456123987',
  '/applicant/nib': '9917731260045',
  '/applicant/phone': '081277319984',
  '/applicant/email': 'penandasurel@contoh.id',
  '/applicant/address': 'Jl. Penandaalamat 77',
  '/applicant/representativeName': 'Penandakuasa Bani',
  '/applicant/representativeNik': '5371011203857742',
  '/land/rightNumber': 'SHM-Penandahak-99',
};
const LOGIN = 'penandalogin';
const NOTE = 'penandacatatan antarpetugas';
const DOCUMENT = 'penandaisidokumen';
const WRONG_PASSWORD = 'penandasandi yang salah';
const MARKERS = [...Object.values(PERSONAL), LOGIN, NOTE, DOCUMENT, WRONG_PASSWORD, PASSWORD];

onBoth((place) => {
  const log: string[] = [];
  const problems: string[] = [];
  const webhooks: string[] = [];
  let office: TestOffice;
  let id = '';
  let receipt = '';

  const ask = async (who: string | null, options: InjectOptions) => {
    const answer = await office.ask(who, options);
    if (/problem/.test(String(answer.headers['content-type']))) {
      problems.push(JSON.stringify([answer.body, answer.headers]));
    }
    return answer;
  };
  const post = (who: string | null, url: string, payload: object) =>
    ask(who, { method: 'POST', url, payload });
  const upload = (kind: string, bytes: string) =>
    ask(LOGIN, {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=${kind}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(bytes),
    });
  const go = (who: string, move: string) =>
    post(who, `/v1/applications/${id}/moves`, { move, ...bodyOfMove(move) });

  beforeAll(async () => {
    office = await openOffice(place, {
      settings: { logLevel: 'trace', permit: NO_PERMIT_SETTINGS },
      log: { write: (line) => log.push(line) },
    });
    office.at('2026-02-02T09:00:00+08:00');
    const db = await office.database.ready();
    const at = '2026-01-01T08:00:00+08:00';
    await addUser(db, { login: LOGIN, name: 'Uji', roles: ['pemohon'] }, ROLES, at);
    const password_hash = await hashPassword(PASSWORD, { N: 16, r: 1, p: 1 });
    await db.updateTable('users').set({ password_hash }).where('login', '=', LOGIN).execute();
    const receiver = { url: 'http://127.0.0.1:9/', topics: ['*'] };
    await post('admin_data', '/v1/webhooks', receiver);
    await story();
  });
  afterAll(() => office.close());

  const form = () => {
    const sections: Record<string, Record<string, unknown>> = structuredClone(FORM);
    for (const [pointer, value] of Object.entries(PERSONAL)) {
      const [, section, name] = pointer.split('/');
      sections[section!]![name!] = value;
    }
    return sections;
  };

  /** A whole way, with what goes wrong on it. */
  async function story(): Promise<void> {
    await post(null, '/v1/session', { login: LOGIN, password: WRONG_PASSWORD });
    await post(null, '/v1/session', { login: [LOGIN], password: { WRONG_PASSWORD } });
    const kind = 'pkkpr_berusaha';
    // In wrong places, of wrong types, in wrong forms.
    const whole = form();
    for (const wrong of [
      ...Object.keys(PERSONAL).map((pointer) => {
        const broken = form();
        const [, section, name] = pointer.split('/');
        broken[section!]![name!] = [PERSONAL[pointer]];
        return broken;
      }),
      { ...whole, applicant: { ...whole.applicant, nik: `${PERSONAL['/applicant/nik']}1` } },
      { ...whole, applicant: Object.values(PERSONAL) },
      { ...whole, applicant: PERSONAL['/applicant/name'] },
      Object.values(PERSONAL).join(),
    ]) {
      const refused = await post(LOGIN, '/v1/applications', { kind, form: wrong });
      expect(refused.status).toBe(422);
    }
    const payload = JSON.stringify({ kind, form: whole });
    const headers = { 'content-type': 'application/json' };
    await ask(LOGIN, {
      method: 'POST',
      url: '/v1/applications',
      headers,
      payload: payload.replace('"kind"', 'kind'),
    });
    const begun = await post(LOGIN, '/v1/applications', { kind, form: whole });
    id = begun.body.id;
    await go(LOGIN, 'ajukan');
    await ask(LOGIN, {
      method: 'PATCH',
      url: `/v1/applications/${id}`,
      headers: { 'idempotency-key': 'simpan' },
      payload: { form: whole, request: PARTIAL_REQUEST },
    });
    await upload('ktp', DOCUMENT);
    for (const name of [...DOCUMENTS, 'surat_kuasa']) await upload(name, `%PDF-1.7\n${DOCUMENT}`);
    expect((await go(LOGIN, 'ajukan')).body).toMatchObject({ stage: 'diajukan' });
    receipt = (await ask(LOGIN, { url: `/v1/applications/${id}` })).body.receipt;
    await officeWork();
    for (const who of ['lain', 'pupr', 'fpr', 'admin_data', null]) {
      for (const what of ['', '/person', '/notes', '/documents/x', '/approval']) {
        await ask(who, { url: `/v1/applications/${id}${what}` });
      }
    }
    await breakDown();
  }

  async function officeWork(): Promise<void> {
    const file = `/v1/applications/${id}`;
    await post('loket', `${file}/notes`, { text: NOTE });
    await post('loket', `${file}/notes`, { text: NOTE.repeat(1000) });
    await post('loket', `${file}/notes`, { text: [NOTE] });
    await post('loket', `${file}/assignment`, { role: 'loket', login: LOGIN });
    for (const [who, move] of [
      ['loket', 'mulai_periksa'],
      ['loket', 'nyatakan_lengkap'],
      ['loket', 'terbitkan_sps'],
      ['loket', 'catat_bayar'],
      ['pupr', 'selesaikan_telaah'],
      ['fpr', 'beri_pertimbangan'],
      ['kantor_pertanahan', 'terbitkan_pertek'],
      ['pupr', 'naikkan'],
      ['kepala_dinas', 'setujui_sebagian'],
      ['loket', 'terbitkan'],
    ] as const) {
      expect((await go(who, move)).status, move).toBe(200);
    }
    const db = await office.database.ready();
    await deliverDue(db, {
      now: () => new Date('2026-02-03T01:00:00Z'),
      send: (claimed, now) =>
        sendWebhook(claimed, now, {
          resolve: async () => [{ address: '127.0.0.1', family: 4 }],
          networks: networkList(['127.0.0.0/8']),
          post: async ({ body, headers }) => {
            webhooks.push(body, JSON.stringify(headers));
            return 200;
          },
        }),
    });
  }

  /** The database fails in the midst of it: that goes to the log. */
  async function breakDown(): Promise<void> {
    const db = await office.database.ready();
    const note = () => post('loket', `/v1/applications/${id}/notes`, { text: NOTE });
    // PostgreSQL tells the whole row with it.
    await sql`alter table application_notes add constraint short check (text = '') not valid`.execute(
      db,
    );
    expect((await note()).status).toBe(500);
    await sql`alter table application_notes drop constraint short`.execute(db);
    for (const [table, attempt] of [
      ['application_notes', note],
      ['persons', () => post(LOGIN, '/v1/applications', { kind: 'pbg', form: form2() })],
      ['users', () => post(null, '/v1/session', { login: LOGIN, password: PASSWORD })],
    ] as const) {
      await sql.raw(`alter table ${table} rename to away`).execute(db);
      expect((await attempt()).status, table).toBe(500);
      await sql.raw(`alter table away rename to ${table}`).execute(db);
    }
  }
  const form2 = () => ({ applicant: { name: PERSONAL['/applicant/name'] } });

  const holdsNone = (where: string, text: string) => {
    for (const marker of MARKERS) expect(text, `${marker} in ${where}`).not.toContain(marker);
  };

  it('tries all fields that the form calls personal', () => {
    const fields: { field: string; personal: string }[] = parse(
      readFileSync('data/permit/form.csv'),
      { columns: true },
    );
    const personal = fields.filter((f) => f.personal === 'yes').map((f) => f.field);
    expect(Object.keys(PERSONAL).sort()).toEqual(personal.sort());
  });

  it('reads what tells of a person to those whom it concerns: it did go all the way', async () => {
    const { body } = await office.ask('loket', { url: `/v1/applications/${id}` });
    const text = JSON.stringify(body);
    for (const value of Object.values(PERSONAL)) expect(text).toContain(value);
    expect(body.stage.id).toBe('terbit');
    const notes = await office.ask('loket', { url: `/v1/applications/${id}/notes` });
    expect(JSON.stringify(notes.body)).toContain(NOTE);
  });

  it('has it in no line of the log, failures of the database among them', () => {
    expect(log.filter((line) => line.includes('request failed'))).toHaveLength(4);
    for (const line of log) holdsNone('the log', line);
  });

  it('repeats it in no problem that is answered', () => {
    expect(problems.length).toBeGreaterThan(40);
    for (const text of problems) holdsNone('a problem', text);
  });

  it('tells it in no figure, on no page of tracking', async () => {
    const told = [
      await office.ask(null, { url: '/metrics' }),
      await office.ask(null, { url: `/v1/track/${receipt}` }),
      await office.ask(null, { url: `/track?receipt=${receipt}` }),
      await office.ask(null, { url: `/track?receipt=${receipt}&lang=en` }),
      await office.ask('kepala_dinas', { url: '/v1/statistics' }),
    ];
    for (const { status, body } of told) {
      expect(status).toBe(200);
      const text = JSON.stringify(body);
      holdsNone('an open answer', text);
      expect(text).not.toMatch(/565070|8875020|123\.5/);
    }
  });

  it('sends it out with no event', async () => {
    const db = await office.database.ready();
    const events = await db.selectFrom('outbox').selectAll().execute();
    expect(webhooks.length).toBe(2 * events.length);
    expect(events.length).toBeGreaterThan(8);
    for (const event of events) holdsNone('the outbox', JSON.stringify(event));
    for (const sent of webhooks) holdsNone('a webhook', sent);
  });

  it('keeps it in the clear in no row but those of notes and log-ins', async () => {
    const db = await office.database.ready();
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = current_schema()`.execute(db);
    expect(rows.length).toBeGreaterThan(20);
    for (const { name } of rows) {
      if (name === 'application_notes' || name === 'users') continue;
      const all = await sql.raw<object>(`select * from "${name}"`).execute(db);
      holdsNone(`the table ${name}`, JSON.stringify(all.rows));
    }
  });
});
