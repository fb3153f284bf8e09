import type { Problem } from '../base/problem.ts';
import { checklistOf } from './checklist.ts';
import type { Moment } from './day.ts';
import { fileClock, kindOf, type PermitFile } from './file.ts';
import { refused } from './move-problem.ts';
import { broughtSince } from './rounds.ts';
import type { Definition, MoveRule } from './stages.ts';

/** A legal move and what comes with it; `file` has the documents and facts of the move already. */
export interface Attempt {
  readonly definition: Definition;
  readonly file: PermitFile;
  readonly rule: MoveRule;
  readonly move: { readonly reason?: string; readonly documents?: readonly string[] };
  readonly role: string;
  readonly now: Moment;
}

/** All that a legal move still lacks. */
export function whyNotReady(attempt: Attempt): Problem[] {
  const { rule, move } = attempt;
  const mute = rule.needsReason && !move.reason?.trim();
  return [
    ...(mute ? [refused('reason', '/reason', 'Alasan harus diisi.', 'A reason is needed.')] : []),
    ...strangeNames(attempt),
    ...missingDocuments(attempt),
    ...whyNotYet(attempt),
  ];
}

/** Why a legal move can't be made yet, whatever is brought: its tracks and its clock. Empty where it can. */
export function whyNotYet(attempt: Omit<Attempt, 'move'>): Problem[] {
  return [...openTracks(attempt), ...clockProblems(attempt), ...passedLimits(attempt)];
}

function strangeNames({ definition, file }: Attempt): Problem[] {
  const { documents, facts } = definition;
  return [
    ...file.documents
      .filter((d) => !documents.has(d))
      .map((d) =>
        refused(
          'document',
          '/documents',
          `Dokumen "${d}" tidak dikenal.`,
          `There is no document "${d}".`,
          d,
        ),
      ),
    ...Object.keys(file.facts)
      .filter((f) => !facts.has(f))
      .map((f) =>
        refused(
          'fact',
          `/facts/${f}`,
          `Keadaan "${f}" tidak dikenal.`,
          `There is no fact "${f}".`,
          f,
        ),
      ),
  ];
}

function missingDocuments({ definition, file, rule, move }: Attempt): Problem[] {
  const kind = kindOf(definition, file);
  const lines = checklistOf(kind, file, rule.id);
  const brought = [...broughtSince(kind, file), ...(move.documents ?? [])];
  const unknown = new Set(lines.filter((l) => l.needed === null).map((l) => l.fact!));
  const missing = new Set([
    ...rule.brings.filter((d) => !move.documents?.includes(d)),
    ...rule.needs.filter((d) => !brought.includes(d)),
    ...lines
      .filter((l) => l.needed === true && !l.there && !move.documents?.includes(l.document))
      .map((l) => l.document),
  ]);
  return [
    ...[...unknown].map((fact) => {
      const { id, en } = definition.facts.get(fact)!;
      return refused(
        'fact',
        `/facts/${fact}`,
        `Jawab dahulu: ${id}?`,
        `To be answered first: ${en}?`,
      );
    }),
    ...[...missing].map((document) => {
      const { id, en } = definition.documents.get(document)!.name;
      return refused('document', '/documents', `Belum ada: ${id}.`, `Missing: ${en}.`, document);
    }),
  ];
}

function openTracks({ definition, file, rule }: Omit<Attempt, 'move'>): Problem[] {
  const { stages } = kindOf(definition, file);
  return rule.afterTracks.flatMap((track) => {
    const stage = stages.get(file.tracks[track] ?? '');
    if (stage?.type === 'final') return [];
    const { id, en } = stage?.name ?? { id: track, en: track };
    return refused('tracks', '/move', `Belum selesai: ${id}.`, `Not ended yet: ${en}.`, track);
  });
}

/** A limit that has passed has had its effect: nobody sets it to zero afterwards. */
function passedLimits({ definition, file, rule, now }: Omit<Attempt, 'move'>): Problem[] {
  const resets = kindOf(definition, file)
    .sla.filter(({ versions }) => versions.some((row) => row.resetsBy.includes(rule.id)))
    .map(({ part }) => part);
  if (resets.length === 0) return [];
  return fileClock(definition, file, now).parts.flatMap(({ part, name, status, due }) => {
    if (status !== 'overdue' || !due.known || !resets.includes(part)) return [];
    const id = `${name.id} lewat pada ${due.day}: tidak dapat dihitung ulang dari nol.`;
    const en = `${name.en} ended on ${due.day}: it can't be counted from zero again.`;
    return [refused('clock', '/move', id, en, part)];
  });
}

/** A limit that can't be told is neither exceeded nor kept; but it is kept while even its earliest day has not passed. */
function clockProblems({ definition, file, rule, role, now }: Omit<Attempt, 'move'>): Problem[] {
  if (rule.when === null) return [];
  const { clock: part, late } = rule.when;
  const { parts, day: today } = fileClock(definition, file, now);
  const clock = parts.find((p) => p.part === part)!;
  const { id, en } = clock.name;
  if (!clock.due.known) {
    const { notBefore } = clock.due;
    if (!late && notBefore !== null && today <= notBefore) return [];
    const { message } = clock.due;
    return [refused('clock', '/move', `${id}: ${message.id}`, `${en}: ${message.en}`, part)];
  }
  const { day } = clock.due;
  if (late && !clock.late) {
    const text = `${id} belum lewat, sampai ${day}.`;
    return [refused('clock', '/move', text, `${en} is not over yet, until ${day}.`, part)];
  }
  if (!late && clock.late) {
    return [refused('clock', '/move', `${id} lewat pada ${day}.`, `${en} ended on ${day}.`, part)];
  }
  const alone = definition.roles.get(role)?.machine ?? false;
  const lets = clock.alarm?.proposes === rule.id && clock.alarm.automatic;
  if (!alone || lets) return [];
  const text = `${rule.name.id}: diusulkan, tidak dilakukan sistem sendiri (sla.csv, acts).`;
  const other = `${rule.name.en}: proposed, not done by the system itself (sla.csv, acts).`;
  return [refused('clock', '/move', text, other, part)];
}
