import type { Text } from '../base/problem.ts';
import { kindOf } from './file.ts';
import { legalMoves, type Place } from './legal-moves.ts';
import type { Definition, Kind, MoveRule } from './stages.ts';

/** What a role may bring to a submitted file where it stands, by kinds of documents; null: whatever is theirs. */
export interface Takes {
  readonly kinds: readonly string[] | null;
  /** Moves of the role that can be made from here. */
  readonly moves: readonly MoveRule[];
}

/**
 * Kinds of documents that a file takes from a role that is no office's. What offices have before them is
 * not to change under their hands: a kind is taken where a move from here brings it, needs it or has it in
 * its checklist (a receipt, too, that an office will record); where the file was sent back to be mended,
 * whatever this role may bring.
 */
export function takesOf(definition: Definition, place: Place, role: string): Takes {
  const kind = kindOf(definition, place);
  const all = legalMoves(definition, place);
  const moves = all.filter((rule) => rule.roles.includes(role));
  if (moves.some((rule) => answers(kind, place.stage, rule, role))) return { kinds: null, moves };
  const named = all.flatMap((rule) => namedBy(kind, rule));
  const theirs = (id: string) => definition.documents.get(id)?.bringers.includes(role) ?? false;
  return { kinds: [...new Set(named)].filter(theirs), moves };
}

/** Documents that a move brings, needs or has in its checklist. */
function namedBy({ checklist }: Kind, { id, brings, needs }: MoveRule): string[] {
  const lines = checklist.filter(({ move }) => move === id).map(({ document }) => document);
  return [...brings, ...needs, ...lines];
}

/**
 * Whether a move of this role answers an office: files come to its stage only because others sent them
 * there with a reason, and it takes them back to where they were.
 */
function answers({ moves }: Kind, stage: string, { to, track }: MoveRule, role: string): boolean {
  if (to === null || track !== null) return false;
  const ways = [...moves.values()].filter((m) => m.track === null && m.to === stage);
  const sentBack = ways.every((m) => m.needsReason && !m.roles.includes(role));
  return sentBack && ways.some((m) => m.from.includes(to));
}

/** What there is to do instead, in words. */
export function wordsOfTakes({ documents }: Definition, { kinds, moves }: Takes): Text {
  const told = (language: 'id' | 'en') => ({
    kinds: (kinds ?? []).map((id) => `${documents.get(id)!.name[language]} (${id})`).join(', '),
    moves: moves.map(({ id, name }) => `${name[language]} (${id})`).join(', '),
  });
  const [id, en] = [told('id'), told('en')];
  return {
    id: `Di sini dapat dibawa: ${id.kinds || 'tidak ada'}. Langkah Anda di sini: ${id.moves || 'tidak ada'}.`,
    en: `Here can be brought: ${en.kinds || 'nothing'}. Your moves here: ${en.moves || 'none'}.`,
  };
}
