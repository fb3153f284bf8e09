/** The rule tables of the RDTR as CSV texts by file name. All figures are invented but those that cite a real text. */
import { SUB_ZONES } from '../codes.ts';
import { ACTIVITIES } from './activities.ts';
import { csv } from './csv.ts';
import { intensityCsv, setbacksCsv } from './limits.ts';
import { useCell } from './uses.ts';

export function rdtrTables(): [string, string][] {
  return [
    ['zones.csv', zonesCsv()],
    ['itbx.csv', itbxCsv()],
    ['conditions.csv', conditionsCsv()],
    ['intensity.csv', intensityCsv()],
    ['setbacks.csv', setbacksCsv()],
    ['sempadan.csv', sempadanCsv()],
    ['overlays.csv', overlaysCsv()],
    ['raster_classes.csv', rasterClassesCsv()],
    ['legal_bases.csv', legalBasesCsv()],
  ];
}

function zonesCsv(): string {
  const rows = SUB_ZONES.map((z) => [
    z.code,
    z.nameId,
    z.nameEn,
    z.group,
    z.protective ? 'ya' : 'tidak',
    // The RDTR leaves convertible forest to the RTRW.
    z.code === 'HPK' ? 'ya' : 'tidak',
    z.color,
    'tabel-zona',
  ]);
  return csv(
    ['code', 'name_id', 'name_en', 'group', 'protective', 'silent', 'color', 'legal_basis'],
    rows,
  );
}

/** Cells that are wrong or missing on purpose: `activity/zone` -> cell. Listed in data/kupang/README.md. */
const WARTS: Record<string, string> = {
  'rumah_kos/W': '',
  'klinik/P-2': '',
  'kafe/RTNH': '',
  'gudang/C-2': '-',
  'hotel_melati/R-4': 'I;T2',
  'bengkel_motor/R-4': 'T1;B9',
  'toko_bangunan/SPU-2': '?',
};

function itbxCsv(): string {
  const codes = SUB_ZONES.map((z) => z.code);
  const rows = ACTIVITIES.map((a) => [
    a.code,
    a.nameId,
    a.nameEn,
    a.kbli,
    'tabel-itbx',
    ...codes.map((zone) => WARTS[`${a.code}/${zone}`] ?? useCell(a.kind, zone)),
  ]);
  return csv(['activity', 'name_id', 'name_en', 'kbli', 'legal_basis', ...codes], rows);
}

const CONDITIONS = [
  [
    'T1',
    'Luas lantai kegiatan paling banyak 200 m².',
    'Floor area of the activity at most 200 m².',
  ],
  [
    'T2',
    'Jam kegiatan pukul 06.00 sampai 22.00 WITA.',
    'Hours of activity from 06:00 to 22:00 WITA.',
  ],
  ['T3', 'Paling banyak 20 % dari luas blok.', 'At most 20 % of the area of the block.'],
  ['T4', 'Bangunan paling banyak 2 lantai.', 'Building of at most 2 floors.'],
  [
    'T5',
    'Jarak paling dekat 500 m dari kegiatan sejenis.',
    'At least 500 m from an activity of the same kind.',
  ],
  [
    'T6',
    'Hanya pada persil yang berbatasan dengan jalan arteri atau kolektor.',
    'Only on parcels that adjoin an arterial or collector road.',
  ],
  [
    'B1',
    'Memiliki dokumen lingkungan (AMDAL atau UKL-UPL).',
    'With an environmental document (AMDAL or UKL-UPL).',
  ],
  [
    'B2',
    'Memiliki analisis dampak lalu lintas dan menyediakan parkir di dalam persil.',
    'With a traffic impact analysis and parking inside the parcel.',
  ],
  [
    'B3',
    'Memiliki persetujuan tertulis dari warga yang berbatasan.',
    'With the written consent of the neighbours.',
  ],
  [
    'B4',
    'Memiliki rekomendasi dinas yang membidangi pertanian.',
    'With a recommendation of the agriculture agency.',
  ],
  [
    'B5',
    'Memiliki rekomendasi otoritas bandar udara.',
    'With a recommendation of the airport authority.',
  ],
  [
    'B6',
    'Memiliki rekomendasi dinas pemadam kebakaran.',
    'With a recommendation of the fire service.',
  ],
  ['B7', 'Mengolah limbah di dalam persil.', 'Treats its waste inside the parcel.'],
  ['B8', 'Memiliki persetujuan instansi kehutanan.', 'With the approval of the forestry agency.'],
] as const;

function conditionsCsv(): string {
  return csv(
    ['code', 'text_id', 'text_en', 'legal_basis'],
    CONDITIONS.map((c) => [...c, 'tabel-itbx']),
  );
}

function sempadanCsv(): string {
  return csv(
    ['theme', 'name', 'class', 'distance_m', 'effect', 'legal_basis'],
    [
      ['sempadan_pantai', '', '', 100, 'forbid_building', 'perpres-51-2016'],
      ['sempadan_sungai', 'Kali Liliba', '', 15, 'forbid_building', 'perda-12-2011-65-4'],
      ['sempadan_sungai', '', 'dalam-0-3', 10, 'forbid_building', 'pp-38-2011'],
      ['sempadan_sungai', '', 'dalam-3-20', 15, 'forbid_building', 'pp-38-2011'],
      ['sempadan_sungai', '', 'dalam-20-lebih', 30, 'forbid_building', 'pp-38-2011'],
      ['sempadan_mata_air', '', '', 200, 'forbid_building', 'sk-mentan-837-1980'],
    ],
  );
}

/** theme | code | effect | height | agency | Indonesian | English | legal basis */
const OVERLAYS = `
kkop|K01B|limit|30|Otoritas Bandar Udara|Kawasan ancangan pendaratan dan lepas landas: tinggi bangunan paling banyak 30 m.|Approach and take-off area: building height at most 30 m.|kolom-kkop
kkop|K01C|forbid_building||Otoritas Bandar Udara|Kawasan kemungkinan bahaya kecelakaan: tidak boleh ada bangunan.|Accident hazard area: no building.|kolom-kkop
kkop|K01D|refer||Otoritas Bandar Udara|Kawasan transisi: perlu rekomendasi otoritas bandar udara.|Transition area: a recommendation of the airport authority is needed.|kolom-kkop
kkop|K01E|limit|45|Otoritas Bandar Udara|Kawasan horizontal dalam: tinggi bangunan paling banyak 45 m.|Inner horizontal area: building height at most 45 m.|kolom-kkop
kkop|K01F|limit|60|Otoritas Bandar Udara|Kawasan kerucut: tinggi bangunan paling banyak 60 m.|Conical area: building height at most 60 m.|kolom-kkop
kkop|K01G|limit|150|Otoritas Bandar Udara|Kawasan horizontal luar: tinggi bangunan paling banyak 150 m.|Outer horizontal area: building height at most 150 m.|kolom-kkop
lp2b|K02A|forbid_building||Dinas Pertanian|Lahan pertanian pangan berkelanjutan: tidak boleh dibangun.|Protected food farmland: not to be built on.|kolom-lp2b
rawan_bencana|Kawasan Rawan Banjir - Sangat Tinggi|forbid_building||BPBD|Rawan banjir sangat tinggi: tidak boleh dibangun.|Very high flood hazard: not to be built on.|kolom-krb
rawan_bencana|Kawasan Rawan Banjir - Tinggi|condition||BPBD|Rawan banjir tinggi: lantai dasar ditinggikan dan ada kajian drainase.|High flood hazard: raised ground floor and a drainage study.|kolom-krb
rawan_bencana|Kawasan Rawan Banjir - Sedang|condition||BPBD|Rawan banjir sedang: lantai dasar ditinggikan.|Medium flood hazard: raised ground floor.|kolom-krb
rawan_bencana|Rawan Tsunami Tingkat Tinggi|condition||BPBD|Rawan tsunami tinggi: jalur evakuasi dan bangunan tahan tsunami.|High tsunami hazard: evacuation way and tsunami-resistant building.|kolom-krb
rawan_bencana|Rawan Tsunami Tingkat Sedang|condition||BPBD|Rawan tsunami sedang: jalur evakuasi.|Medium tsunami hazard: evacuation way.|kolom-krb
rawan_bencana|Rawan Gerakan Tanah Tingkat Tinggi|refer||BPBD|Rawan gerakan tanah tinggi: perlu kajian geoteknik dan rekomendasi BPBD.|High landslide hazard: a geotechnical study and a recommendation of BPBD are needed.|kolom-krb
rawan_bencana|Rawan Gerakan Tanah Tingkat Sedang|condition||BPBD|Rawan gerakan tanah sedang: perlu kajian geoteknik.|Medium landslide hazard: a geotechnical study is needed.|kolom-krb
rawan_bencana|Rawan Banjir Tinggi|condition||BPBD|Peta indikatif banjir (tinggi): periksa di lapangan.|Indicative flood map (high): check on site.|peta-bahaya
rawan_bencana|Rawan Banjir Sedang|condition||BPBD|Peta indikatif banjir (sedang): periksa di lapangan.|Indicative flood map (medium): check on site.|peta-bahaya
rawan_bencana|Rawan Banjir Rendah|none||BPBD|Peta indikatif banjir: rendah.|Indicative flood map: low.|peta-bahaya
rawan_bencana|Rawan Longsor Tinggi|condition||BPBD|Peta indikatif longsor (tinggi): periksa di lapangan.|Indicative landslide map (high): check on site.|peta-bahaya
rawan_bencana|Rawan Longsor Sedang|condition||BPBD|Peta indikatif longsor (sedang): periksa di lapangan.|Indicative landslide map (medium): check on site.|peta-bahaya
rawan_bencana|Rawan Longsor Rendah|none||BPBD|Peta indikatif longsor: rendah.|Indicative landslide map: low.|peta-bahaya
rawan_bencana|Rawan Tsunami Tinggi|condition||BPBD|Peta indikatif tsunami (tinggi): periksa di lapangan.|Indicative tsunami map (high): check on site.|peta-bahaya
rawan_bencana|Rawan Tsunami Sedang|condition||BPBD|Peta indikatif tsunami (sedang): periksa di lapangan.|Indicative tsunami map (medium): check on site.|peta-bahaya
rawan_bencana|Rawan Tsunami Rendah|none||BPBD|Peta indikatif tsunami: rendah.|Indicative tsunami map: low.|peta-bahaya
hutan|HL|forbid_all||Instansi kehutanan|Hutan lindung: tidak boleh ada kegiatan lain.|Protection forest: no other activity.|peta-hutan
hutan|HP|forbid_building||Instansi kehutanan|Hutan produksi: tidak boleh dibangun.|Production forest: not to be built on.|peta-hutan
hutan|HPK|refer||Instansi kehutanan|Hutan produksi yang dapat dikonversi: perlu keputusan instansi kehutanan.|Convertible production forest: a decision of the forestry agency is needed.|peta-hutan
cagar_budaya|CB|forbid_building||Dinas Kebudayaan|Situs cagar budaya: tidak boleh ada bangunan baru.|Heritage site: no new building.|peta-cagar-budaya
cagar_budaya|Cagar Budaya|refer||Dinas Kebudayaan|Kawasan cagar budaya: perlu rekomendasi tim ahli cagar budaya.|Heritage area: a recommendation of the heritage experts is needed.|kolom-cagbud
`;

function overlaysCsv(): string {
  return csv(
    ['theme', 'code', 'effect', 'height_max_m', 'agency', 'text_id', 'text_en', 'legal_basis'],
    OVERLAYS.trim()
      .split('\n')
      .map((line) => line.split('|')),
  );
}

function rasterClassesCsv(): string {
  const rows = [
    [
      'banjir',
      0,
      0.333,
      'rendah',
      'lulus',
      'Indeks banjir rendah.',
      'Low flood index.',
      'peta-bahaya',
    ],
    [
      'banjir',
      0.333,
      0.667,
      'sedang',
      'bersyarat',
      'Indeks banjir sedang: perlu kajian drainase.',
      'Medium flood index: a drainage study is needed.',
      'peta-bahaya',
    ],
    [
      'banjir',
      0.667,
      1.001,
      'tinggi',
      'bersyarat',
      'Indeks banjir tinggi: perlu kajian banjir.',
      'High flood index: a flood study is needed.',
      'peta-bahaya',
    ],
    [
      'lereng',
      0,
      8,
      'datar',
      'lulus',
      'Lereng 0-8 %: datar.',
      'Slope 0-8 %: flat.',
      'kelas-lereng',
    ],
    [
      'lereng',
      8,
      15,
      'landai',
      'lulus',
      'Lereng 8-15 %: landai.',
      'Slope 8-15 %: gentle.',
      'kelas-lereng',
    ],
    [
      'lereng',
      15,
      25,
      'agak curam',
      'bersyarat',
      'Lereng 15-25 %: perlu kajian lereng.',
      'Slope 15-25 %: a slope study is needed.',
      'kelas-lereng',
    ],
    [
      'lereng',
      25,
      40,
      'curam',
      'bersyarat',
      'Lereng 25-40 %: perlu kajian geoteknik.',
      'Slope 25-40 %: a geotechnical study is needed.',
      'kelas-lereng',
    ],
    [
      'lereng',
      40,
      10000,
      'sangat curam',
      'bersyarat',
      'Lereng di atas 40 %: perlu kajian geoteknik dan rekomendasi.',
      'Slope above 40 %: a geotechnical study and a recommendation are needed.',
      'kelas-lereng',
    ],
    [
      'ketinggian',
      -100,
      10.5,
      'rendah',
      'bersyarat',
      'Ketinggian di bawah 10,5 m: terjangkau gelombang tinggi.',
      'Below 10.5 m: within reach of high waves.',
      'peta-bahaya',
    ],
    [
      'ketinggian',
      10.5,
      9000,
      'aman',
      'lulus',
      'Ketinggian 10,5 m atau lebih.',
      'At 10.5 m or above.',
      'peta-bahaya',
    ],
  ];
  return csv(
    ['raster', 'from', 'to', 'class', 'result', 'text_id', 'text_en', 'legal_basis'],
    rows,
  );
}

function legalBasesCsv(): string {
  const invented = (id: string, what: string) => [
    id,
    `Data peragaan Si Pejuang, ${what}`,
    `Data peragaan, bukan peraturan: ${what}.`,
    'ya',
  ];
  return csv(
    ['id', 'citation', 'text', 'invented'],
    [
      [
        'perda-12-2011-65-4',
        'Perda Kota Kupang 12/2011 Ps 65(4)',
        'Sempadan Sungai Liliba paling sedikit 15 m.',
        'tidak',
      ],
      [
        'perpres-51-2016',
        'Perpres 51/2016 Ps 1(2)',
        'Sempadan pantai paling sedikit 100 m dari titik pasang tertinggi ke arah darat.',
        'tidak',
      ],
      [
        'pp-38-2011',
        'PP 38/2011 Ps 9',
        'Sempadan sungai tidak bertanggul di kawasan perkotaan: 10, 15 atau 30 m menurut kedalaman.',
        'tidak',
      ],
      ['sk-mentan-837-1980', 'SK Mentan 837/1980', 'Sempadan mata air: radius 200 m.', 'tidak'],
      invented('tabel-zona', 'tabel zona'),
      invented('tabel-itbx', 'tabel ITBX'),
      invented('tabel-intensitas', 'tabel intensitas'),
      invented('tabel-gsb', 'tabel garis sempadan bangunan'),
      invented('pola-ruang', 'peta pola ruang'),
      invented('kolom-kkop', 'kolom KKOP_1 (bukan KKOP resmi El Tari)'),
      invented('kolom-lp2b', 'kolom LP2B_2'),
      invented('kolom-krb', 'kolom KRB_03'),
      invented('kolom-cagbud', 'kolom CAGBUD'),
      invented('peta-hutan', 'peta kawasan hutan'),
      invented('peta-kp2b', 'peta KP2B'),
      invented('peta-cagar-budaya', 'peta cagar budaya'),
      invented('peta-bahaya', 'peta bahaya indikatif'),
      invented('permukaan-kkop', 'permukaan KKOP (bukan KKOP resmi El Tari)'),
      invented('kelas-lereng', 'kelas lereng'),
    ],
  );
}
