import { type Note, note } from '../base/problem.ts';
import { WINDOWS_1252 } from './encoding.ts';

/**
 * Text of a file: UTF-16 by its byte order mark, else UTF-8 where it is valid UTF-8, else
 * Windows-1252 with a note (`text.encoding_assumed`): valid UTF-8 with letters beyond ASCII is not
 * met by chance. The byte order mark is left out.
 */
export function decodeText(bytes: Uint8Array): { value: string; notes: (where: string) => Note[] } {
  const none = () => [];
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { value: new TextDecoder('utf-16le').decode(bytes), notes: none };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { value: new TextDecoder('utf-16be').decode(bytes), notes: none };
  }
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(bytes), notes: none };
  } catch {
    return { value: WINDOWS_1252.decode(bytes), notes: (where) => [assumed(where)] };
  }
}

function assumed(where: string): Note {
  return note(
    'text.encoding_assumed',
    where,
    'Bukan UTF-8; huruf dibaca sebagai Windows-1252.',
    'Not UTF-8; letters are read as Windows-1252.',
  );
}
