import {
  type Definition,
  kindOf,
  listedFor,
  newFile,
  type PermitFile,
  stageOf,
  transition,
} from '../src/permit/index.ts';

/** A way that a file may have gone, made by the law of stages itself. */
export interface History {
  readonly file: PermitFile;
  readonly holders: readonly string[];
  readonly open: boolean;
  readonly issued: boolean;
  /** Of all applications, in per mille. */
  readonly share: number;
}

const KIND = 'pkkpr_berusaha';
/** Events are half a day apart. */
export const STEP_MS = 12 * 3_600_000;
export const FIRST = '2026-01-05T08:00:00+08:00';

const CHECKED = 'ajukan mulai_periksa nyatakan_lengkap terbitkan_sps catat_bayar';
const STUDIED = `${CHECKED} terbitkan_pertek selesaikan_telaah beri_pertimbangan naikkan`;
const ISSUED = `${STUDIED} setujui terbitkan`;

/** Where files stand, and how many of a thousand: one in twenty is open, most were issued. */
const WAYS: readonly (readonly [string, number])[] = [
  ['ajukan', 6],
  ['ajukan mulai_periksa', 6],
  ['ajukan mulai_periksa kembalikan', 5],
  ['ajukan mulai_periksa nyatakan_lengkap', 5],
  ['ajukan mulai_periksa nyatakan_lengkap terbitkan_sps', 5],
  [CHECKED, 7],
  [`${CHECKED} terbitkan_pertek`, 5],
  [STUDIED, 6],
  [`${STUDIED} setujui`, 5],
  [ISSUED, 820],
  ['ajukan tarik', 60],
  [`${ISSUED} batalkan`, 70],
];

export function histories(definition: Definition): History[] {
  return WAYS.map(([way, share]) => {
    const file = walk(definition, way.split(' '));
    const kind = kindOf(definition, file);
    const final = stageOf(kind, file).type === 'final';
    const issued = file.stage === 'terbit';
    const holders = final ? [] : listedFor(definition, file).map(({ role }) => role);
    return { file, holders, open: !final && !issued, issued, share };
  });
}

function walk(definition: Definition, moves: readonly string[]): PermitFile {
  const kind = definition.kinds.get(KIND)!;
  const documents = [...definition.documents.keys()];
  const facts = Object.fromEntries([...definition.facts.keys()].map((f) => [f, false]));
  let file: PermitFile = { ...newFile(kind, facts), documents };
  for (const [i, id] of moves.entries()) {
    const rule = kind.moves.get(id)!;
    const at = wita(new Date(Date.parse(FIRST) + i * STEP_MS));
    const move = { id, documents: rule.brings, reason: 'alasan' };
    const moved = transition(definition, file, move, { role: rule.roles[0]!, id: 'bench' }, at);
    if (!moved.ok) throw new Error(`${id}: ${moved.problems[0]!.message.en}`);
    file = moved.value.file;
  }
  return file;
}

function wita(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
