import type { CornerRow } from '../../assessment/model.ts';
import { heading, paragraph, SMALL, section } from './flow.ts';
import { noApproval } from './ground.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';

/** Both tables of corners as a PKKPR has them: No, Bujur, Lintang; degrees first, then metres. */
export function coordinatesSection(sheet: Sheet): void {
  const { flow, extract, say, squareMetres } = sheet;
  const { requested, approved, areaM2 } = extract.parcel;
  section(flow, say('coordinates'), () => {
    heading(flow, `${say('requested')} (${squareMetres(areaM2)})`, 3);
    cornerTable(sheet, requested);
    heading(flow, say('approved') + (approved ? ` (${squareMetres(approved.areaM2)})` : ''), 3);
    if (!approved) {
      paragraph(flow, noApproval(sheet));
      return;
    }
    paragraph(flow, say('approvedAbout'), SMALL);
    cornerTable(sheet, approved.corners);
  });
}

function cornerTable({ flow, extract, language, say }: Sheet, corners: readonly CornerRow[]): void {
  const fixed = (value: number, digits: number) => {
    const text = value.toFixed(digits);
    return language === 'id' ? text.replace('.', ',') : text;
  };
  const degrees = (text: string) => (language === 'id' ? text : inEnglish(text));
  // Only where there are several: a number that is always the same tells nothing.
  const rings = new Set(corners.map((c) => c.ring)).size > 1;
  const right = { align: 'right' } as const;
  const columns = [
    { head: say('no'), share: 6, ...right },
    ...(rings ? [{ head: say('ring'), share: 7, ...right }] : []),
    { head: say('bujur'), share: 19, ...right },
    { head: say('lintang'), share: 18, ...right },
    { head: `${say('bujur')} (${say('decimal')})`, share: 19, ...right },
    { head: `${say('lintang')} (${say('decimal')})`, share: 19, ...right },
    { head: 'X (m)', share: 14, ...right },
    { head: 'Y (m)', share: 15, ...right },
  ];
  const rows = corners.map((c) => [
    String(c.number),
    ...(rings ? [String(c.ring + 1)] : []),
    degrees(c.bujur),
    degrees(c.lintang),
    fixed(c.lon, 8),
    fixed(c.lat, 8),
    fixed(c.x, 3),
    fixed(c.y, 3),
  ]);
  table(flow, { columns, rows, size: 9, dense: true });
  paragraph(flow, `X, Y: ${extract.parcel.metricCrs}.`, { ...SMALL, size: 9 });
}

/** Bujur timur and barat, lintang utara and selatan. */
const POINTS: Readonly<Record<string, string>> = { BT: 'E', BB: 'W', LU: 'N', LS: 'S' };

/** `123°35'36,579" BT` as `123°35'36.579" E`. */
function inEnglish(degrees: string): string {
  return degrees.replace(',', '.').replace(/B[TB]|L[US]/, (point) => POINTS[point]!);
}
