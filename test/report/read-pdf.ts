import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as a reader of PDFs that is not ours sees it. */
export interface ReadPdf {
  /** Text of each page without any space, so that lines and hyphens of the layout don't count. */
  readonly pages: readonly string[];
  readonly language: string | null;
  readonly title: string | null;
  readonly creationDate: string | null;
  readonly tagged: boolean;
  readonly attachments: Readonly<Record<string, Uint8Array>>;
  /** Structure of each page. */
  readonly trees: readonly Node[];
  /** Pieces of text that are neither part of the structure nor marked as decoration. */
  readonly unmarked: readonly string[];
  readonly outline: readonly string[];
}

export interface Node {
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly Node[];
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  // It takes the bytes for itself.
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const pdf = await task.promise;
  const { info } = (await pdf.getMetadata()) as { info: Readonly<Record<string, string>> };
  const pages: string[] = [];
  const trees: Node[] = [];
  const unmarked: string[] = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    let text = '';
    let depth = 0;
    for (const item of items) {
      if ('str' in item) {
        text += item.str;
        if (depth === 0 && item.str.trim() !== '') unmarked.push(item.str);
      } else depth += item.type.startsWith('begin') ? 1 : -1;
    }
    pages.push(withoutSpace(text));
    trees.push((await page.getStructTree()) as Node);
  }
  const attachments: Record<string, Uint8Array> = {};
  for (const [name] of (await pdf.getAttachments()) ?? []) {
    attachments[name] = (await pdf.getAttachmentContent(name)) as Uint8Array;
  }
  const read = {
    pages,
    trees,
    unmarked,
    language: info.Language ?? null,
    title: info.Title ?? null,
    creationDate: info.CreationDate ?? null,
    tagged: ((await pdf.getMarkInfo()) as Map<string, boolean> | null)?.get('Marked') === true,
    attachments,
    outline: ((await pdf.getOutline()) ?? []).map((o: { title: string }) => o.title),
  };
  await task.destroy();
  return read;
}

export function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

/** All nodes of a role. */
export function nodesOf(trees: readonly Node[], role: string): Node[] {
  return trees.flatMap((node) => [
    ...(node.role === role ? [node] : []),
    ...nodesOf(node.children ?? [], role),
  ]);
}

/**
 * All objects of a PDF of ours in plain text: those in object streams too, and what tells letters from
 * glyphs (ToUnicode); of other streams the dictionary.
 */
export function objectsOf(bytes: Uint8Array): string {
  const told = ({ head, plain }: Stream) =>
    /\/Type \/ObjStm/.test(head) || plain.includes('begincmap') ? head + plain : head;
  return streamsOf(bytes).map(told).join('');
}

/** What is drawn on the pages, as PDF's own operators. */
export function drawnOn(bytes: Uint8Array): string {
  const all = streamsOf(bytes).map(({ plain }) => plain);
  return all.filter((plain) => plain.includes(' BDC\n')).join('\n');
}

interface Stream {
  readonly head: string;
  /** Inflated; empty where it was not deflated. */
  readonly plain: string;
}

function streamsOf(bytes: Uint8Array): Stream[] {
  const file = Buffer.from(bytes);
  const found: Stream[] = [];
  let at = 0;
  for (;;) {
    const stream = file.indexOf('\nstream\n', at);
    if (stream < 0) return [...found, { head: file.toString('latin1', at), plain: '' }];
    const head = file.toString('latin1', at, stream);
    const length = Number(/\/Length (\d+)(?![\s\S]*\/Length )/.exec(head)![1]);
    const start = stream + '\nstream\n'.length;
    const data = file.subarray(start, start + length);
    const plain = head.includes('/FlateDecode') ? inflateSync(data).toString('latin1') : '';
    found.push({ head, plain });
    at = start + length;
  }
}
