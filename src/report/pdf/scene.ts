import type { Op, PathOp, Scene, TextOp } from '../map/index.ts';
import type { Doc } from './document.ts';

const PT_PER_MM = 72 / 25.4;
/** Rim about letters where the map says nothing of its width. */
const HALO_MM = 0.3;

/** Size of a map on the page at its own scale, pt. */
export function sceneSize({ widthMm, heightMm }: Scene): { width: number; height: number } {
  return { width: widthMm * PT_PER_MM, height: heightMm * PT_PER_MM };
}

/** Draws a map with its upper left corner at (x, y) pt, at its own scale, as lines and letters. */
export function drawScene(doc: Doc, scene: Scene, x: number, y: number): void {
  const [left, top, right, bottom] = scene.window;
  // From here on all is in mm: hundredths of a mm are short numbers, which tenfold in pt are not.
  doc.save().translate(x, y).scale(PT_PER_MM);
  doc.lineJoin('round');
  doc.save();
  doc.rect(left, top, right - left, bottom - top).clip();
  for (const op of scene.inside) draw(doc, op);
  doc.restore();
  for (const op of scene.outside) draw(doc, op);
  doc.restore();
}

function draw(doc: Doc, op: Op): void {
  if (op.kind === 'path') drawPath(doc, op);
  else drawText(doc, op);
}

function drawPath(doc: Doc, op: PathOp): void {
  const { closed, fill, stroke, strokeMm = 0.2, dashMm, opacity = 1, cap } = op;
  if (op.lines.length === 0) return;
  doc.save();
  if (opacity < 1) doc.opacity(opacity);
  if (stroke) {
    doc.lineWidth(strokeMm).lineCap(closed ? 'butt' : (cap ?? 'round'));
    // pdfkit takes a list of lengths; its types know only one.
    if (dashMm && dashMm.length > 0) doc.dash([...dashMm] as unknown as number, {});
  }
  trace(doc, op);
  if (fill && stroke) {
    doc.fillAndStroke(fill, stroke, 'even-odd');
  } else if (fill) doc.fill(fill, 'even-odd');
  else if (stroke) doc.stroke(stroke);
  doc.restore();
}

function trace(doc: Doc, { lines, closed }: PathOp): void {
  for (const line of lines) {
    doc.moveTo(line[0]!, line[1]!);
    for (let i = 2; i + 1 < line.length; i += 2) {
      doc.lineTo(line[i]!, line[i + 1]!);
    }
    if (closed) doc.closePath();
  }
}

function drawText(doc: Doc, op: TextOp): void {
  const { x, y } = op;
  doc.save();
  if (op.turn) doc.rotate(op.turn, { origin: [x, y] });
  doc.font(op.face, op.sizeMm);
  const free = op.anchor === 'start' ? 0 : doc.widthOfString(op.text);
  const at = x - (op.anchor === 'middle' ? free / 2 : free);
  const options = { lineBreak: false, baseline: 'alphabetic' } as const;
  if (op.halo) {
    // The rim is the same letters, stroked: whoever copies the text gets them once.
    doc.addContent('/Span <</ActualText ()>> BDC');
    doc.lineWidth(2 * (op.haloMm ?? HALO_MM)).strokeColor(op.halo);
    doc.text(op.text, at, y, { ...options, stroke: true });
    doc.addContent('EMC');
  }
  doc.fillColor(op.color).text(op.text, at, y, options);
  doc.restore();
}
