import { ASSESSMENTS } from './002-reports.ts';
import { REPORTS } from './010-audit.ts';
import { AUDIT } from './011-outbox.ts';
import { OUTBOX } from './012-idempotency.ts';
import { IDEMPOTENCY } from './020-people.ts';
import { PEOPLE } from './030-applications.ts';
import type { Fixture } from './fixture.ts';

const AT = '2026-02-01T08:00:00+08:00';

export const APPLICATIONS = [
  `insert into applications (id, person_id, kind, stage, tracks, facts, owner_id, form, request, created_at, changed_at, version)
    values ('f1', 'p1', 'pbg', 'pbg_draf', '{}', '{}', 'u1', '{}', '{}', '${AT}', '${AT}', 1)`,
  `insert into application_events (application_id, n, at, event, role, actor, from_stage, to_stage, documents)
    values ('f1', 1, '${AT}', 'daftar_simbg', 'pemohon', 'u1', 'pbg_draf', 'pbg_verifikasi', '[]')`,
  `insert into application_papers (application_id, n, kind, at, actor, role, body)
    values ('f1', 1, 'nomor_simbg', '${AT}', 'u1', 'pemohon', '{}')`,
  `insert into submissions (application_id, n, at, move, assessment_id, engine, request, answer, form, geometry)
    values ('f1', 1, '${AT}', 'ajukan', 'a1', '0.1.0', '{}', '{}', '{}', '{}')`,
  `insert into application_notes (application_id, n, at, actor, role, text) values ('f1', 1, '${AT}', 'u1', 'loket', 'catatan')`,
  `insert into application_documents (application_id, id, kind, sha256, media_type, at, actor, role, size)
    values ('f1', 'd1', 'ktp', 'ab', 'application/pdf', '${AT}', 'u1', 'pemohon', 12)`,
  `insert into work_items (application_id, role, due_on, stage, kind, since) values ('f1', 'pupr', '2026-02-20', 'pbg_verifikasi', 'pbg', '${AT}')`,
  `insert into parcels (application_id, what, crs, rings, area_m2, min_x, min_y, max_x, max_y)
    values ('f1', 'asked', 'EPSG:32751', '{}', 1, 0, 0, 1, 1)`,
  `insert into parcel_cells (application_id, level, ix, iy, what) values ('f1', 0, 0, 0, 'asked')`,
  `insert into approvals (application_id, number, issued_on, status, outcome, terms)
    values ('f1', '503/1', '2026-02-01', 'in_force', 'seluruhnya', '{}')`,
  `insert into approval_zones (application_id, plan_id, zone, activity, area_m2, in_force)
    values ('f1', 'uji-rdtr', 'K-1', 'TOKO', 1, true)`,
];

export const fixture: Fixture = {
  rows: [ASSESSMENTS, ...REPORTS, ...AUDIT, ...OUTBOX, IDEMPOTENCY, ...PEOPLE, ...APPLICATIONS],
  after: [
    { sql: `select count(*)::int as n from outbox where created_at > ''`, gives: [{ n: 1 }] },
  ],
};
