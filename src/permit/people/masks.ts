/** Numbers of people as lists, logs and receipts show them: enough to recognise, too little to use. */

/** `53••••••••••0001`: the province's digits and the last four. */
export function maskNumber(text: string): string {
  const signs = [...text.replaceAll(/\s/g, '')];
  if (signs.length <= 6) return '•'.repeat(signs.length);
  return signs.map((sign, i) => (i < 2 || i >= signs.length - 4 ? sign : '•')).join('');
}

/** `m•••@kupang.go.id`. */
export function maskEmail(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 1 ? maskNumber(text) : `${[...text][0]}•••${text.slice(at)}`;
}

/** `M. N. B.` for a name: its initials. */
export function maskName(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => `${[...word][0]!.toUpperCase()}.`).join(' ');
}
