import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import type { Frame } from './layout.ts';
import { locationMap } from './location-map.ts';
import { overlayMap } from './overlay-map.ts';
import { type Scene, visible } from './scene.ts';

export type { Frame } from './layout.ts';
export { pngBytes } from './png.ts';
export type { Color, Ink, LegendEntry, Op, PathOp, Scene, TextOp } from './scene.ts';
export { svgText } from './svg.ts';

export interface MapOptions {
  readonly language: Language;
  /** At least 60 mm wide and 80 mm high, else little is left for the map. */
  readonly frame: Frame;
  /** The parcel on the plan, or where it lies in the city. */
  readonly kind: 'overlay' | 'location';
}

/** The map of a finished answer, ready to be drawn as SVG, PNG or PDF. Pure: the same answer gives the same map. */
export function mapScene(source: ReportSource, { language, frame, kind }: MapOptions): Scene {
  const draw = kind === 'location' ? locationMap : overlayMap;
  const scene = draw(source, language, frame);
  return { ...scene, inside: visible(scene.inside), outside: visible(scene.outside) };
}
