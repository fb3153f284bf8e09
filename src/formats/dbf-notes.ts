import { type Note, note, type Problem, problem } from '../base/problem.ts';

// What can be wrong with a .dbf, and what is noted of it.

/** Problem `dbf.damaged`; `what` is wrong. */
export function damaged(where: string, what: string): Problem {
  return problem(
    'dbf.damaged',
    where,
    `Tabel atribut (.dbf) rusak: ${what}.`,
    `The attribute table (.dbf) is damaged: ${what}.`,
  );
}

/** Problem `dbf.truncated`: rows stated and rows there. */
export function truncated(where: string, count: number, available: number): Problem {
  return problem(
    'dbf.truncated',
    where,
    `Tabel atribut (.dbf) menyebut ${count} baris tetapi hanya berisi ${available}; berkas terpotong.`,
    `The attribute table (.dbf) states ${count} rows but holds only ${available}; the file is truncated.`,
  );
}

/** Problem `dbf.encoding_unknown` for a name that no encoding goes by. */
export function unknownEncoding(where: string, label: string): Problem {
  return problem(
    'dbf.encoding_unknown',
    where,
    `Pengodean huruf "${label.trim()}" tidak dikenal; pakai UTF-8, ISO-8859-1 atau 1252.`,
    `Character encoding "${label.trim()}" is not known; use UTF-8, ISO-8859-1 or 1252.`,
    label,
  );
}

/** Note `dbf.encoding_assumed`; `utf8` where the bytes look like UTF-8. */
export function assumed(where: string, name: string, utf8: boolean): Note {
  const hint = utf8
    ? [
        ' Isinya tampak seperti UTF-8: sebutkan encoding.',
        ' The content looks like UTF-8: state the encoding.',
      ]
    : ['', ''];
  return note(
    'dbf.encoding_assumed',
    where,
    `Tanpa .cpg; huruf dibaca sebagai ${name}.${hint[0]}`,
    `No .cpg; letters are read as ${name}.${hint[1]}`,
  );
}

/** Note `dbf.field_renamed`: a column without a name or with one that is taken. */
export function renamed(where: string, raw: string, name: string): Note {
  return note(
    'dbf.field_renamed',
    where,
    `Kolom "${raw}" dibaca sebagai "${name}".`,
    `Column "${raw}" is read as "${name}".`,
  );
}

const COUNT_NOTES: Readonly<Record<string, readonly [string, string, string]>> = {
  memo: ['dbf.memo_ignored', 'berisi memo yang tidak dibaca', 'hold a memo that is not read'],
  number: [
    'dbf.number_unreadable',
    'bukan angka dan dibaca kosong',
    'are no number and read as blank',
  ],
  cut: [
    'dbf.text_cut',
    'berisi 254 huruf penuh dan mungkin terpotong',
    'fill all 254 bytes and may be cut',
  ],
  encoding: [
    'dbf.encoding_wrong',
    'tidak sesuai pengodean hurufnya',
    'do not fit the character encoding',
  ],
};

/** Note on cells of a column, of kind `memo`, `number`, `cut` or `encoding`. */
export function countNote(kind: string, where: string, field: string, count: number): Note {
  const [code, id, en] = COUNT_NOTES[kind]!;
  return note(code, `${where}, ${field}`, `${count} sel ${id}.`, `${count} cells ${en}.`);
}
