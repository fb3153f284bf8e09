import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanStore } from '../../src/plan/store.ts';
import { licenseKkpr, makeExtract } from '../../src/report/index.ts';
import { answerAndRequest, fromOss } from '../../src/request/index.ts';
import { storeOf } from './a-store.ts';

/** Corners of 40 x 25 m in the test plan, latitude first as OSS has them. */
const CORNERS = [
  '-10.17644410,123.59348560',
  '-10.17644400,123.59385070',
  '-10.17621790,123.59385050',
  '-10.17621800,123.59348550',
];

const LOCATION = {
  id_proyek_lokasi: 'L-20260115',
  proyek_daerah_id: '5371000000',
  alamat_usaha: 'Jalan Contoh 1',
  id_kegiatan: '',
  response_kegiatan: '',
  jenis_kawasan: '02',
  jenis_lokasi: '02',
  status_lokasi: '01',
  data_lokasi_proyek: CORNERS.map((lat_lng, i) => ({ serial: i + 1, lat_lng })),
  data_posisi_proyek: [{ id_proyek_posisi: 'X-1', posisi_lokasi: '01' }],
};

const PROJECT = {
  id_proyek: 'R-202601151140',
  nomor_proyek: '1',
  uraian_usaha: 'Minimarket',
  kbli: '47111',
  sektor: 'G',
  memiliki_menguasai: 'Y',
  status_tanah: '02',
  luas_tanah: 1000,
  satuan_luas_tanah: '01',
  jumlah_lantai_bangunan: 2,
  luas_lantai_bangunan: 220,
  flag_psn: 'N',
  flag_multi_kbli: 'N',
  data_lokasi_proyek: [LOCATION],
};

/** An application in the official shape: all that domain.md 3.6 names. */
function message(project: object = {}, location: object = {}) {
  const data_lokasi_proyek = [{ ...LOCATION, ...location }];
  return {
    dataNIB: {
      nib: '8120207730001',
      oss_id: 'P02-2026',
      id_izin: 'I-2026',
      kd_izin: '033000000001',
      kewenangan: '02',
      skala_usaha: '03',
      nama_perseroan: 'PT Contoh',
      data_proyek: [{ ...PROJECT, data_lokasi_proyek, ...project }],
      data_checklist: [{ id_izin: 'I-2026', kd_izin: '033000000001' }],
    },
  };
}

function read(value: unknown) {
  const result = fromOss(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { list: result.value, codes: result.notes.map((n) => n.code) };
}

function problemsOf(value: unknown): string[] {
  const result = fromOss(value);
  return result.ok ? [] : result.problems.map((p) => `${p.code} ${p.pointer}`);
}

let store: PlanStore;
beforeAll(async () => {
  store = await storeOf('uji');
});

describe('receiveNIBKKPR', () => {
  it('in the official shape becomes a request that is answered', () => {
    const { list } = read(message());
    expect(list).toHaveLength(1);
    const { request, idProyek, idProyekLokasi } = list[0]!;
    expect([idProyek, idProyekLokasi]).toEqual(['R-202601151140', 'L-20260115']);
    expect(request).toMatchObject({
      crs: 'EPSG:4326',
      activity: { kbli: '47111' },
      building: { floors: 2, grossFloorAreaM2: 220 },
      deedAreaM2: 1000,
    });
    const answered = answerAndRequest(store, request, '2026-01-15');
    if (!answered.ok) throw new Error(JSON.stringify(answered.problems));
    const { assessment } = answered.value;
    expect(assessment.asked).toEqual(['use', 'building']);
    expect(assessment.parcel.areaM2).toBeGreaterThan(950);
    expect(assessment.parcel.areaM2).toBeLessThan(1050);
  });

  it('goes all the way: application, report, decision under the numbers that OSS gave', () => {
    const { request, kept, idProyek } = read(message()).list[0]!;
    const answered = answerAndRequest(store, { ...request, date: '2026-01-15' }, '2026-01-15');
    if (!answered.ok) throw new Error(JSON.stringify(answered.problems));
    const { assessment, request: parsed } = answered.value;
    const { stack, parcel, proposal, canonical } = parsed;
    const extract = makeExtract({ assessment, stack, parcel, proposal, canonical });
    const { oss_id, id_izin, kd_izin } = kept as Record<string, string>;
    const result = licenseKkpr(extract, {
      number: '503/1/PKKPR/2026',
      time: '2026-02-10 14:30:00',
      outcome: 'ditolak',
      official: { name: 'Nama Pejabat', nip: '1' },
      reason: 'Pertimbangan forum penataan ruang.',
      oss: { id_proyek: idProyek!, oss_id: oss_id!, id_izin: id_izin!, kd_izin: kd_izin! },
    });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.value.IZINFINALKKPR).toMatchObject({
      id_proyek: PROJECT.id_proyek,
      oss_id: 'P02-2026',
      id_izin: 'I-2026',
      kd_izin: '033000000001',
      kd_status: '90',
      data_teknis: { persetujuan: 'ditolak seluruhnya' },
    });
    // The corners come back as they were drawn, but longitude first.
    const drawn = (request.parcel as GeoJSON.Polygon).coordinates[0]!;
    for (const { lon, lat } of extract.parcel.requested) {
      expect(drawn.some(([x, y]) => Math.hypot(x! - lon, y! - lat) < 2e-9)).toBe(true);
    }
  });

  it('keeps every field that it does not use, and uses none that it keeps', () => {
    const original = message();
    const { list } = read(original);
    const kept = list[0]!.kept as ReturnType<typeof message>['dataNIB'];
    const { data_proyek: keptProjects, ...rest } = kept;
    const { data_proyek: projects, ...all } = original.dataNIB;
    expect(rest).toEqual(all);
    const used = {
      kbli: '47111',
      luas_tanah: 1000,
      satuan_luas_tanah: '01',
      memiliki_menguasai: 'Y',
      jumlah_lantai_bangunan: 2,
      luas_lantai_bangunan: 220,
    };
    const { data_lokasi_proyek: keptLocations, ...project } = keptProjects[0]!;
    const { data_lokasi_proyek: locations, ...whole } = projects[0]!;
    expect({ ...project, ...used }).toEqual(whole);
    for (const field of Object.keys(used)) expect(project).not.toHaveProperty(field);
    const { data_lokasi_proyek: corners } = LOCATION;
    expect({ ...keptLocations[0]!, data_lokasi_proyek: corners }).toEqual(locations[0]);
  });

  it('takes the latitude first, in any order of the serials, and refuses the order of GeoJSON', () => {
    const turned = [...LOCATION.data_lokasi_proyek].reverse();
    const plain = read(message()).list[0]!.request;
    expect(read(message({}, { data_lokasi_proyek: turned })).list[0]!.request).toEqual(plain);
    const [lon, lat] = (plain.parcel as GeoJSON.Polygon).coordinates[0]![0]!;
    expect([lon, lat]).toEqual([123.5934856, -10.1764441]);
    const swapped = CORNERS.map((c, i) => ({
      serial: i,
      lat_lng: c.split(',').reverse().join(','),
    }));
    const at = '/dataNIB/data_proyek/0/data_lokasi_proyek/0/data_lokasi_proyek';
    expect(problemsOf(message({}, { data_lokasi_proyek: swapped }))).toEqual(
      swapped.map((_, i) => `coordinate.swapped ${at}/${i}/lat_lng`),
    );
  });

  it('reads back what it is given, whatever the ring', () => {
    const degree = (min: number, max: number) =>
      fc.integer({ min: min * 1e7, max: max * 1e7 }).map((n) => n / 1e7);
    const corner = fc.tuple(degree(95, 141), degree(-11, 6));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 3, maxLength: 30 }), (ring) => {
        const data_lokasi_proyek = ring.map(([lon, lat], i) => ({
          serial: String(i + 1),
          lat_lng: `${lat}, ${lon}`,
        }));
        const { request } = read(message({}, { data_lokasi_proyek })).list[0]!;
        const [first, last] = [ring[0]!, ring.at(-1)!];
        const closed = first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
        expect((request.parcel as GeoJSON.Polygon).coordinates[0]).toEqual(closed);
      }),
    );
  });

  it.each([
    ['-10.17, 123.6'],
    ['-10.17;123.6'],
    ['-10.17 123.6'],
    ['(-10.17,123.6)'],
    ['-10,17 123,6'],
    ['-10,17;123,6'],
  ])('reads the corner %s', (lat_lng) => {
    const data_lokasi_proyek = [
      { lat_lng },
      { lat_lng: '-10.18,123.6' },
      { lat_lng: '-10.18,123.7' },
    ];
    const { parcel } = read(message({}, { data_lokasi_proyek })).list[0]!.request;
    expect((parcel as GeoJSON.Polygon).coordinates[0]![0]).toEqual([123.6, -10.17]);
  });

  it.each<[string, object, object, string[]]>([
    ['m²', { luas_tanah: '815', satuan_luas_tanah: '01' }, { deedAreaM2: 815 }, []],
    ['hectares', { luas_tanah: 0.5, satuan_luas_tanah: '02' }, { deedAreaM2: 5000 }, []],
    [
      'a comma of decimals',
      { luas_tanah: '815,25', satuan_luas_tanah: '01' },
      { deedAreaM2: 815.25 },
      [],
    ],
    ['less than one', { luas_tanah: '0.125', satuan_luas_tanah: '02' }, { deedAreaM2: 1250 }, []],
    ['hectares as a number', { luas_tanah: 2, satuan_luas_tanah: 2 }, { deedAreaM2: 20_000 }, []],
    [
      'land that is not held',
      { memiliki_menguasai: 'N' },
      { deedAreaM2: undefined },
      ['oss.land_need'],
    ],
    ['no area', { luas_tanah: '' }, { deedAreaM2: undefined }, []],
    [
      'no building',
      { jumlah_lantai_bangunan: 0, luas_lantai_bangunan: '' },
      { building: undefined },
      [],
    ],
    ['a KBLI without its zero', { kbli: 1111 }, { activity: { kbli: '01111' } }, ['oss.kbli_zero']],
    [
      'an RDTR activity',
      { data_lokasi_proyek: [{ ...LOCATION, id_kegiatan: '000123' }] },
      { activity: { kbli: '47111' } },
      ['oss.rdtr_activity'],
    ],
  ])('reads %s', (_what, change, wanted, told) => {
    const { list, codes } = read(message(change));
    const { request } = list[0]!;
    for (const [field, value] of Object.entries(wanted)) expect(request[field]).toEqual(value);
    expect(codes).toEqual(told);
  });

  it('makes a request of each location of each project; totals belong to none of them', () => {
    const two = { data_lokasi_proyek: [LOCATION, { ...LOCATION, id_proyek_lokasi: 'L-2' }] };
    const { list, codes } = read(message(two));
    expect(list.map((a) => a.idProyekLokasi)).toEqual(['L-20260115', 'L-2']);
    for (const { request, kept } of list) {
      expect(Object.keys(request)).toEqual(['parcel', 'crs', 'activity']);
      const [project] = (kept as { data_proyek: Record<string, unknown>[] }).data_proyek;
      expect(project).toMatchObject({ luas_tanah: 1000, luas_lantai_bangunan: 220 });
      expect(project!.data_lokasi_proyek).toHaveLength(1);
    }
    expect(codes).toEqual(['oss.totals']);
  });
});

describe('what cannot be read', () => {
  const location = '/dataNIB/data_proyek/0/data_lokasi_proyek/0';

  it.each<[string, unknown, string]>([
    ['no message', null, 'oss.no_data /dataNIB'],
    [
      'a point that may part thousands: 1.250 m² of floors are not 1.25',
      message({ luas_lantai_bangunan: '1.250' }),
      'oss.ambiguous_number /dataNIB/data_proyek/0/luas_lantai_bangunan',
    ],
    [
      'a comma that may',
      message({ luas_tanah: ' 12,500 ' }),
      'oss.ambiguous_number /dataNIB/data_proyek/0/luas_tanah',
    ],
    ['no project', { dataNIB: {} }, 'oss.no_project /dataNIB/data_proyek'],
    ['projects that are no list', { dataNIB: { data_proyek: 'x' } }, 'type /dataNIB/data_proyek'],
    [
      'no location',
      message({ data_lokasi_proyek: [] }),
      'oss.no_location /dataNIB/data_proyek/0/data_lokasi_proyek',
    ],
    [
      'no corners',
      message({}, { data_lokasi_proyek: [] }),
      `oss.no_corners ${location}/data_lokasi_proyek`,
    ],
    [
      'a corner in words',
      message({}, { data_lokasi_proyek: [{ lat_lng: 'Kupang' }] }),
      `oss.corner ${location}/data_lokasi_proyek/0/lat_lng`,
    ],
    [
      'a serial used twice',
      message({}, { data_lokasi_proyek: CORNERS.map((lat_lng) => ({ serial: 1, lat_lng })) }),
      `oss.serial ${location}/data_lokasi_proyek/1/serial`,
    ],
    ['a KBLI in words', message({ kbli: 'toko' }), 'oss.kbli /dataNIB/data_proyek/0/kbli'],
    ['no KBLI', message({ kbli: '' }), 'oss.kbli /dataNIB/data_proyek/0/kbli'],
    [
      'an area without its unit',
      message({ satuan_luas_tanah: '' }),
      'oss.area_unit /dataNIB/data_proyek/0/satuan_luas_tanah',
    ],
    [
      'a negative area',
      message({ luas_tanah: -1 }),
      'oss.number /dataNIB/data_proyek/0/luas_tanah',
    ],
    [
      'a place at sea',
      message({}, { data_posisi_proyek: [{ posisi_lokasi: '02' }] }),
      `oss.water ${location}/data_posisi_proyek/0/posisi_lokasi`,
    ],
  ])('%s', (_what, value, told) => {
    expect(problemsOf(value)).toContain(told);
  });

  it('all of it is told at once', () => {
    const wrong = message(
      { kbli: 'x', luas_tanah: 'banyak', jumlah_lantai_bangunan: 'dua' },
      { data_lokasi_proyek: [{ lat_lng: '?' }, { lat_lng: '' }] },
    );
    expect(problemsOf(wrong)).toHaveLength(5);
  });

  it('any JSON is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (project, corner) => {
        fromOss(project);
        fromOss({ dataNIB: { data_proyek: [project] } });
        fromOss(message({}, { data_lokasi_proyek: [corner] }));
        fromOss(message(Object(project) as object));
      }),
    );
  });
});
