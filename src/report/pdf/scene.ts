import type { Op, PathOp, Scene, TextOp } from '../map/scene.ts';
import type { Doc } from './document.ts';

const PT_PER_MM = 72 / 25.4;

/** Size of a map on the page at its own scale, pt. */
export function sceneSize({ widthMm, heightMm }: Scene): { width: number; height: number } {
  return { width: widthMm * PT_PER_MM, height: heightMm * PT_PER_MM };
}

/** Draws a map with its upper left corner at (x, y) pt, at its own scale, as lines and letters. */
export function drawScene(doc: Doc, scene: Scene, x: number, y: number): void {
  const [left, top, right, bottom] = scene.window.map((v) => v * PT_PER_MM);
  doc.save().translate(x, y);
  doc.lineJoin('round');
  doc.save();
  doc.rect(left!, top!, right! - left!, bottom! - top!).clip();
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
  const { fill, stroke, strokeMm = 0.2, dashMm, opacity = 1, cap } = op;
  if (op.lines.length === 0) return;
  doc.save();
  if (opacity < 1) doc.opacity(opacity);
  if (stroke) {
    doc.lineWidth(strokeMm * PT_PER_MM).lineCap(cap ?? 'round');
    if (dashMm && dashMm.length > 0) {
      // pdfkit takes a list of lengths; its types know only one.
      doc.dash(dashMm.map((v) => v * PT_PER_MM) as unknown as number, {});
    }
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
    doc.moveTo(line[0]! * PT_PER_MM, line[1]! * PT_PER_MM);
    for (let i = 2; i + 1 < line.length; i += 2) {
      doc.lineTo(line[i]! * PT_PER_MM, line[i + 1]! * PT_PER_MM);
    }
    if (closed) doc.closePath();
  }
}

function drawText(doc: Doc, op: TextOp): void {
  const [x, y] = [op.x * PT_PER_MM, op.y * PT_PER_MM];
  doc.save();
  if (op.turn) doc.rotate(op.turn, { origin: [x, y] });
  doc.font(op.face, op.sizeMm * PT_PER_MM);
  const free = op.anchor === 'start' ? 0 : doc.widthOfString(op.text);
  const at = x - (op.anchor === 'middle' ? free / 2 : free);
  const options = { lineBreak: false, baseline: 'alphabetic' } as const;
  if (op.halo && op.haloMm) {
    // The rim is the same letters, stroked: whoever copies the text gets them once.
    doc.addContent('/Span <</ActualText ()>> BDC');
    doc.lineWidth(2 * op.haloMm * PT_PER_MM).strokeColor(op.halo);
    doc.text(op.text, at, y, { ...options, stroke: true });
    doc.addContent('EMC');
  }
  doc.fillColor(op.color).text(op.text, at, y, options);
  doc.restore();
}
