/** Upper halves (bytes 128..255) of the two DOS code pages that TextDecoder does not know. */
const DOS_PAGES: Readonly<Record<string, string>> = {
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
};

export interface Encoding {
  /** `utf-8`, `windows-1252`, `cp850`, ... */
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => string;
}

/** Windows-1252: what Latin text without any statement is read as. */
export const WINDOWS_1252: Encoding = encodingFrom('windows-1252')!;

/**
 * The encoding of a name as it stands in `.cpg` files and manifests: `UTF-8`, `65001`, `ISO-8859-1`,
 * `88591`, `1252`, `ANSI 1252`, `CP850`, `OEM 437`, `LATIN1`. null where the name is not known.
 */
export function encodingFrom(label: string): Encoding | null {
  const plain = label.trim().toLowerCase().replace(/\0/g, '');
  const name = aliasOf(plain);
  if (name === null) return null;
  const page = DOS_PAGES[name];
  if (page) return { name, decode: (bytes) => decodePage(bytes, page) };
  try {
    const decoder = new TextDecoder(name);
    return { name, decode: (bytes) => decoder.decode(bytes) };
  } catch {
    return null;
  }
}

function aliasOf(plain: string): string | null {
  if (plain === '') return null;
  if (/^(utf-?8|65001|cp65001|unicode)$/.test(plain)) return 'utf-8';
  if (/^(iso[-_ ]?)?8859[-_ ]?(\d{1,2})$/.test(plain)) {
    return `iso-8859-${/8859[-_ ]?(\d{1,2})$/.exec(plain)![1]}`;
  }
  if (/^latin[-_ ]?1$/.test(plain)) return 'iso-8859-1';
  const page = /^(?:ansi|oem|cp|windows|ibm|dos)?[-_ ]*(\d{3,4})$/.exec(plain)?.[1];
  if (page === '437' || page === '850') return `cp${page}`;
  if (page === '866') return 'ibm866';
  if (page === '874' || (page && /^125\d$/.test(page))) return `windows-${page}`;
  if (page === '932') return 'shift_jis';
  if (page === '936') return 'gbk';
  if (page === '949') return 'euc-kr';
  if (page === '950') return 'big5';
  return page ? null : plain;
}

/** Language driver byte of a dBase header (byte 29) -> encoding; null where it says nothing or is unknown. */
export function encodingOfLanguageDriver(byte: number): Encoding | null {
  const label = LANGUAGE_DRIVERS[byte];
  return label === undefined ? null : encodingFrom(label);
}

const LANGUAGE_DRIVERS: Readonly<Record<number, string>> = {
  1: '437',
  2: '850',
  3: '1252',
  19: '932',
  38: '866',
  77: '936',
  78: '949',
  79: '950',
  80: '874',
  87: '1252',
  88: '1252',
  89: '1252',
  101: '866',
  200: '1250',
  201: '1251',
  202: '1254',
  203: '1253',
};

function decodePage(bytes: Uint8Array, page: string): string {
  let text = '';
  for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : page[byte - 128];
  return text;
}

/** Whether bytes are valid UTF-8 and hold at least one sequence of several bytes. */
export function looksLikeUtf8(bytes: Uint8Array): boolean {
  if (isAscii(bytes)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether no byte is above 127, so that every encoding reads it alike. */
export function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 127) return false;
  return true;
}
