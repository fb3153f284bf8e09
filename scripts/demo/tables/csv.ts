/** A CSV table: header line, comma, quotes only where needed, line feed. */
export function csv(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((c) => quote(String(c))).join(',');
  return `${[header, ...rows].map(line).join('\n')}\n`;
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
