import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

/** Tinos (SIL Open Font License 1.1): the widths of Times New Roman, which the sheets of a PKKPR use. */
export type Face = 'regular' | 'bold' | 'italic';

const FILES: Readonly<Record<Face, string>> = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
};

/** Stands for a sign that the font does not have. */
const UNKNOWN_SIGN = '?'.codePointAt(0)!;

interface Glyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

interface Position {
  xAdvance: number;
  readonly yAdvance: number;
  readonly xOffset: number;
  readonly yOffset: number;
}

/** What we use of the font that pdfkit parses. */
interface ParsedFont {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(code: number): boolean;
  glyphForCodePoint(code: number): { readonly id: number; readonly advanceWidth: number };
}

export interface Font {
  /** What pdfkit takes for a font, `doc.registerFont`. */
  readonly source: PDFKit.Mixins.PDFFontSource;
  /** Width of a line of text of 1 pt, in pt. */
  width(text: string): number;
}

const fonts = new Map<Face, Font>();

/** A face, parsed once in a thread: parsing takes longer than a page. */
export function fontOf(face: Face): Font {
  const font = fonts.get(face) ?? load(face);
  fonts.set(face, font);
  return font;
}

function load(face: Face): Font {
  const parsed = parse(face);
  const glyphs = new Map<number, Glyph>();
  const glyphOf = (code: number): Glyph => {
    const glyph = glyphs.get(code) ?? makeGlyph(parsed, code);
    glyphs.set(code, glyph);
    return glyph;
  };
  const layout = (text: string) => {
    const run = [...text].map((sign) => glyphOf(sign.codePointAt(0)!));
    return glyphRun(run);
  };
  const width = (text: string) => {
    let units = 0;
    for (const sign of text) units += glyphOf(sign.codePointAt(0)!).advanceWidth;
    return units / parsed.unitsPerEm;
  };
  const source = Object.create(parsed, { layout: { value: layout } });
  return { source, width };
}

/**
 * A glyph of our own: the parser's are kept by number, so that two signs that share one (space and
 * no-break space) would have the code of whichever was asked for first, in whatever report that was.
 */
function makeGlyph(font: ParsedFont, code: number): Glyph {
  const known = font.hasGlyphForCodePoint(code) ? code : UNKNOWN_SIGN;
  const { id, advanceWidth } = font.glyphForCodePoint(known);
  return { id, advanceWidth, codePoints: [known] };
}

/** Sign after sign, without ligatures and kerning: quick, and every text can be searched and copied. */
function glyphRun(glyphs: readonly Glyph[]) {
  const positions: Position[] = glyphs.map(({ advanceWidth }) => {
    return { xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 };
  });
  return {
    glyphs,
    positions,
    // pdfkit scales the positions in place and asks for the sum afterwards.
    get advanceWidth() {
      return positions.reduce((sum, p) => sum + p.xAdvance, 0);
    },
  };
}

function parse(face: Face): ParsedFont {
  const file = fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${FILES[face]}`));
  const doc = new PDFDocument({ font: '', autoFirstPage: false });
  const opened = doc.font(readFileSync(file)) as unknown as { _font: { font: ParsedFont } };
  return opened._font.font;
}
