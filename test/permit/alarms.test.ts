import { expect, test } from 'vitest';
import { clockState } from '../../src/permit/clock.ts';
import { slaOf } from '../../src/permit/sla.ts';
import { calendar, sla } from './tables.ts';

/** The sentences that people read, one of each kind, as they stand. */
const EVENTS = [
  { at: '2026-01-07T10:00:00+08:00', event: 'bayar' },
  { at: '2026-12-14T10:00:00+08:00', event: 'sps' },
];

function sentences(kind: string, now: string, events = EVENTS): string[] {
  const { parts } = clockState(events, slaOf(sla, kind), calendar, now);
  return parts.flatMap(({ alarm, due }) => {
    const words = alarm?.message ?? (due.known ? null : due.message);
    return words === null ? [] : [`${alarm?.code ?? 'due'}: ${words.id} | ${words.en}`];
  });
}

test('alarms and reasons in both languages', () => {
  const at = (event: string, day: string) => ({ at: `${day}T10:00:00+08:00`, event });
  const stopped = [at('mulai', '2026-01-05'), at('41', '2026-01-07')];
  const late = [at('mulai', '2026-12-24')];
  expect([
    ...sentences('dua_puluh', '2026-01-21T10:00:00+08:00'),
    ...sentences('dua_puluh', '2026-01-22T10:00:00+08:00'),
    ...sentences('dua_puluh', '2026-01-23T10:00:00+08:00'),
    ...sentences('lima', '2026-01-09T10:00:00+08:00', stopped),
    ...sentences('lima', '2026-12-28T10:00:00+08:00', late),
    ...sentences('lima', '2027-02-01T10:00:00+08:00', late),
  ]).toMatchInlineSnapshot(`
    [
      "due: Waktu belum berjalan. | The clock has not begun.",
      "due_soon: Pertek: sisa 1 hari, sampai 2026-01-22. | Land Office: days left: 1, until 2026-01-22.",
      "due: Batas waktu tidak diketahui. | The time limit is not known.",
      "due: Waktu belum berjalan. | The clock has not begun.",
      "last_day: Pertek: hari ini hari terakhir. | Land Office: today is the last day.",
      "due: Batas waktu tidak diketahui. | The time limit is not known.",
      "due: Waktu belum berjalan. | The clock has not begun.",
      "overdue: Pertek: batas 2026-01-22 terlewati. | Land Office: was due on 2026-01-22.",
      "due: Batas waktu tidak diketahui. | The time limit is not known.",
      "due: Waktu berhenti; paling cepat 2026-01-15. | The clock is stopped; 2026-01-15 at the earliest.",
      "due: Hari libur tahun 2027 belum diisi; paling cepat 2027-01-04. | The holidays of 2027 are not entered yet; 2027-01-04 at the earliest.",
      "perhaps_overdue: Lima hari: Hari libur tahun 2027 belum diisi; paling cepat 2027-01-04. | Five days: The holidays of 2027 are not entered yet; 2027-01-04 at the earliest.",
    ]
  `);
});

test('a part that is due after the whole is told', () => {
  const [part] = slaOf(sla, 'dua_puluh').filter((p) => p.part === 'pertek');
  const longer = {
    ...part!,
    versions: part!.versions.map((row) => ({ ...row, days: 30 })),
  };
  const parts = slaOf(sla, 'dua_puluh').map((p) => (p.part === 'pertek' ? longer : p));
  const state = clockState(EVENTS, parts, calendar, '2026-01-08T10:00:00+08:00');
  expect(state.parts.find((p) => p.part === 'pertek')!.alarm).toMatchObject({
    code: 'later_than_whole',
    message: { en: 'Land Office: due on 2026-02-23, after the whole, due on 2026-02-05.' },
  });
});
