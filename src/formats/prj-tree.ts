/** `NAME["text", 1.5, CHILD[...]]` as written in a `.prj` file. */
export interface PrjNode {
  readonly name: string;
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly children: readonly PrjNode[];
}

const TOKEN =
  /\s*(?:"((?:[^"]|"")*)"|([A-Za-z_][\w]*)|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([[\](),]))/y;

type Token = { kind: 'text' | 'word' | 'number' | 'sign'; value: string };

/** The nodes of a coordinate system in WKT 1 (OGC or ESRI) or WKT 2; null where it is not WKT. */
export function parsePrjTree(text: string): PrjNode[] | null {
  const tokens = tokensOf(text.replace(/^\uFEFF/, '').replace(/\0+$/, ''));
  if (!tokens) return null;
  const nodes: PrjNode[] = [];
  let at = 0;
  while (at < tokens.length) {
    const read = readNode(tokens, at, 0);
    if (!read) return null;
    nodes.push(read.node);
    at = read.next;
    // Heights stand behind the plane system in ESRI files, after a comma.
    if (at < tokens.length && tokens[at]!.value === ',') at++;
  }
  return nodes.length > 0 ? nodes : null;
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    const [, quoted, word, number, sign] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll('""', '"') });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else tokens.push({ kind: 'sign', value: sign! });
  }
  return tokens;
}

function readNode(
  tokens: readonly Token[],
  start: number,
  depth: number,
): { node: PrjNode; next: number } | null {
  if (depth > 20 || tokens[start]?.kind !== 'word') return null;
  const node = {
    name: tokens[start]!.value.toUpperCase(),
    texts: [] as string[],
    numbers: [] as number[],
    children: [] as PrjNode[],
  };
  const open = tokens[start + 1]?.value;
  if (open !== '[' && open !== '(') return null;
  const close = open === '[' ? ']' : ')';
  let at = start + 2;
  while (at < tokens.length) {
    const token = tokens[at]!;
    if (token.kind === 'sign') {
      if (token.value === close) return { node, next: at + 1 };
      if (token.value !== ',') return null;
      at++;
    } else if (token.kind === 'word' && isOpen(tokens[at + 1])) {
      const child = readNode(tokens, at, depth + 1);
      if (!child) return null;
      node.children.push(child.node);
      at = child.next;
    } else {
      if (token.kind === 'number') node.numbers.push(Number(token.value));
      else node.texts.push(token.value);
      at++;
    }
  }
  return null;
}

function isOpen(token: Token | undefined): boolean {
  return token?.kind === 'sign' && (token.value === '[' || token.value === '(');
}

/** First child with one of these names, at any depth if `deep`. */
export function childOf(node: PrjNode, names: readonly string[], deep = false): PrjNode | null {
  for (const child of node.children) if (names.includes(child.name)) return child;
  if (!deep) return null;
  for (const child of node.children) {
    const found = childOf(child, names, true);
    if (found) return found;
  }
  return null;
}
