import { fixture as before } from './038-plan-order.ts';
import type { Fixture } from './fixture.ts';

const AT = '2026-02-03T08:00:00+08:00';
const ENDED = '{"pertek":"pertek_selesai","telaah":"telaah_selesai"}';

const file = (id: string, stage: string, tracks = '{}', more = ['null', `'${AT}'`]) =>
  `insert into applications (id, person_id, kind, stage, tracks, facts, owner_id, form, request, created_at, changed_at,
      version, kelurahan, ended_at, submitted_at)
    values ('${id}', 'p1', 'pkkpr_berusaha', '${stage}', '${tracks}', '{}', 'u1', '{}', '{}', '${AT}', '${AT}', 1,
      'Oebobo', ${more.join()})`;
const item = (id: string, role: string, stage: string, due = '9999-12-31') =>
  `insert into work_items (application_id, role, due_on, stage, kind, since)
    values ('${id}', '${role}', '${due}', '${stage}', 'pkkpr_berusaha', '${AT}')`;

export const fixture: Fixture = {
  rows: [
    ...before.rows,
    file('g1', 'sps'),
    item('g1', 'kantor_pertanahan', 'sps'),
    `insert into application_events (application_id, n, at, event, role, actor, from_stage, to_stage, documents)
      values ('g1', 1, '${AT}', 'ajukan', 'pemohon', 'u1', 'draf', 'diajukan', '[]'),
        ('g1', 2, '2026-02-04T08:00:00+08:00', 'nyatakan_lengkap', 'loket', 'u1', 'periksa', 'sps', '[]')`,
    file('g2', 'menunggu_bayar'),
    item('g2', 'pemohon', 'menunggu_bayar', '2026-02-06'),
    file('g3', 'pbg_menunggu_bayar'),
    item('g3', 'pemohon', 'pbg_menunggu_bayar'),
    file('g4', 'penilaian', ENDED),
    // Public works is not done with this one: it has it already.
    file('g5', 'penilaian', '{"pertek":"pertek_selesai","telaah":"telaah_pupr"}'),
    item('g5', 'pupr', 'penilaian'),
    file('g6', 'penilaian', '{"pertek":"pertek_proses","telaah":"telaah_selesai"}'),
    item('g6', 'kantor_pertanahan', 'penilaian'),
    // Ended, or never submitted: nobody has these.
    file('g7', 'sps', '{}', [`'${AT}'`, `'${AT}'`]),
    file('g8', 'sps', '{}', ['null', 'null']),
  ],
  changes: ['work_items'],
  after: [
    {
      sql: `select application_id as id, string_agg(role, ' ' order by role) as roles from work_items group by 1 order by 1`,
      gives: [
        { id: 'f1', roles: 'pupr' },
        { id: 'g1', roles: 'kantor_pertanahan loket' },
        { id: 'g2', roles: 'kantor_pertanahan loket pemohon' },
        { id: 'g3', roles: 'loket pemohon' },
        { id: 'g4', roles: 'pupr' },
        { id: 'g5', roles: 'pupr' },
        { id: 'g6', roles: 'kantor_pertanahan' },
      ],
    },
    {
      sql: `select role, due_on, stage, kelurahan, since from work_items where application_id = 'g1' and role = 'loket'`,
      gives: [
        {
          role: 'loket',
          due_on: '9999-12-31',
          stage: 'sps',
          kelurahan: 'Oebobo',
          since: '2026-02-04T08:00:00+08:00',
        },
      ],
    },
  ],
};
