import type { Scene } from '../map/index.ts';
import { FINE, figure, LEFT, need, paragraph, section, WIDTH } from './flow.ts';
import { drawScene, sceneSize } from './scene.ts';
import type { Sheet } from './sheet.ts';

export interface ReportMaps {
  /** The parcel on the plan, for a page of its own. */
  readonly overlay: Scene;
  /** Where in the city it lies. */
  readonly location: Scene;
}

/** What fits on the page, mm: the first has a page of its own, the second takes half of one. */
export const MAP_MM = {
  overlay: { widthMm: 180, heightMm: 240 },
  location: { widthMm: 180, heightMm: 115 },
} as const;

/** Both maps, as large as they were drawn, each with its description for who cannot see it. */
export function mapsSection(sheet: Sheet, { overlay, location }: ReportMaps): void {
  section(sheet.flow, sheet.say('maps'), () => {
    map(sheet, overlay);
    map(sheet, location);
  });
}

function map({ flow }: Sheet, scene: Scene): void {
  const { width, height } = sceneSize(scene);
  need(flow, height + 30);
  const x = LEFT + (WIDTH - width) / 2;
  const alt = `${scene.title}. ${scene.description}`;
  figure(flow, { x, width, height, alt }, (left, top) => drawScene(flow.doc, scene, left, top));
  flow.y += height + 4;
  paragraph(flow, scene.description, { ...FINE, face: 'italic' });
}
