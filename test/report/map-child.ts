/**
 * Prints a hash of the SVG and of the PNG of some maps: `node test/report/map-child.ts back` draws them
 * in the other order, so that what one map leaves behind in memory would show in the next.
 */
import { createHash } from 'node:crypto';
import { mapScene, pngBytes, svgText } from '../../src/report/index.ts';
import { mapCases } from './map-cases.ts';

const cases = await mapCases(90);
if (process.argv[2] === 'back') cases.reverse();
const hash = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const lines: string[] = [];
for (const { name, source, options } of cases) {
  const scene = mapScene(source, options);
  lines.push(`${hash(svgText(scene))} ${hash(await pngBytes(scene, { dpi: 60 }))} ${name}`);
}
console.log(lines.sort().join('\n'));
