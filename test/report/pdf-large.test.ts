import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/plan/store.ts';
import { type Extract, makeExtract } from '../../src/report/index.ts';
import { mapScene } from '../../src/report/map/index.ts';
import { MAP_MM, reportPdf } from '../../src/report/pdf/index.ts';
import { answerAndRequest } from '../../src/request/index.ts';
import { sourceOf } from './a-source.ts';
import { nodesOf, readPdf, withoutSpace } from './read-pdf.ts';

const TODAY = '2026-01-15';
const folders = ['data/kupang', 'data/kupang/rtrw'];
const store = await openStore({ folders, home: 'no-home', snapshots: false, today: TODAY });

/** A star of many corners, m about a place. */
function star(corners: number, radiusM: number): object {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    const r = radiusM * (i % 2 === 0 ? 1 : 0.93) * (1 + 0.2 * Math.sin(5 * angle));
    return [567_000 + r * Math.cos(angle), 8_875_500 + r * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...points, points[0]!]] };
}

function made(corners: number, radiusM: number): { extract: Extract; bytes: Uint8Array } {
  const parcel = star(corners, radiusM);
  const footprintM2 = Math.floor(radiusM * radiusM);
  const building = { footprintM2, floors: 2, grossFloorAreaM2: 2 * footprintM2, heightM: 8 };
  const body = {
    parcel,
    crs: 'EPSG:32751',
    activity: { code: 'rumah_tunggal' },
    building,
  };
  const answered = answerAndRequest(store, body, TODAY);
  if (!answered.ok) throw new Error(JSON.stringify(answered.problems));
  const source = sourceOf(answered.value);
  const extract = makeExtract(source);
  const scene = (kind: 'overlay' | 'location') =>
    mapScene(source, { language: 'id', kind, frame: MAP_MM[kind] });
  const maps = { overlay: scene('overlay'), location: scene('location') };
  const attachment = { name: 'laporan.json', bytes: Buffer.from(JSON.stringify(extract)) };
  const options = {
    language: 'id',
    maps,
    verifyUrl: 'https://pejuang.example',
    attachment,
  } as const;
  return { extract, bytes: reportPdf(extract, options) };
}

describe('a parcel of 500 corners in many zones', () => {
  const { extract, bytes } = made(500, 450);

  it('has every corner, zone and finding in its report', async () => {
    const { pages, unmarked, trees } = await readPdf(bytes);
    const text = pages.join('');
    expect(extract.parcel.requested).toHaveLength(500);
    expect(extract.zones.length).toBeGreaterThan(11);
    expect(extract.findings.length).toBeGreaterThan(39);
    for (const { number, bujur, lintang } of extract.parcel.requested) {
      expect(text).toContain(withoutSpace(`${number}${bujur}${lintang}`));
    }
    for (const { code, name } of extract.zones) {
      expect(text).toContain(withoutSpace(name === null ? code : `${code} - ${name}`));
    }
    for (const { message } of extract.findings) expect(text).toContain(withoutSpace(message.id));
    expect(unmarked).toEqual([]);
    expect(nodesOf(trees, 'Figure').map((f) => f.alt?.slice(0, 8))).toHaveLength(3);
  }, 20_000);

  it('is still small enough to be sent with an application', () => {
    // The technical guide of OSS takes maps of at most 5 MB.
    expect(bytes.length).toBeLessThan(1_500_000);
  });
});

describe('parcels as people have them', () => {
  it.each([
    ['20 m²', 2.6],
    ['500 m²', 13],
    ['2 ha', 80],
  ])('%s: less than 500 kB with both maps and the data', async (_, radiusM) => {
    const { bytes, extract } = made(8, radiusM);
    expect(bytes.length).toBeLessThan(500_000);
    const { pages } = await readPdf(bytes);
    expect(pages[0]).toContain(withoutSpace(extract.summary[1]!.id));
    expect(pages[1]).toContain('Skala1:');
  });
});
