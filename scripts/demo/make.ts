import { readFileSync } from 'node:fs';
import type { Files } from '../../src/formats/files.ts';
import { withInventory } from '../../src/plan/inventory.ts';
import { planFiles } from '../../src/plan/plan-files.ts';
import { edgesOf, findCrossings } from './check.ts';
import { type City, layGround } from './city.ts';
import { existingUses } from './existing-uses.ts';
import { geojson } from './geojson.ts';
import * as layers from './layers.ts';
import { smoothBorders, traceRings } from './mesh.ts';
import { drawParcels, parcelsCsv, parcelsLayer } from './parcels.ts';
import { drawRtrw, rtrwItbxCsv, rtrwZonesCsv } from './rtrw.ts';
import { allStreets, localStreets } from './streets.ts';
import { itbxCsv, zonesCsv } from './tables/index.ts';
import { elevationGrid, floodGrid, shapeTerrain, type Terrain } from './terrain.ts';
import { writeGeotiff } from './write-geotiff.ts';
import { type DemoLayer, writeShapefile } from './write-shapefile.ts';
import { writeZip } from './write-zip.ts';
import { drawZones, type Zoning } from './zones.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

const tables = (names: string) => names.split(' ').map((name) => `tables/${name}.csv`);
const WRITTEN = {
  rdtr: tables(
    'conditions condition_checks distances intensity kkop_runways kkop_surfaces legal_bases overlays raster_classes sempadan setbacks',
  ),
  rtrw: tables('conditions intensity legal_bases overlays'),
};

/** All files of the demonstration plan by relative path. Takes some seconds; a pure function of the seed and the outlines. */
export async function makeDemoPlan(): Promise<Map<string, Uint8Array>> {
  const city = layGround();
  const zoning = drawZones(city);
  smoothBorders(city.mesh, zoning.zoneOf, 3);
  const crossings = findCrossings(city.mesh, edgesOf(traceRings(city.mesh, zoning.zoneOf)));
  if (crossings.length > 0)
    throw new Error(`${crossings.length} borders cross: choose another mesh`);
  const terrain = shapeTerrain(city);
  const files: Files = new Map([
    ...rdtrFiles(city, zoning, terrain),
    ...rtrwFiles(city, zoning),
    ...written('rdtr', ['README.md']),
    ['LICENSE-kelurahan.txt', source('LICENSE-kelurahan.txt')],
    ['NOTICE-coastline.txt', source('NOTICE-coastline.txt')],
  ]);
  for (const folder of ['', 'rtrw/']) await takeInventory(files, folder);
  return files;
}

/** Writes the inventory into a plan's plan.json: no one writes it by hand. */
async function takeInventory(files: Files, folder: string): Promise<void> {
  const under = [...files].filter(([name]) => name.startsWith(folder));
  const own = planFiles(new Map(under));
  const text = own.ok ? await withInventory(own.value) : own;
  if (!text.ok) throw new Error(JSON.stringify(text.problems));
  files.set(`${folder}plan.json`, utf8(text.value));
}

function source(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`source/${name}`, import.meta.url)));
}

function rdtrFiles(city: City, zoning: Zoning, terrain: Terrain): [string, Uint8Array][] {
  const streets = allStreets(city, localStreets(city, zoning));
  const parcels = drawParcels(city, zoning, streets);
  const hazards = (['banjir', 'longsor', 'tsunami'] as const).flatMap((hazard) =>
    writeShapefile(
      `bahaya_${hazard}`,
      layers.hazardLayer(
        city,
        hazard[0]!.toUpperCase() + hazard.slice(1),
        levelOf(terrain, hazard),
      ),
    ),
  );
  const coast = [
    {
      parts: layers.coastLines(city, zoning),
      properties: { NAMOBJ: 'Garis pantai Kota Kupang (peragaan)' },
    },
  ];
  return [
    ...written('rdtr', ['plan.json', ...WRITTEN.rdtr]),
    ['tables/zones.csv', utf8(zonesCsv())],
    ['tables/itbx.csv', utf8(itbxCsv())],
    zipped('pola_ruang', layers.zonesLayer(city, zoning, terrain)),
    zipped('kawasan_perencanaan', layers.areaLayer(city, zoning)),
    zipped('kelurahan', layers.kelurahanLayer(city)),
    zipped('jalan', layers.roadsLayer(streets)),
    ['pantai.geojson', utf8(geojson('pantai', 'line', coast))],
    ...loose('sungai', layers.riversLayer(city)),
    ...loose('mata_air', layers.springsLayer()),
    zipped('hutan', layers.forestLayer(city, zoning), 'kawasan_hutan/'),
    ['kp2b.geojson', utf8(geojson('kp2b', 'polygon', layers.farmland(city, zoning)))],
    zipped('cagar_budaya', layers.heritageLayer()),
    zipped('kkop_permukaan', layers.airportLayer()),
    ['bahaya.zip', writeZip(hazards)],
    ['penggunaan_eksisting.geojson', utf8(existingUses(city, zoning))],
    zipped('persil', parcelsLayer(city, parcels)),
    ['persil.csv', utf8(parcelsCsv(parcels))],
    ['dem.tif', writeGeotiff(elevationGrid(city, terrain))],
    ['indeks_banjir.tif', writeGeotiff(floodGrid(terrain))],
  ];
}

function levelOf(
  terrain: Terrain,
  hazard: 'banjir' | 'longsor' | 'tsunami',
): (x: number, y: number) => number {
  if (hazard === 'banjir') return terrain.floodLevel;
  return hazard === 'longsor' ? terrain.landslideLevel : terrain.tsunamiLevel;
}

function rtrwFiles(city: City, zoning: Zoning): [string, Uint8Array][] {
  const rtrw = drawRtrw(city, zoning);
  const files: [string, Uint8Array][] = [
    ...written('rtrw', ['plan.json', ...WRITTEN.rtrw]),
    ['tables/zones.csv', utf8(rtrwZonesCsv())],
    ['tables/itbx.csv', utf8(rtrwItbxCsv())],
    zipped('pola_ruang_rtrw', rtrw.layer),
    zipped('kawasan_strategis', rtrw.strategic),
  ];
  return files.map(([name, bytes]) => [`rtrw/${name}`, bytes]);
}

/** Files that people wrote, carried over as they are. */
function written(plan: string, names: readonly string[]): [string, Uint8Array][] {
  return names.map((name) => [name, source(`${plan}/${name}`)]);
}

function zipped(name: string, layer: DemoLayer, folder = ''): [string, Uint8Array] {
  return [
    `${name}.zip`,
    writeZip(writeShapefile(name, layer).map(([file, bytes]) => [folder + file, bytes])),
  ];
}

function loose(name: string, layer: DemoLayer): [string, Uint8Array][] {
  return writeShapefile(name, layer).map(([file, bytes]) => [`${name}/${file}`, bytes]);
}
