/**
 * Where things lie in the invented plan, as [longitude, latitude]. Names of streets and streams are
 * those of the city; their courses and everything that the plan says of them are invented.
 */

export interface RoadPlan {
  readonly name: string;
  readonly class: 'arteri' | 'kolektor';
  readonly rowWidthM: number;
  readonly way: readonly (readonly [number, number])[];
}

/** Main streets, with waypoints. */
export const ARTERIES: readonly RoadPlan[] = [
  road('Jalan Timor Raya', 26, [
    [123.5795, -10.1635],
    [123.5905, -10.1605],
    [123.603, -10.156],
    [123.618, -10.152],
    [123.632, -10.1485],
    [123.65, -10.1485],
    [123.668, -10.1445],
    [123.6825, -10.1385],
  ]),
  road('Jalan Yos Sudarso', 25, [
    [123.5795, -10.1635],
    [123.573, -10.1715],
    [123.56, -10.179],
    [123.545, -10.186],
    [123.536, -10.199],
    [123.5405, -10.2125],
  ]),
  road('Jalan El Tari', 30, [
    [123.5965, -10.1705],
    [123.609, -10.1675],
    [123.621, -10.169],
    [123.6345, -10.1665],
  ]),
  road('Jalan Adi Sucipto', 25, [
    [123.6345, -10.1665],
    [123.648, -10.1635],
    [123.6595, -10.1665],
    [123.6665, -10.1685],
  ]),
  road('Jalan Soeharto', 24, [
    [123.5965, -10.1705],
    [123.603, -10.182],
    [123.608, -10.196],
    [123.613, -10.212],
    [123.6125, -10.236],
    [123.609, -10.262],
  ]),
  road('Jalan Jenderal Sudirman', 24, [
    [123.5795, -10.1635],
    [123.5885, -10.1675],
    [123.5965, -10.1705],
  ]),
  road('Jalan Lingkar Luar', 28, [
    [123.5405, -10.2125],
    [123.556, -10.2205],
    [123.575, -10.2235],
    [123.613, -10.2195],
    [123.63, -10.215],
    [123.6445, -10.204],
    [123.651, -10.186],
    [123.6555, -10.17],
    [123.657, -10.1485],
  ]),
];

function road(name: string, rowWidthM: number, way: [number, number][]): RoadPlan {
  return { name, class: 'arteri', rowWidthM, way };
}

/** A short street drawn for itself: the first example of the project's README stands on its south side. */
export const EXAMPLE_STREET = {
  name: 'Jalan Contoh',
  class: 'lokal',
  rowWidthM: 10,
  way: [
    [123.5991, -10.1699521],
    [123.5998, -10.1699521],
    [123.6001, -10.1699521],
    [123.6004, -10.1699521],
    [123.6013, -10.1699521],
  ] as readonly (readonly [number, number])[],
};

export interface RiverPlan {
  readonly name: string;
  /** Depth class as the sempadan table names it; the last river's has no row, on purpose. */
  readonly class: string;
  readonly strip: boolean;
  readonly way: readonly (readonly [number, number])[];
}

/** Rivers from source to mouth. */
export const RIVERS: readonly RiverPlan[] = [
  {
    name: 'Kali Liliba',
    class: 'dalam-3-20',
    strip: true,
    way: [
      [123.654, -10.223],
      [123.641, -10.206],
      [123.635, -10.19],
      [123.6335, -10.176],
      [123.6365, -10.163],
      [123.6335, -10.152],
      [123.631, -10.139],
    ],
  },
  {
    name: 'Kali Dendeng',
    class: 'dalam-3-20',
    strip: true,
    way: [
      [123.6035, -10.236],
      [123.597, -10.215],
      [123.59, -10.2],
      [123.5835, -10.185],
      [123.5805, -10.1725],
      [123.577, -10.158],
    ],
  },
  {
    name: 'Kali Merdeka',
    class: 'dalam-0-3',
    strip: false,
    way: [
      [123.602, -10.179],
      [123.5925, -10.1655],
      [123.586, -10.1545],
    ],
  },
  {
    name: 'Kali Oesapa',
    class: 'dalam-0-3',
    strip: true,
    way: [
      [123.6625, -10.161],
      [123.657, -10.154],
      [123.652, -10.136],
    ],
  },
  {
    name: 'Kali Osmok',
    class: 'dalam-0-3',
    strip: true,
    way: [
      [123.561, -10.226],
      [123.553, -10.206],
      [123.549, -10.19],
      [123.5465, -10.17],
    ],
  },
  {
    name: 'Kali Fatukoa',
    class: 'dalam-20-lebih',
    strip: true,
    way: [
      [123.626, -10.268],
      [123.62, -10.25],
      [123.6165, -10.236],
      [123.6215, -10.222],
      [123.631, -10.206],
      [123.635, -10.19],
    ],
  },
  {
    name: 'Kali Naioni',
    class: 'belum-diukur',
    strip: true,
    way: [
      [123.615, -10.284],
      [123.601, -10.268],
      [123.588, -10.252],
      [123.58, -10.236],
      [123.5735, -10.213],
      [123.5665, -10.195],
      [123.561, -10.168],
    ],
  },
];

export interface SpringPlan {
  readonly name: string;
  readonly at: readonly [number, number];
}

export const SPRINGS: readonly SpringPlan[] = [
  { name: 'Mata Air Oepura', at: [123.6115, -10.1905] },
  { name: 'Mata Air Airnona', at: [123.5865, -10.1785] },
  { name: 'Mata Air Oeba', at: [123.5935, -10.1605] },
  { name: 'Mata Air Sagu', at: [123.5995, -10.2075] },
  { name: 'Mata Air Kolhua', at: [123.648, -10.2085] },
  { name: 'Mata Air Naioni', at: [123.5975, -10.2555] },
  { name: 'Mata Air Haukoto', at: [123.621, -10.2455] },
];

/** El Tari: ARP, elevation and runways (domain facts; the surfaces drawn around them are not official). */
export const AIRPORT = {
  arp: [123 + 40 / 60 + 16 / 3600, -(10 + 10 / 60 + 17 / 3600)] as const,
  runways: [
    { name: '08/26', bearing: 80, lengthM: 2500 },
    { name: '12/30', bearing: 120, lengthM: 1273 },
  ],
};

/** Centres of town: place, radius in m, weight. */
export const CENTRES: readonly (readonly [number, number, number, number])[] = [
  [123.583, -10.163, 1500, 1],
  [123.606, -10.168, 1900, 0.86],
  [123.645, -10.151, 1700, 0.7],
  [123.613, -10.188, 1900, 0.62],
  [123.66, -10.172, 1100, 0.5],
  [123.541, -10.185, 1300, 0.52],
  [123.608, -10.206, 1300, 0.5],
  [123.56, -10.179, 1100, 0.55],
  [123.642, -10.199, 1300, 0.42],
  [123.675, -10.14, 1300, 0.5],
  [123.588, -10.191, 1300, 0.6],
];

/** Grounds of one use: centre, half length and half width in m, bearing of the length. */
export interface Ground {
  readonly code: string;
  readonly name: string;
  readonly at: readonly [number, number];
  readonly half: readonly [number, number];
  readonly bearing: number;
  /** Size of its zones in m². */
  readonly grain: number;
  readonly round: boolean;
}

export const GROUNDS: readonly Ground[] = [
  oval('K-2', 'Perdagangan dan Jasa Oebobo', [123.6002, -10.1701], [190, 130], 70, 30000),
  box('TR', 'Bandar Udara El Tari', [123.6711, -10.1714], [1500, 230], 80, 900000),
  box('TR', 'Bandar Udara El Tari', [123.6711, -10.1714], [760, 120], 120, 900000),
  box('HK', 'Pangkalan TNI AU El Tari', [123.673, -10.1755], [900, 260], 80, 250000),
  oval('TR', 'Pelabuhan Tenau', [123.5302, -10.1925], [520, 380], 20, 150000),
  oval('PTL', 'Pembangkit Listrik', [123.5375, -10.1795], [230, 180], 0, 80000),
  oval('PL-6', 'Pergudangan Alak', [123.5375, -10.2065], [520, 380], 30, 60000),
  oval('KPI', 'Kawasan Peruntukan Industri Alak', [123.5465, -10.2035], [850, 620], 140, 120000),
  oval('KPI', 'Kawasan Peruntukan Industri Manulai', [123.5545, -10.228], [900, 600], 60, 150000),
  oval('PP', 'Tempat Pemrosesan Akhir Sampah', [123.572, -10.2365], [330, 240], 10, 120000),
  oval('PL-3', 'Instalasi Pengolahan Air Minum', [123.6185, -10.203], [130, 90], 0, 60000),
  oval('PL-4', 'Instalasi Pengolahan Air Limbah', [123.5695, -10.1885], [130, 100], 0, 60000),
  oval('IK-1', 'Tempat Pendaratan Ikan', [123.5905, -10.1555], [190, 130], 60, 60000),
  oval('IK-2', 'Tambak', [123.6595, -10.139], [330, 170], 70, 40000),
  oval('CB', 'Cagar Budaya Kota Lama', [123.5783, -10.1625], [140, 110], 30, 40000),
  oval('CB', 'Cagar Budaya Benteng', [123.5735, -10.1672], [120, 90], 0, 40000),
  oval('W', 'Pariwisata Pantai Lasiana', [123.6688, -10.1335], [800, 330], 60, 60000),
  oval('W', 'Pariwisata Pantai Kelapa Lima', [123.6145, -10.1475], [500, 160], 75, 25000),
  oval('KT', 'Perkantoran Pemerintah', [123.6185, -10.1665], [430, 230], 90, 40000),
  oval('KT', 'Perkantoran Pemerintah Kota', [123.6075, -10.1615], [230, 160], 20, 30000),
  oval('SPU-3.1', 'Pendidikan Tinggi', [123.6625, -10.1565], [560, 400], 60, 90000),
  oval('SPU-3.2', 'Rumah Sakit Umum', [123.5875, -10.1655], [160, 120], 20, 60000),
  oval('SPU-1', 'Gelanggang Olahraga', [123.6055, -10.1715], [220, 160], 30, 60000),
  oval('RTH-1', 'Rimba Kota', [123.6235, -10.1745], [260, 190], 10, 80000),
  oval('RTH-2', 'Taman Kota', [123.5975, -10.1672], [140, 110], 0, 40000),
  oval('RTNH', 'Lapangan', [123.5855, -10.1608], [90, 70], 0, 40000),
  oval('P-1', 'Tanaman Pangan', [123.6515, -10.1598], [520, 240], 80, 40000),
  oval('P-1', 'Tanaman Pangan', [123.6445, -10.1885], [520, 360], 20, 60000),
  oval('P-1', 'Tanaman Pangan', [123.679, -10.1475], [420, 300], 120, 50000),
  oval('P-2', 'Hortikultura', [123.6015, -10.2145], [480, 300], 40, 60000),
];

function box(
  code: string,
  name: string,
  at: [number, number],
  half: [number, number],
  bearing: number,
  grain: number,
): Ground {
  return { code, name, at, half, bearing, grain, round: false };
}

function oval(
  code: string,
  name: string,
  at: [number, number],
  half: [number, number],
  bearing: number,
  grain: number,
): Ground {
  return { code, name, at, half, bearing, grain, round: true };
}
