import type { Ink, Op, PathOp, Scene, TextOp } from './scene.ts';

/**
 * A map as a whole SVG document of its size in mm, with title and description for who cannot see it.
 * Numbers have at most two decimals, so that the same map is the same text everywhere.
 */
export function svgText(scene: Scene): string {
  const { widthMm, heightMm, window } = scene;
  const [left, top, right, bottom] = window;
  const size = `width="${num(widthMm)}mm" height="${num(heightMm)}mm"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${num(widthMm)} ${num(heightMm)}"` +
      ` lang="${scene.language}" role="img" aria-labelledby="map-title map-description"` +
      ` font-family="Tinos, 'Times New Roman', serif" fill="none" stroke-linejoin="round">`,
    `<title id="map-title">${escaped(scene.title)}</title>`,
    `<desc id="map-description">${escaped(scene.description)}</desc>`,
    `<defs><clipPath id="map-window"><rect x="${num(left)}" y="${num(top)}"` +
      ` width="${num(right - left)}" height="${num(bottom - top)}"/></clipPath></defs>`,
    `<rect width="${num(widthMm)}" height="${num(heightMm)}" fill="#ffffff"/>`,
    '<g clip-path="url(#map-window)">',
    ...scene.inside.map(element),
    '</g>',
    ...scene.outside.map(element),
    '</svg>',
    '',
  ].join('\n');
}

function element(op: Op): string {
  return op.kind === 'path' ? pathElement(op) : textElement(op);
}

function pathElement({ lines, closed, ...ink }: PathOp): string {
  const d = lines.map((line) => pathData(line, closed)).join('');
  const attributes = [
    ...(ink.fill ? [`fill="${ink.fill}" fill-rule="evenodd"`] : []),
    ...(ink.stroke ? [`stroke="${ink.stroke}" stroke-width="${num(ink.strokeMm ?? 0.2)}"`] : []),
    ...(ink.stroke && !closed && ink.cap !== 'butt' ? ['stroke-linecap="round"'] : []),
    ...(ink.dashMm ? [`stroke-dasharray="${ink.dashMm.map(num).join(' ')}"`] : []),
    ...opacity(ink),
  ];
  return `<path ${attributes.join(' ')} d="${d}"/>`;
}

/** On fill and pen, not on the element: that would be a group of its own for whoever draws it. */
function opacity({ fill, stroke, opacity: value }: Ink): string[] {
  if (value === undefined) return [];
  return [
    ...(fill ? [`fill-opacity="${num(value)}"`] : []),
    ...(stroke ? [`stroke-opacity="${num(value)}"`] : []),
  ];
}

function pathData(line: readonly number[], closed: boolean): string {
  let d = `M${num(line[0]!)} ${num(line[1]!)}`;
  for (let i = 2; i < line.length; i += 2) d += `L${num(line[i]!)} ${num(line[i + 1]!)}`;
  return closed ? `${d}Z` : d;
}

/** The rim is a text of its own under the letters: not every reader knows `paint-order`. */
function textElement(op: TextOp): string {
  const turn = op.turn ? ` transform="rotate(${num(op.turn)} ${num(op.x)} ${num(op.y)})"` : '';
  const attributes =
    `x="${num(op.x)}" y="${num(op.y)}" font-size="${num(op.sizeMm)}"` +
    (op.anchor === 'start' ? '' : ` text-anchor="${op.anchor}"`) +
    (op.face === 'bold' ? ' font-weight="bold"' : '') +
    (op.face === 'italic' ? ' font-style="italic"' : '') +
    turn;
  const text = escaped(op.text);
  const letters = `<text ${attributes} fill="${op.color}">${text}</text>`;
  if (op.halo === undefined) return letters;
  const rim = `stroke="${op.halo}" stroke-width="${num(2 * (op.haloMm ?? 0.3))}" aria-hidden="true"`;
  return `<text ${attributes} ${rim}>${text}</text>${letters}`;
}

function num(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Control characters, which XML does not allow, become spaces. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, ' ')
    .replace(/[&<>"]/g, (c) => ESCAPES[c]!);
}
