import { note, type Text } from '../base/problem.ts';
import { transformer } from '../formats/crs.ts';
import { type Defect, type DefectKind, inspectPolygon, type Spot } from '../geometry/inspect.ts';
import { isHarmless, type Polygons } from './harmless.ts';
import type { ChosenCrs } from './parcel-crs.ts';
import { knownCrsOf } from './place.ts';
import type { Problems } from './problems.ts';
import type { Shape } from './shape.ts';

/** What a kind of defect is called, and what would do. */
interface Wording {
  readonly code: string;
  readonly text: Text;
}

const WORDS: Readonly<Record<DefectKind, Wording>> = {
  not_a_coordinate: words(
    'coordinate.impossible',
    'bukan koordinat yang mungkin',
    'is no possible coordinate',
  ),
  too_few_corners: words(
    'ring.too_few_corners',
    'cincin ini punya kurang dari 3 sudut yang berbeda; berikan sedikitnya 3',
    'this ring has fewer than 3 different corners; give at least 3',
  ),
  zero_area: words(
    'ring.zero_area',
    'cincin ini tidak punya luas; periksa urutan sudutnya',
    'this ring has no area; check the order of its corners',
  ),
  spike: words(
    'ring.spike',
    'garis batas pergi dan kembali di jalur yang sama (duri); hapus sudut ini',
    'the outline goes out and back on itself (a spike); remove this corner',
  ),
  duplicate_corner: words(
    'ring.duplicate_corner',
    'sudut ini sama dengan sudut sebelumnya; hapus salah satu',
    'this corner repeats the one before it; remove one of them',
  ),
  crosses_itself: words(
    'ring.self_crossing',
    'garis batas memotong dirinya sendiri; periksa urutan sudutnya',
    'the outline crosses itself; check the order of its corners',
  ),
  overlaps_itself: words(
    'ring.self_overlap',
    'dua sisi saling berimpit; hapus bagian yang digambar dua kali',
    'two edges run along each other; remove what is drawn twice',
  ),
  touches_itself: words(
    'ring.self_touch',
    'garis batas menyentuh dirinya sendiri; gambarkan sebagai dua bidang (MultiPolygon)',
    'the outline touches itself; draw two areas (MultiPolygon)',
  ),
  hole_crosses_ring: words(
    'hole.crosses',
    'lubang memotong garis batas luarnya; lubang harus di dalam',
    'a hole crosses its outer ring; it must lie inside',
  ),
  hole_outside: words(
    'hole.outside',
    'lubang berada di luar cincin luarnya',
    'a hole lies outside its outer ring',
  ),
  holes_overlap: words(
    'hole.overlap',
    'dua lubang saling tumpang tindih; gabungkan',
    'two holes overlap; join them',
  ),
  polygons_overlap: words(
    'polygon.overlap',
    'dua bidang saling tumpang tindih; gabungkan',
    'two polygons overlap; join them',
  ),
  too_complex: words(
    'geometry.too_complex',
    'garis batas terlalu rumit untuk diperiksa; sederhanakan',
    'the outline is too complex to be checked; simplify it',
  ),
  more: words(
    'geometry.more',
    'masih ada masalah lain pada bidang ini',
    'there are more problems with this shape',
  ),
};

function words(code: string, id: string, en: string): Wording {
  return { code, text: { id, en } };
}

/**
 * Looks at a shape and tells every defect, with its place in the request's own coordinates. True
 * where there is one. Slips of the pen that leave a sound area (see `isHarmless`) become notes.
 */
export function takeDefects(
  inMetres: Polygons,
  shape: Shape,
  from: ChosenCrs,
  metricCrs: string,
  problems: Problems,
): boolean {
  const found = inspectPolygon(inMetres);
  const hollow = found.filter((d) => d.kind === 'too_few_corners');
  let bad = false;
  for (const defect of found) {
    const isCorner = defect.kind === 'duplicate_corner';
    if (isCorner && hollow.some((h) => sameRing(h, defect))) continue;
    const { code, text } = WORDS[defect.kind];
    const place = placeOf(defect, from, metricCrs);
    const id = `${spotText(defect, 'id')}: ${text.id}${place ? ` (di ${place})` : ''}.`;
    const en = `${spotText(defect, 'en')}: ${text.en}${place ? ` (at ${place})` : ''}.`;
    if (!isHarmless(defect, inMetres, shape)) {
      bad = true;
      problems.add(code, pointerOf(shape, defect), id, en, place || undefined);
    } else if (!isCorner) problems.notes.push(note(code, metricCrs, id, en));
  }
  return bad;
}

function sameRing(a: Spot, b: Spot): boolean {
  return a.polygon === b.polygon && a.ring === b.ring;
}

const WHOLE_RING = new Set<DefectKind>([
  'too_few_corners',
  'zero_area',
  'hole_outside',
  'holes_overlap',
  'polygons_overlap',
  'too_complex',
  'more',
]);

function pointerOf(shape: Shape, d: Defect): string {
  return WHOLE_RING.has(d.kind)
    ? shape.pointer(d.polygon, d.ring)
    : shape.pointer(d.polygon, d.ring, d.vertex);
}

/** `Cincin 1, sudut 3`; people count from 1, and with another edge that one too. */
function spotText(d: Defect, language: 'id' | 'en'): string {
  const [polygon, ring, corner, and] =
    language === 'id' ? ['Bidang', 'cincin', 'sudut', 'dan'] : ['Polygon', 'ring', 'corner', 'and'];
  const whole = `${polygon} ${d.polygon + 1}, ${ring} ${d.ring + 1}`;
  if (WHOLE_RING.has(d.kind)) return whole;
  const other = d.other ? ` ${and} ${d.other.vertex + 1}` : '';
  return `${whole}, ${corner} ${d.vertex + 1}${other}`;
}

function placeOf(d: Defect, from: ChosenCrs, metricCrs: string): string {
  if (!d.at.every(Number.isFinite)) return '';
  const back = transformer(knownCrsOf(metricCrs), from.crs)(Float64Array.from(d.at));
  const digits = from.crs.kind === 'geographic' ? 7 : 2;
  return `[${back[0]!.toFixed(digits)}, ${back[1]!.toFixed(digits)}]`;
}
