import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newFile, type PermitFile } from '../../src/permit/file.ts';
import { type Kind, stagesOf, tracksOf } from '../../src/permit/stages.ts';
import { transition } from '../../src/permit/transition.ts';
import { law } from './law.ts';

/**
 * Who may do what where: written by hand from what offices do, not made from the tables. Kind, stage
 * (`penilaian/telaah_fpr`: while a track stands there), role, moves.
 */
const TABLE = JSON.parse(
  readFileSync(new URL('./role-moves.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, Record<string, string[]>>>;

const kinds = [...law.kinds.values()];

/** Every place of a kind: each stage, with each combination of where its tracks stand. */
function placesOf(kind: Kind): PermitFile[] {
  return stagesOf(kind, null).flatMap((stage) => {
    let places: PermitFile[] = [{ ...newFile(kind), stage: stage.id }];
    for (const track of stage.tracks) {
      places = places.flatMap((place) =>
        stagesOf(kind, track).map((s) => ({
          ...place,
          tracks: { ...place.tracks, [track]: s.id },
        })),
      );
    }
    return places;
  });
}

function expectedAt(kind: Kind, { stage, tracks }: PermitFile, role: string): Set<string> {
  const table = TABLE[kind.id]!;
  const places = [stage, ...Object.values(tracks).map((at) => `${stage}/${at}`)];
  return new Set(places.flatMap((place) => table[place]?.[role] ?? []));
}

test('the table speaks of every kind, stage and role that there is, and of no other', () => {
  expect(Object.keys(TABLE)).toEqual(kinds.map((k) => k.id));
  for (const kind of kinds) {
    const named = Object.keys(TABLE[kind.id]!);
    const main = named.filter((stage) => !stage.includes('/'));
    expect(main.sort()).toEqual(
      stagesOf(kind, null)
        .map((s) => s.id)
        .sort(),
    );
    for (const place of named.filter((stage) => stage.includes('/'))) {
      expect(kind.stages.get(place.split('/')[1]!)?.track).not.toBeNull();
    }
  }
});

describe.each(kinds)('$id', (kind) => {
  test('every role x stage x move: made only by whom the table names', () => {
    let asked = 0;
    for (const file of placesOf(kind)) {
      for (const role of law.roles.keys()) {
        const allowed = expectedAt(kind, file, role);
        for (const move of kind.moves.keys()) {
          const made = transition(
            law,
            file,
            { id: move },
            { role, id: 'u1' },
            '2026-01-05T10:00:00+08:00',
          );
          const code = made.ok ? '' : made.problems[0]!.code;
          const legal = !['move.illegal', 'move.role', 'move.unknown'].includes(code);
          if (legal !== allowed.has(move))
            expect.fail(`${role} at ${file.stage}, ${move}: ${legal}`);
          asked++;
        }
      }
    }
    expect(asked).toBeGreaterThanOrEqual(
      kind.moves.size * law.roles.size * kind.stages.size - 1000,
    );
  });

  test('a role that nobody has heard of may do nothing; the public and the data keeper neither', () => {
    for (const file of placesOf(kind)) {
      for (const role of ['publik', 'admin_data', 'wali', '', '__proto__']) {
        for (const move of kind.moves.keys()) {
          const made = transition(
            law,
            file,
            { id: move },
            { role, id: 'u1' },
            '2026-01-05T10:00:00+08:00',
          );
          expect(made.ok ? 'made' : made.problems[0]!.code).toMatch(/^move\.(illegal|role)$/);
        }
      }
    }
  });

  test('final stages have no way out, all others have one for a person', () => {
    const people = [...law.roles.values()].filter((role) => !role.machine).map((role) => role.id);
    for (const stage of kind.stages.values()) {
      const out = [...kind.moves.values()].filter(
        (m) => m.from.includes(stage.id) && m.track === stage.track,
      );
      const byPeople = out.filter((m) => m.roles.some((role) => people.includes(role)));
      expect([stage.id, byPeople.length > 0]).toEqual([stage.id, stage.type !== 'final']);
    }
  });

  test('its tracks are those of the table', () => {
    const tracks =
      kind.id.startsWith('pkkpr_b') || kind.id === 'pkkpr_nonberusaha' ? ['pertek', 'telaah'] : [];
    expect(tracksOf(kind)).toEqual(tracks);
  });
});
