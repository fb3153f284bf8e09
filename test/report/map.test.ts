import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaOf, packFeatures, perimeterOf } from '../../src/geometry/rings.ts';
import { makeExtract, mapScene, pngBytes, type Scene, svgText } from '../../src/report/index.ts';
import {
  askedAt,
  asRings,
  box,
  FRAMES,
  type MapCase,
  mapCases,
  pairs,
  parcelOn,
  paths,
  placed,
  textBox,
  texts,
  wavy,
} from './map-cases.ts';

const OVERLAY = { language: 'id', kind: 'overlay', frame: FRAMES[0]! } as const;
const LOCATION = { ...OVERLAY, kind: 'location' } as const;

let drawn: readonly (MapCase & { readonly scene: Scene })[];
beforeAll(async () => {
  drawn = (await mapCases(7)).map((one) => ({ ...one, scene: mapScene(one.source, one.options) }));
});

const labelsOf = (scene: Scene) => scene.legend.map((entry) => entry.label);
const written = (scene: Scene) => texts([...scene.inside, ...scene.outside]).map((t) => t.text);

/** Local coordinates as `asRings` takes them. */
const mirrored = (ring: Parameters<typeof placed>[0]) => placed(ring).flatMap(([x, y]) => [x, -y]);

describe('the scale of a map', () => {
  it('is true: 10 m at 1:500 are 20 mm', async () => {
    const source = await askedAt(['polos'], [box(20, 20, 40, 10)]);
    const scene = mapScene(source, { ...OVERLAY, frame: { widthMm: 170, heightMm: 160 } });
    const [a, b, c] = pairs(parcelOn(scene).lines[0]!);
    expect(scene.scale).toBe(500);
    const sides = [
      Math.hypot(a![0] - b![0], a![1] - b![1]),
      Math.hypot(b![0] - c![0], b![1] - c![1]),
    ];
    expect(sides.sort((p, q) => p - q).map((s) => s.toFixed(1))).toEqual(['20.0', '80.0']);
  });

  it('is true for any parcel: distances on paper are those on the ground, north is up', async () => {
    const store = await askedAt(['polos'], [box(0, 0, 10, 10)]);
    const length = fc.double({ min: 3, max: 900, noNaN: true });
    await fc.assert(
      fc.asyncProperty(length, length, fc.nat(FRAMES.length - 1), async (w, h, f) => {
        const parcel = {
          ...store.parcel,
          rings: asRings([mirrored(box(0, 0, w, h))]),
        };
        const scene = mapScene({ ...store, parcel }, { ...OVERLAY, frame: FRAMES[f]! });
        const ring = pairs(parcelOn(scene).lines[0]!);
        const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
        const toMetres = scene.scale / 1000;
        expect(Math.abs((Math.max(...xs) - Math.min(...xs)) * toMetres - w)).toBeLessThan(
          0.02 * toMetres,
        );
        expect(Math.abs((Math.max(...ys) - Math.min(...ys)) * toMetres - h)).toBeLessThan(
          0.02 * toMetres,
        );
        const one = texts(scene.inside).find((t) => t.text === '1')!;
        expect(one.y).toBeGreaterThan((Math.max(...ys) + Math.min(...ys)) / 2);
      }),
      { numRuns: 40 },
    );
  });

  it('is what the bar shows: its last number is its length', () => {
    for (const { name, scene } of drawn) {
      const label = texts(scene.outside).find((t) => / k?m$/.test(t.text))!;
      const zero = texts(scene.outside).find((t) => t.text === '0' && t.y === label.y)!;
      const [number, unit] = label.text.split(' ');
      const plain =
        scene.language === 'id'
          ? number!.replaceAll('.', '').replace(',', '.')
          : number!.replaceAll(',', '');
      const metres = Number(plain) * (unit === 'km' ? 1000 : 1);
      const shown = ((label.x - zero.x) * scene.scale) / 1000;
      expect(Math.abs(shown / metres - 1), name).toBeLessThan(0.002);
    }
  });

  it('is stated as it is', () => {
    for (const { name, scene } of drawn) {
      const stated = written(scene).find((t) => /^(Skala|Scale) 1:/.test(t))!;
      expect(Number(stated.replace(/^.*1:/, '').replace(/[.,]/g, '')), name).toBe(scene.scale);
    }
  });
});

describe('what a map shows', () => {
  it('lists all zones met, on the parcel, and says what is demonstration', () => {
    for (const { name, source, scene } of drawn) {
      const { zones, demonstration } = source.assessment;
      const mark = /^(DATA PERAGAAN|DEMONSTRATION DATA)/;
      expect(
        written(scene).some((t) => mark.test(t)),
        name,
      ).toBe(demonstration);
      if (!scene.legend.some((e) => /nomor titik|corner numbers/.test(e.label))) continue;
      const here = scene.legend
        .filter((e) => e.group === 'parcel')
        .map((e) => e.label.split(' ')[0]);
      for (const { code } of zones) expect(here, name).toContain(code);
    }
  });

  it('never shows as approvable what the report does not, nor less than all as refused', () => {
    const verdicts = new Set<unknown>();
    for (const { name, source, scene, options } of drawn) {
      if (options.kind !== 'overlay') continue;
      const { verdict } = source.assessment;
      verdicts.add(verdict);
      const { approved } = makeExtract(source).parcel;
      const green = paths(scene.inside).some((op) => op.stroke === '#00702c');
      expect(green, name).toBe(approved !== null);
      expect(
        labelsOf(scene).some((l) => /disetujui|approved/.test(l)),
        name,
      ).toBe(green);
      const whole = labelsOf(scene).some((l) =>
        /^(Ditolak seluruhnya|Refused as a whole)$/.test(l),
      );
      expect(whole, name).toBe(verdict === 'tidak_sesuai');
    }
    expect(verdicts.size).toBe(6);
  });

  it('is of parts, what is refused and what could be approved', async () => {
    const source = await askedAt(['uji', 'uji-rtrw'], [box(180, 840, 80, 80)], {
      activity: { code: 'RUMAH' },
    });
    const scene = mapScene(source, OVERLAY);
    expect(labelsOf(scene)).toEqual([
      'Batas bidang yang dimohon, nomor titik',
      'Bagian yang dapat disetujui, nomor titik miring',
      'Bagian yang ditolak',
      'Ruang di dalam semua garis bangunan',
      'R-2 Perumahan 2',
      'Di luar zona',
      'Dilarang: Kawasan hutan (HL)',
      'Dilarang: Sempadan pantai',
      'Air (sungai, pantai, mata air)',
    ]);
    const [asked, approvable] = ['#d00000', '#00702c'].map((ink) =>
      paths(scene.inside).filter((op) => op.stroke === ink && op.closed && !op.fill),
    );
    const areaM2 = (lines: readonly (readonly number[])[]) =>
      (areaOf(asRings(lines)) * scene.scale ** 2) / 1e6;
    expect(Math.abs(areaM2(asked![0]!.lines) - 6400)).toBeLessThan(10);
    // Drawn 0.75 mm inside of 80 m by 10 m at 1:1,250 or so.
    const insetM = (0.75 * scene.scale) / 1000;
    expect(
      Math.abs(areaM2(approvable![0]!.lines) - (80 - 2 * insetM) * (10 - 2 * insetM)),
    ).toBeLessThan(5);
  });

  it('is of roads, buildings and the ground between them', async () => {
    const source = await askedAt(['uji'], [box(10, 305, 80, 60)], {
      building: {
        footprint: { type: 'Polygon', coordinates: [placed([...box(40, 320, 20, 15), [40, 320]])] },
        floors: 1,
      },
    });
    const scene = mapScene(source, { ...OVERLAY, language: 'en' });
    expect(labelsOf(scene)).toContain('Footprint of the proposed building');
    expect(labelsOf(scene)).toContain('Road: right of way and axis');
    expect(written(scene)).toContain('Jalan Melati (lokal)');
    expect(written(scene)).toContain('N');
  });

  it('is of the parcels of a register, where they are large enough to be seen', async () => {
    const withRegister = async (side: number) => {
      const source = await askedAt(['polos'], [box(50, 20, side, side)]);
      const neighbour = { ...source.parcel, rings: asRings([mirrored(box(70, 20, 15, 30))]) };
      const features = packFeatures([neighbour.rings]);
      const parcels = { features, number: ['7'], deedAreaM2: [null], frontageM: [null] };
      const plans = source.stack.plans.map((plan) => ({ ...plan, parcels }));
      return mapScene({ ...source, stack: { ...source.stack, plans } }, OVERLAY);
    };
    expect(labelsOf(await withRegister(20))).toContain('Persil dalam register');
    expect(labelsOf(await withRegister(900))).not.toContain('Persil dalam register');
  });

  it('numbers 500 corners so that they can be read', async () => {
    const source = await askedAt(['uji', 'uji-rtrw'], [wavy(500, [500, 50], 300)]);
    const scene = mapScene(source, OVERLAY);
    const numbers = texts(scene.inside).filter((t) => /^\d+$/.test(t.text) && t.face === 'bold');
    expect(numbers.map((t) => t.text)).toContain('1');
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers.length).toBeLessThan(60);
    const points = paths(scene.inside).reduce((n, op) => n + op.lines.flat().length / 2, 0);
    expect(points).toBeLessThan(20_000);
  });

  it('is fine enough for 20 m²', async () => {
    const scene = mapScene(await askedAt(['polos'], [box(98, 40, 4, 5)]), OVERLAY);
    expect(scene.scale).toBeLessThanOrEqual(100);
    const numbers = texts(scene.inside).filter((t) => /^\d+$/.test(t.text));
    expect(numbers.map((t) => t.text)).toEqual(['1', '2', '3', '4']);
    expect(labelsOf(scene).slice(1)).toEqual(['A-1', 'B-1']);
  });

  it('says that a place lies outside every zone, and draws its location all the same', async () => {
    const source = await askedAt(['uji'], [box(1000, 150, 50, 50)]);
    const bare = await askedAt(['polos'], [box(50, 50, 20, 20)]);
    expect(labelsOf(mapScene(source, OVERLAY))).toEqual([
      'Batas bidang yang dimohon, nomor titik',
      'Di luar zona',
    ]);
    expect(labelsOf(mapScene(source, LOCATION))[0]).toBe('Bidang');
    expect(labelsOf(mapScene(bare, LOCATION))).toEqual(['Bidang']);
  });
});

describe('the drawing', () => {
  it('lies on its sheet: the library that makes images fails on what lies off it', () => {
    for (const { name, scene } of drawn) {
      for (const op of [...scene.inside, ...scene.outside]) {
        const points = op.kind === 'path' ? op.lines.flatMap(pairs) : [[op.x, op.y] as const];
        for (const [x, y] of points) {
          const on = x >= 0 && y >= 0 && x <= scene.widthMm && y <= scene.heightMm;
          expect(on, `${name}: ${x} ${y}`).toBe(true);
        }
      }
    }
  });

  it('keeps all texts on the sheet, and in the window apart from each other', () => {
    for (const { name, scene } of drawn) {
      const all = [...scene.inside, ...scene.outside];
      for (const text of texts(all).filter((t) => !t.turn)) {
        const [left, top, right, bottom] = textBox(text);
        const on = left >= 0 && top >= 0 && right <= scene.widthMm && bottom <= scene.heightMm;
        expect(on, `${name}: ${text.text}`).toBe(true);
      }
      const inside = texts(scene.inside).filter((t) => !t.turn);
      const boxes = inside.map(textBox);
      boxes.forEach((a, i) => {
        for (const [j, b] of boxes.slice(0, i).entries()) {
          const meet = a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
          expect(meet, `${name}: ${inside[i]!.text} over ${inside[j]!.text}`).toBe(false);
        }
      });
    }
  });

  it('shows no lines where the envelope runs there and back', async () => {
    const source = await askedAt(['uji'], [box(30, 720, 60, 50)], { building: { floors: 1 } });
    const envelope = source.assessment.envelope!;
    // The same ground with a thread along the parcel's northern edge.
    const ring = (envelope.geometry as GeoJSON.Polygon).coordinates[0]!;
    const [x, y] = ring[0]!;
    const thread = [...ring, [x! - 0.0005, y!], [x!, y!]];
    const geometry = { type: 'Polygon', coordinates: [thread] } as const;
    const assessment = { ...source.assessment, envelope: { ...envelope, geometry } };
    const outline = (s: typeof source) =>
      paths(mapScene(s, OVERLAY).inside).filter((op) => op.stroke === '#1020a0')[0]!.lines;
    const [plain, threaded] = [source, { ...source, assessment }].map((s) =>
      perimeterOf(asRings(outline(s as typeof source))),
    );
    expect(Math.abs(plain! - threaded!)).toBeLessThan(0.1);
  });
});

describe('a map as SVG', () => {
  it('is valid XML of its size, with title and description', () => {
    for (const { name, scene } of drawn) {
      const svg = svgText(scene);
      expect(XMLValidator.validate(svg), name).toBe(true);
      const { svg: root } = new XMLParser({ ignoreAttributes: false }).parse(svg);
      expect(root['@_width'], name).toBe(`${scene.widthMm}mm`);
      expect([root.title['#text'], root.desc['#text']], name).toEqual([
        scene.title,
        scene.description,
      ]);
      expect(svg, name).not.toMatch(/NaN|Infinity|undefined|="null|\d\.\d{3}[^.\d ]*"|\de-\d|d=""/);
    }
  });

  it('writes any name that a plan may hold', () => {
    const { scene } = drawn[0]!;
    const title = 'Gang <b>"A" & \u0000B\u0007 \ud800</b>';
    const svg = svgText({ ...scene, title });
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(new XMLParser().parse(svg).svg.title).toBe('Gang <b>"A" &  B  \ufffd</b>');
  });

  it('is what it was', async () => {
    const source = await askedAt(['uji'], [box(80, 60, 70, 35)], { activity: { code: 'TOKO' } });
    const frame = { widthMm: 120, heightMm: 90 };
    await expect(svgText(mapScene(source, { ...OVERLAY, frame }))).toMatchFileSnapshot(
      'map-overlay.svg.snapshot',
    );
    await expect(svgText(mapScene(source, { ...LOCATION, frame }))).toMatchFileSnapshot(
      'map-location.svg.snapshot',
    );
  });
});

describe('a map as PNG', () => {
  it('has the size that was asked for', async () => {
    const { scene } = drawn.find((d) => d.scene.widthMm === 180)!;
    for (const dpi of [50, 120]) {
      const png = Buffer.from(await pngBytes(scene, { dpi }));
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      const [width, height] = [16, 20].map((at) => png.readUInt32BE(at));
      expect(width).toBe(Math.round((scene.widthMm / 25.4) * dpi));
      expect(Math.abs(height! - (scene.heightMm / 25.4) * dpi)).toBeLessThan(1);
    }
  });
});

describe('letters in a PNG', () => {
  it('are drawn, with fonts that come along', async () => {
    const { scene } = drawn[0]!;
    const wordless = { ...scene, inside: paths(scene.inside), outside: paths(scene.outside) };
    const [some, none] = await Promise.all([scene, wordless].map((s) => pngBytes(s, { dpi: 50 })));
    expect(Buffer.from(some!).equals(none!)).toBe(false);
  });
});

describe('the same map', () => {
  it('is the same bytes in every process and order', async () => {
    const child = fileURLToPath(new URL('./map-child.ts', import.meta.url));
    const run = promisify(execFile);
    const [forth, back] = await Promise.all(
      ['forth', 'back'].map((order) => run(process.execPath, [child, order])),
    );
    expect(forth!.stdout.trim().split('\n').length).toBeGreaterThan(3);
    expect(back!.stdout).toBe(forth!.stdout);
  });
});
