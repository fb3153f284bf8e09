import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { once } from '../../base/once.ts';
import type { Scene } from './scene.ts';
import { svgText } from './svg.ts';

const FONTS = [
  '400Regular/Tinos_400Regular.ttf',
  '700Bold/Tinos_700Bold.ttf',
  '400Regular_Italic/Tinos_400Regular_Italic.ttf',
];

/**
 * A map as a PNG image with `dpi` dots an inch (its height follows from its width). Drawn by WebAssembly with the fonts of the package, so
 * that every machine gives the same bytes; library and fonts are read when first asked for.
 */
export async function pngBytes(scene: Scene, { dpi = 200 } = {}): Promise<Uint8Array> {
  const { Resvg, fontBuffers } = await painter();
  const widthPx = Math.round((scene.widthMm / 25.4) * dpi);
  const drawing = new Resvg(svgText(scene), {
    fitTo: { mode: 'width', value: widthPx },
    font: { fontBuffers, defaultFontFamily: 'Tinos', serifFamily: 'Tinos' },
  });
  const image = drawing.render();
  const bytes = image.asPng();
  image.free();
  drawing.free();
  return bytes;
}

const painter = once(async () => {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const find = createRequire(import.meta.url).resolve;
  await initWasm(await readFile(find('@resvg/resvg-wasm/index_bg.wasm')));
  const fontBuffers = await Promise.all(
    FONTS.map(
      async (path) => new Uint8Array(await readFile(find(`@expo-google-fonts/tinos/${path}`))),
    ),
  );
  return { Resvg, fontBuffers };
});
