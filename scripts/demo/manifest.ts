/** plan.json of the RDTR. Format: data/README.md. */
const TABLES = [
  'legal_bases',
  'zones',
  'itbx',
  'conditions',
  'intensity',
  'setbacks',
  'sempadan',
  'overlays',
  'raster_classes',
];

export function rdtrManifest(): unknown {
  return {
    format: 1,
    id: 'kupang-rdtr',
    title: 'DATA PERAGAAN, BUKAN RENCANA TATA RUANG YANG BERLAKU: RDTR Kota Kupang',
    demonstration: true,
    level: 'RDTR',
    regulation: {
      type: 'Perda Kota Kupang',
      number: '12',
      year: 2011,
      title: 'DATA PERAGAAN (isi rekaan) atas nama RDTR Kota Kupang 2011-2031',
      amendments: [{ type: 'Perda Kota Kupang', number: '9', year: 2012 }],
    },
    status: 'in_force',
    validFrom: '2012-01-01',
    validTo: null,
    ossIntegrated: false,
    mapScale: 5000,
    crs: 'EPSG:32751',
    areaBasis: 'ground',
    deedTolerance: 0.05,
    maxParcelM2: 1000000,
    layers: rdtrLayers(),
    rasters: [
      {
        id: 'banjir',
        file: 'indeks_banjir.tif',
        kind: 'index',
        law: false,
        title: { id: 'Indeks kedalaman banjir', en: 'Flood depth index' },
      },
      {
        id: 'lereng',
        file: 'dem.tif',
        kind: 'slope',
        law: false,
        title: { id: 'Lereng', en: 'Slope' },
      },
      {
        id: 'ketinggian',
        file: 'dem.tif',
        kind: 'elevation',
        law: false,
        title: { id: 'Ketinggian tanah', en: 'Ground elevation' },
      },
    ],
    tables: rdtrTableSpecs(),
    themes: [],
  };
}

function rdtrTableSpecs(): Record<string, unknown> {
  const specs: Record<string, unknown> = {};
  for (const name of TABLES) specs[name] = { file: `tables/${name}.csv`, marks: {} };
  specs['intensity'] = {
    file: 'tables/intensity.csv',
    marks: { '-': 'not_regulated', RTRW: 'silent' },
  };
  specs['setbacks'] = { file: 'tables/setbacks.csv', marks: { '-': 'not_regulated' } };
  return specs;
}

function rdtrLayers(): unknown[] {
  return [
    {
      id: 'pola_ruang',
      kind: 'zones',
      file: 'pola_ruang.zip',
      crs: 'file',
      law: true,
      legalBasis: 'pola-ruang',
      fields: { code: 'KODSZN', name: 'NAMOBJ', block: 'KODBLK' },
      zoneOverlays: [
        { theme: 'kkop', field: 'KKOP_1', law: true },
        { theme: 'lp2b', field: 'LP2B_2', law: true },
        { theme: 'rawan_bencana', field: 'KRB_03', law: true },
        { theme: 'cagar_budaya', field: 'CAGBUD', law: true },
      ],
    },
    {
      id: 'kawasan_perencanaan',
      kind: 'planning_area',
      file: 'kawasan_perencanaan.zip',
      crs: 'file',
      law: true,
      legalBasis: 'pola-ruang',
      fields: {},
    },
    {
      id: 'kelurahan',
      kind: 'admin',
      file: 'kelurahan.zip',
      crs: 'file',
      law: true,
      legalBasis: 'pola-ruang',
      fields: { kelurahan: 'WADMKD', kecamatan: 'WADMKC', code: 'KDEPUM' },
    },
    {
      id: 'jalan',
      kind: 'roads',
      file: 'jalan.zip',
      crs: 'file',
      law: true,
      legalBasis: 'tabel-gsb',
      fields: { name: 'NAMOBJ', class: 'FUNGSI', rowWidthM: 'ROW_M' },
    },
    {
      id: 'pantai',
      kind: 'water',
      file: 'pantai.geojson',
      crs: 'file',
      law: true,
      theme: 'sempadan_pantai',
      legalBasis: 'perpres-51-2016',
      fields: { name: 'NAMOBJ' },
    },
    {
      id: 'sungai',
      kind: 'water',
      file: 'sungai/sungai.shp',
      crs: 'file',
      law: true,
      theme: 'sempadan_sungai',
      legalBasis: 'pp-38-2011',
      fields: { name: 'NAMOBJ', class: 'KELAS' },
    },
    {
      id: 'mata_air',
      kind: 'water',
      file: 'mata_air/mata_air.shp',
      crs: 'file',
      encoding: 'windows-1252',
      law: true,
      theme: 'sempadan_mata_air',
      legalBasis: 'sk-mentan-837-1980',
      fields: { name: 'NAMOBJ' },
    },
    overlay(
      'hutan',
      'hutan.zip',
      'hutan',
      true,
      'peta-hutan',
      { code: 'KODE', name: 'NAMOBJ' },
      25000,
    ),
    overlay('kp2b', 'kp2b.geojson', 'lp2b', true, 'peta-kp2b', { code: 'LP2B', name: 'NAMOBJ' }),
    overlay('cagar_budaya', 'cagar_budaya.zip', 'cagar_budaya', true, 'peta-cagar-budaya', {
      code: 'CAGBUD',
      name: 'NAMOBJ',
    }),
    overlay(
      'kkop_permukaan',
      'kkop_permukaan.zip',
      'kkop',
      false,
      'permukaan-kkop',
      { code: 'KKOP', name: 'KAWASAN' },
      25000,
    ),
    ...['banjir', 'longsor', 'tsunami'].map((hazard) => ({
      ...overlay(
        `bahaya_${hazard}`,
        'bahaya.zip',
        'rawan_bencana',
        false,
        'peta-bahaya',
        { code: 'KRB', name: 'KRB' },
        50000,
      ),
      layer: `bahaya_${hazard}`,
    })),
    {
      id: 'persil',
      kind: 'parcels',
      file: 'persil.zip',
      crs: 'file',
      law: false,
      legalBasis: 'pola-ruang',
      fields: { number: 'NIB', deedAreaM2: 'LUASTERTUL', frontageM: 'LEBARMUKA' },
    },
  ];
}

function overlay(
  id: string,
  file: string,
  theme: string,
  law: boolean,
  legalBasis: string,
  fields: Record<string, string>,
  scale?: number,
): Record<string, unknown> {
  return {
    id,
    kind: 'overlay',
    file,
    crs: 'file',
    law,
    theme,
    legalBasis,
    fields,
    ...(scale ? { scale } : {}),
  };
}
