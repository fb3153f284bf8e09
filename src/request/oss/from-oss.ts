import { type Note, note, ok, type Result } from '../../base/problem.ts';
import { OSS } from '../../report/oss/fields.ts';
import { isObject, type JsonObject } from '../fields.ts';
import { Problems } from '../problems.ts';
import { outlineOf } from './corners.ts';
import { numberOf, objectsAt, textOf } from './values.ts';

/** One location of one project of an application, as a body that `POST /v1/assessments` takes. */
export interface OssApplication {
  readonly idProyek: string | null;
  readonly idProyekLokasi: string | null;
  readonly request: Readonly<Record<string, unknown>>;
  /** The message with this project and location alone, without what the request is made of. */
  readonly kept: JsonObject;
}

/**
 * An application as OSS-RBA sends it (`receiveNIBKKPR`): one request for each location of each project,
 * since each lies somewhere else. Whether the request can be answered is for parseRequest to say.
 * Notes tell what was understood or left aside. Problems, all at once: `oss.no_data`, `oss.no_project`,
 * `oss.no_location`, `oss.kbli`, `oss.number`, `oss.ambiguous_number`, `oss.area_unit`, `oss.water` and those of corners.ts.
 */
export function fromOss(message: unknown): Result<readonly OssApplication[]> {
  const problems = new Problems();
  const data = isObject(message) ? message.dataNIB : undefined;
  if (!isObject(data)) {
    problems.add(
      'oss.no_data',
      '/dataNIB',
      'Ini bukan pesan receiveNIBKKPR: objek "dataNIB" tidak ada.',
      'This is no receiveNIBKKPR message: there is no object "dataNIB".',
    );
    return { ok: false, problems: problems.all() };
  }
  const reading: Reading = { data, notes: [], problems };
  const projects = objectsAt(data, 'data_proyek', '/dataNIB', problems);
  if (projects.length === 0) tellMissing('oss.no_project', '/dataNIB/data_proyek', problems);
  const applications = projects.flatMap(({ value, at }) => readProject(value, at, reading));
  if (problems.any) return { ok: false, problems: problems.all() };
  return ok(applications, reading.notes);
}

interface Reading {
  readonly data: JsonObject;
  readonly notes: Note[];
  readonly problems: Problems;
}

function tellMissing(code: string, pointer: string, problems: Problems): void {
  problems.add(
    code,
    pointer,
    'Pesan ini tidak memuat proyek dengan lokasinya.',
    'This message has no project with its location.',
  );
}

/** What a project says of every one of its locations, or of all together. */
const PROJECT_FIELDS = [
  'kbli',
  'luas_tanah',
  'satuan_luas_tanah',
  'memiliki_menguasai',
  'jumlah_lantai_bangunan',
  'luas_lantai_bangunan',
] as const;

type ProjectField = (typeof PROJECT_FIELDS)[number];

function readProject(project: JsonObject, at: string, reading: Reading): OssApplication[] {
  const { problems } = reading;
  const used = new Set<ProjectField>();
  const activity = readKbli(project, at, reading);
  if (activity) used.add('kbli');
  const deed = readLand(project, at, reading, used);
  const building = readBuilding(project, at, problems, used);
  const locations = objectsAt(project, 'data_lokasi_proyek', at, problems);
  if (locations.length === 0) tellMissing('oss.no_location', `${at}/data_lokasi_proyek`, problems);
  const several = locations.length > 1 && (deed !== null || building !== null);
  if (several) tellTotals(at, reading);
  const parts = several ? {} : { ...(building && { building }), ...(deed && { deedAreaM2: deed }) };
  return locations.flatMap(({ value: location, at: place }) => {
    const parcel = outlineOf(location, place, problems);
    tellLocation(location, place, reading);
    if (!parcel || !activity) return [];
    const taken = several ? new Set<ProjectField>(['kbli']) : used;
    return [
      {
        idProyek: textOf(project, 'id_proyek'),
        idProyekLokasi: textOf(location, 'id_proyek_lokasi'),
        request: { parcel, crs: 'EPSG:4326', activity, ...parts },
        kept: keptOf(reading.data, project, location, taken),
      },
    ];
  });
}

/** Five digits; as a number a KBLI has lost its leading zero, which comes back (note). */
function readKbli(
  project: JsonObject,
  at: string,
  { notes, problems }: Reading,
): { readonly kbli: string } | null {
  const text = textOf(project, 'kbli');
  if (text === null || !/^\d{4,5}$/.test(text)) {
    problems.add(
      'oss.kbli',
      `${at}/kbli`,
      '"kbli" harus berupa lima angka KBLI 2020, misalnya "47111".',
      '"kbli" must be the five digits of KBLI 2020, such as "47111".',
      project.kbli,
    );
    return null;
  }
  const kbli = text.padStart(5, '0');
  if (kbli !== text) {
    const id = `KBLI ${text} dibaca sebagai ${kbli}: sebagai angka, nol di depan hilang.`;
    const en = `KBLI ${text} was read as ${kbli}: as a number it has lost its leading zero.`;
    notes.push(note('oss.kbli_zero', `${at}/kbli`, id, en));
  }
  return { kbli };
}

/** The area of land that is held already, m²; a mere need is no deed and is left aside (note). */
function readLand(
  project: JsonObject,
  at: string,
  { notes, problems }: Reading,
  used: Set<ProjectField>,
): number | null {
  const area = numberOf(project, 'luas_tanah', at, problems);
  if (area === null || area === 0) return null;
  if (textOf(project, 'memiliki_menguasai')?.toUpperCase() !== 'Y') {
    const id = '"luas_tanah" adalah kebutuhan, bukan luas surat: tanah belum dikuasai.';
    const en = '"luas_tanah" is a need, not the area of a deed: the land is not held yet.';
    notes.push(note('oss.land_need', `${at}/luas_tanah`, id, en));
    return null;
  }
  const unit = textOf(project, 'satuan_luas_tanah') ?? '';
  const factor = OSS.areaUnits[unit.padStart(2, '0')];
  if (typeof factor !== 'number') {
    problems.add(
      'oss.area_unit',
      `${at}/satuan_luas_tanah`,
      '"satuan_luas_tanah" harus 01 (m²) atau 02 (ha); tanpa satuan luasnya tidak dapat dibaca.',
      '"satuan_luas_tanah" must be 01 (m²) or 02 (ha); without it the area cannot be read.',
      project.satuan_luas_tanah,
    );
    return null;
  }
  for (const field of ['luas_tanah', 'satuan_luas_tanah', 'memiliki_menguasai'] as const) {
    used.add(field);
  }
  return area * factor;
}

function readBuilding(
  project: JsonObject,
  at: string,
  problems: Problems,
  used: Set<ProjectField>,
): Record<string, number> | null {
  const floors = numberOf(project, 'jumlah_lantai_bangunan', at, problems);
  const area = numberOf(project, 'luas_lantai_bangunan', at, problems);
  if (!floors && !area) return null;
  if (floors !== null) used.add('jumlah_lantai_bangunan');
  if (area !== null) used.add('luas_lantai_bangunan');
  return {
    ...(floors === null ? {} : { floors }),
    ...(area === null ? {} : { grossFloorAreaM2: area }),
  };
}

/** Figures of all locations together belong to none of them: they are left aside. */
function tellTotals(at: string, { notes }: Reading): void {
  const id =
    'Proyek ini memiliki beberapa lokasi; luas tanah dan bangunan adalah jumlahnya dan tidak dipakai. Tanyakan bangunan tiap lokasi.';
  const en =
    'This project has several locations; areas of land and building are totals and are not used. Ask for the building of each location.';
  notes.push(note('oss.totals', at, id, en));
}

/** What of a location needs attention. Problem: `oss.water`. */
function tellLocation(location: JsonObject, at: string, reading: Reading): void {
  const { notes, problems } = reading;
  objectsAt(location, 'data_posisi_proyek', at, problems).forEach(({ value, at: place }) => {
    const position = OSS.positions[textOf(value, 'posisi_lokasi')?.padStart(2, '0') ?? ''];
    if (position !== 'water') return;
    problems.add(
      'oss.water',
      `${place}/posisi_lokasi`,
      'Lokasi di perairan tidak ditelaah di sini: KKPR laut ada pada kementerian.',
      'A location in water is not studied here: a KKPR at sea is for the ministry.',
      value.posisi_lokasi,
    );
  });
  const activity = textOf(location, 'id_kegiatan');
  if (activity === null) return;
  const id = `Kegiatan RDTR ${activity} tidak dipakai; yang ditelaah adalah KBLI.`;
  const en = `The RDTR activity ${activity} is not used; the KBLI is what is studied.`;
  notes.push(note('oss.rdtr_activity', `${at}/id_kegiatan`, id, en));
}

function keptOf(
  data: JsonObject,
  project: JsonObject,
  location: JsonObject,
  used: ReadonlySet<string>,
): JsonObject {
  const rest = without(location, new Set(['data_lokasi_proyek']));
  const own = without(project, new Set([...used, 'data_lokasi_proyek']));
  return { ...data, data_proyek: [{ ...own, data_lokasi_proyek: [rest] }] };
}

function without(object: JsonObject, fields: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !fields.has(name)));
}
