import type { Text } from '../base/problem.ts';

const SENTENCES: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['berkas atau foldernya tidak ada', 'there is no such file or folder'],
  EACCES: ['tidak ada izin', 'there is no permission'],
  EPERM: ['tidak ada izin', 'there is no permission'],
  EISDIR: ['itu folder, bukan berkas', 'it is a folder, not a file'],
  ENOTDIR: ['sebagian jalurnya bukan folder', 'a part of the path is no folder'],
  ENOSPC: ['penyimpanan penuh', 'the disk is full'],
  EROFS: ['penyimpanan ini hanya dapat dibaca', 'this disk can only be read'],
  EPIPE: ['penerima keluaran sudah menutup', 'who took the output has closed it'],
  EMFILE: ['terlalu banyak berkas terbuka', 'too many files are open'],
};

/** What the system says of a file, in a plain half sentence; the system's own text follows in brackets. */
export function systemError(error: unknown): Text {
  const reason = error instanceof Error ? error.message : String(error);
  const code = String((error as { code?: unknown } | null)?.code);
  const found = Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined;
  return found
    ? { id: `${found[0]} (${reason})`, en: `${found[1]} (${reason})` }
    : { id: reason, en: reason };
}
