/** Invented relief and hazards: smooth formulas of the distance from shore and rivers, and of noise. */
import type { City } from './city.ts';
import { toMetres } from './project.ts';
import { rough } from './random.ts';
import type { DemoGrid } from './write-geotiff.ts';

export interface Terrain {
  /** Height in m above the sea, NaN at sea and beyond the ground drawn. */
  elevation(x: number, y: number): number;
  /** Index of flood depth 0..1. */
  flood(x: number, y: number): number;
  /** Level of hazard 0 (none) .. 3 (high). */
  floodLevel(x: number, y: number): number;
  landslideLevel(x: number, y: number): number;
  tsunamiLevel(x: number, y: number): number;
}

/** Relief and hazards of a city; all take places in the metres of the plan. */
export function shapeTerrain(city: City): Terrain {
  const hills = rough('bukit', 5);
  const ridges = rough('lembah', 3);
  const ruggedness = rough('kasar', 2);
  const wet = rough('genangan', 4);
  const river = distanceFromRivers(city);
  const elevation = (x: number, y: number): number => {
    const cell = city.mesh.cellAt(x, y);
    if (cell < 0 || (city.kelurahanOf[cell]! < 0 && city.landCells[cell] === 0)) return Number.NaN;
    const shore = city.shoreDistance[cell]! / 1000;
    if (!Number.isFinite(shore)) return Number.NaN;
    const rolling = (hills(x, y, 2400) - 0.5) * (14 + 20 * Math.min(shore, 9));
    // Rugged ground only here and there; the airport's plateau and most of the town stay gentle.
    const rugged = Math.max(0, ruggedness(x, y, 2600) - 0.42) / 0.3;
    const gullies = (ridges(x, y, 330) - 0.5) * 16 * Math.min(shore, 8) * rugged;
    const valley = 12 * Math.exp(-((river[cell]! / 90) ** 2)) * Math.min(1, shore);
    return Math.max(0.5, 1.5 + 26.5 * shore + rolling + gullies - valley);
  };
  const flood = (x: number, y: number): number => {
    const cell = city.mesh.cellAt(x, y);
    const height = elevation(x, y);
    if (cell < 0 || Number.isNaN(height)) return Number.NaN;
    const bank = 0.85 * Math.exp(-((river[cell]! / 110) ** 2));
    const low = height < 12 ? 0.45 * (1 - height / 12) : 0;
    return Math.min(1, Math.max(0, bank + low + 0.5 * (wet(x, y, 700) - 0.55)));
  };
  const level = (value: number) => (value > 0.667 ? 3 : value > 0.333 ? 2 : value > 0.15 ? 1 : 0);
  return {
    elevation,
    flood,
    floodLevel: (x, y) => level(flood(x, y)),
    landslideLevel: (x, y) => {
      const steep =
        Math.hypot(
          elevation(x + 40, y) - elevation(x - 40, y),
          elevation(x, y + 40) - elevation(x, y - 40),
        ) / 80;
      return steep > 0.3 ? 3 : steep > 0.22 ? 2 : steep > 0.16 ? 1 : 0;
    },
    tsunamiLevel: (x, y) => {
      const height = elevation(x, y);
      return height < 4 ? 3 : height < 7 ? 2 : height < 10.5 ? 1 : 0;
    },
  };
}

/** Metres from the nearest river cell, up to 600. */
function distanceFromRivers(city: City): Float32Array {
  const far = new Float32Array(city.mesh.count).fill(600);
  let front: number[] = [];
  city.riverOf.forEach((r, cell) => {
    if (r < 0) return;
    far[cell] = 0;
    front.push(cell);
  });
  for (let step = 1; step * city.mesh.across < 600; step++) {
    const next: number[] = [];
    for (const cell of front) {
      for (let d = 0; d < 6; d++) {
        const n = city.mesh.neighbour(cell, d);
        if (far[n] !== 600) continue;
        far[n] = step * city.mesh.across;
        next.push(n);
      }
    }
    front = next;
  }
  return far;
}

/** Elevation, 30 m, in the plan's metres. */
export function elevationGrid(city: City, terrain: Terrain): DemoGrid {
  const pixel = 30;
  const { mesh } = city;
  const width = Math.ceil((mesh.columns * mesh.across) / pixel);
  const height = Math.ceil((mesh.rows * 1.5 * mesh.side) / pixel);
  const north = Math.ceil(mesh.south + height * pixel);
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const x = mesh.west + ((i % width) + 0.5) * pixel;
    const y = north - (Math.floor(i / width) + 0.5) * pixel;
    const z = terrain.elevation(x, y);
    values[i] = Number.isNaN(z) ? -9999 : Math.round(z * 4) / 4;
  }
  return {
    crs: 'EPSG:32751',
    width,
    height,
    west: mesh.west,
    north,
    pixelX: pixel,
    pixelY: pixel,
    nodata: -9999,
    values,
  };
}

/** Flood index, about 55 m, in degrees. */
export function floodGrid(terrain: Terrain): DemoGrid {
  const pixel = 0.0005;
  const [west, north, east, south] = [123.52, -10.12, 123.7, -10.3];
  const width = Math.round((east - west) / pixel);
  const height = Math.round((north - south) / pixel);
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) {
    const lon = west + ((i % width) + 0.5) * pixel;
    const lat = north - (Math.floor(i / width) + 0.5) * pixel;
    const [x, y] = toMetres([lon, lat]);
    const index = terrain.flood(x, y);
    values[i] = Number.isNaN(index) ? -9999 : Math.round(index * 256) / 256;
  }
  return {
    crs: 'EPSG:4326',
    width,
    height,
    west,
    north,
    pixelX: pixel,
    pixelY: pixel,
    nodata: -9999,
    values,
  };
}
