/** Breaks a text at spaces so that no line is longer than the terminal, if words allow. */
export function wrapped(text: string, width: number, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const empty = line === first || line === next;
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
  }
  return line.trim() === '' ? lines : [...lines, line];
}
