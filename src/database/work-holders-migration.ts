import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Files that wait where the tables had forgotten somebody who moves them on come into the work lists of
 * these: the order of payment and both payments, and an assessment of which both tracks have ended (which
 * nobody had at all). No limit of theirs runs there.
 */
export const workHoldersMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`insert into work_items (role, due_on, application_id, stage, kind, kelurahan, since)
      select h.role, '9999-12-31', a.id, a.stage, a.kind, a.kelurahan, coalesce(
        (select e.at from application_events e where e.application_id = a.id order by e.n desc limit 1),
        a.submitted_at)
      from applications a join (values ('sps', 'loket'), ('menunggu_bayar', 'loket'),
        ('menunggu_bayar', 'kantor_pertanahan'), ('pbg_menunggu_bayar', 'loket'), ('penilaian', 'pupr')
      ) as h(stage, role) on h.stage = a.stage
      where a.submitted_at is not null and a.ended_at is null
        and (a.stage <> 'penilaian' or (a.tracks::json->>'pertek' = 'pertek_selesai'
          and a.tracks::json->>'telaah' = 'telaah_selesai'))
        and not exists (select 1 from work_items w where w.application_id = a.id and w.role = h.role)`.execute(
      db,
    );
  },
};
