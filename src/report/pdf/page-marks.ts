import { artifact, PAGE } from './document.ts';
import { drawLines, FINE, LEFT, WIDTH } from './flow.ts';
import type { Style } from './lines.ts';
import type { Sheet } from './sheet.ts';

const FOOT_Y = PAGE.height - 31;
const MARK = { bottom: 37, line: 12.5 };
const WARNING: Style = { face: 'bold', size: 10, color: '#a61b1b' };

/** Foot of every page with its number of how many, and a band on top where the data decide nothing. */
export function pageMarks({ flow: { doc }, extract, say }: Sheet): void {
  const warnings = [
    ...(extract.demonstration ? [say('demonstration')] : []),
    ...(extract.binding ? [] : [say('notBinding')]),
  ];
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    artifact(doc, 'Pagination', () => {
      if (warnings.length > 0) {
        const height = warnings.length * MARK.line + 3;
        const y = MARK.bottom - height;
        doc.rect(LEFT, y, WIDTH, height).fill('#fbe6e4');
        const place = { x: LEFT, y: y + 1.5, width: WIDTH, align: 'center' } as const;
        drawLines(doc, warnings, place, WARNING);
      }
      const place = { x: LEFT, y: FOOT_Y, width: WIDTH };
      drawLines(doc, [`${say('shortTitle')} · ${say('code')} ${extract.code}`], place, FINE);
      const number = say('page', String(page + 1), String(count));
      drawLines(doc, [number], { ...place, align: 'right' }, FINE);
    });
  }
}
