import { fail, ok, type Problem, problem, type Result, type Text } from '../base/problem.ts';
import type { Language } from '../report/index.ts';
import { numberOption, type ParsedArgs } from './command.ts';
import { parcelFrom } from './parcel-file.ts';

const FIGURES = {
  footprint: 'footprintM2',
  floors: 'floors',
  'floor-area': 'grossFloorAreaM2',
  height: 'heightM',
  basement: 'basementM2',
  'basement-floors': 'basementFloors',
  green: 'greenM2',
  balcony: 'balconyM2',
  roof: 'roofM2',
} as const;

const TEXT = { type: 'string' } as const;

/** Options of every command that asks about one parcel. */
export const REQUEST_OPTIONS = {
  kbli: TEXT,
  activity: TEXT,
  crs: TEXT,
  plan: TEXT,
  date: TEXT,
  'road-class': TEXT,
  'deed-area': TEXT,
  'footprint-file': TEXT,
  feature: TEXT,
  layer: TEXT,
  'activity-area': TEXT,
  hours: TEXT,
  documents: TEXT,
  lang: TEXT,
  ...(Object.fromEntries(Object.keys(FIGURES).map((k) => [k, TEXT])) as Record<
    string,
    typeof TEXT
  >),
} as const;

/** The same, as `--help` tells them. */
export const REQUEST_DETAILS: Readonly<Record<keyof Text, readonly string[]>> = {
  id: [
    'FILE           GeoJSON, shapefile (.shp, .zip), KML, WKT atau sudut (.txt, .csv), permintaan (.json); - membaca masukan standar',
    '--feature N    fitur ke berapa dari berkas yang memuat beberapa (1 = pertama)',
    '--layer NAME   layer yang mana dari zip yang memuat beberapa',
    '--kbli CODE    KBLI 2020        --activity CODE  kegiatan menurut rencana',
    '--activity-area M2 --hours 08:00-21:00 --documents A,B    yang ditanyakan syarat kegiatan',
    '--footprint M2 --floors N --floor-area M2 --height M --basement M2 --basement-floors N --green M2',
    '--balcony M2 --roof M2          di samping luas lantai; dihitung menurut rencana',
    '--footprint-file FILE           gambar tapak bangunan, dalam CRS yang sama dengan bidang',
    '--deed-area M2 --road-class C   --crs EPSG:32751 --plan ID --date YYYY-MM-DD',
    '--lang id|en   bahasa dari yang dibaca orang',
  ],
  en: [
    'FILE           GeoJSON, shapefile (.shp, .zip), KML, WKT or corners (.txt, .csv), a request (.json); - reads standard input',
    '--feature N    which feature of a file with several (1 = first)',
    '--layer NAME   which layer of a zip with several',
    '--kbli CODE    KBLI 2020        --activity CODE  an activity of the plan',
    '--activity-area M2 --hours 08:00-21:00 --documents A,B    what the conditions of an activity ask',
    '--footprint M2 --floors N --floor-area M2 --height M --basement M2 --basement-floors N --green M2',
    '--balcony M2 --roof M2          beside the floor area; count as the plan says',
    '--footprint-file FILE           drawn outline of the building, in the same CRS as the parcel',
    '--deed-area M2 --road-class C   --crs EPSG:32751 --plan ID --date YYYY-MM-DD',
    '--lang id|en   language of what people read',
  ],
};

/** Problem: `arguments.lang`, with the languages that there are. */
export function languageOf(args: ParsedArgs): Result<Language> {
  const given = args.values.lang ?? 'id';
  if (given === 'id' || given === 'en') return ok(given);
  return fail(
    problem(
      'arguments.lang',
      '--lang',
      `Bahasa "${given}" tidak ada; pilih id atau en.`,
      `There is no language "${given}"; choose id or en.`,
    ),
  );
}

/** File and options as the body of a request, as an outside system would send it. */
export async function requestFrom(args: ParsedArgs): Promise<Result<Record<string, unknown>>> {
  const parcel = await parcelFrom(args.files[0]!, args);
  const figures = buildingFrom(args);
  const deed = numberOption(args, 'deed-area');
  const footprint = await footprintFrom(args);
  const activity = activityFrom(args);
  const problems = [parcel, figures, deed, activity, footprint].flatMap((r) =>
    r.ok ? [] : r.problems,
  );
  if (!parcel.ok || !figures.ok || !deed.ok || !footprint.ok || !activity.ok)
    return fail(...problems);
  const building = { ...figures.value, ...footprint.value };
  const { crs, plan, date, documents } = args.values;
  return ok({
    ...parcel.value,
    ...(crs && { crs }),
    ...activity.value,
    ...(typeof documents === 'string' && { documents: namesIn(documents) }),
    ...(Object.keys(building).length > 0 && { building }),
    ...(deed.value !== null && { deedAreaM2: deed.value }),
    ...(args.values['road-class'] && { stated: { roadClass: args.values['road-class'] } }),
    ...(date && { date }),
    ...(plan && { plan }),
  });
}

/** `--documents A,B`; blank names are left out, so `--documents ""` says that there are none. */
function namesIn(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

/** What is to be done there, with the facts that conditions ask. Problems: `arguments.hours`, `arguments.activity_facts`. */
function activityFrom(args: ParsedArgs): Result<{ activity?: Record<string, unknown> }> {
  const { activity: code, kbli, hours } = args.values;
  const area = numberOption(args, 'activity-area');
  if (!area.ok) return area;
  const clock = typeof hours === 'string' ? /^\s*(\S+?)\s*[-–]\s*(\S+)\s*$/.exec(hours) : null;
  if (hours !== undefined && clock === null) return fail(noHours(hours));
  const facts = {
    ...(area.value !== null && { areaM2: area.value }),
    ...(clock && { hours: { from: clock[1], to: clock[2] } }),
  };
  if (code) return ok({ activity: { code, ...facts } });
  if (kbli) return ok({ activity: { kbli, ...facts } });
  return Object.keys(facts).length > 0 ? fail(noActivity()) : ok({});
}

function noHours(given: unknown): Problem {
  return problem(
    'arguments.hours',
    '--hours',
    `--hours berbentuk 08:00-21:00, diberikan "${given}".`,
    `--hours is written 08:00-21:00, "${given}" was given.`,
  );
}

function noActivity(): Problem {
  return problem(
    'arguments.activity_facts',
    '--activity',
    '--activity-area dan --hours menerangkan kegiatan: sebut juga --kbli atau --activity.',
    '--activity-area and --hours tell about an activity: name it with --kbli or --activity, too.',
  );
}

function buildingFrom(args: ParsedArgs): Result<Record<string, number>> {
  const building: Record<string, number> = {};
  const problems: Problem[] = [];
  for (const [option, field] of Object.entries(FIGURES)) {
    const value = numberOption(args, option);
    if (!value.ok) problems.push(...value.problems);
    else if (value.value !== null) building[field] = value.value;
  }
  return problems.length > 0 ? fail(...problems) : ok(building);
}

async function footprintFrom(args: ParsedArgs): Promise<Result<Record<string, unknown>>> {
  const path = args.values['footprint-file'];
  if (typeof path !== 'string') return ok({});
  const drawn = await parcelFrom(path, { ...args, values: {} });
  if (!drawn.ok) return drawn;
  const shape = drawn.value.parcel;
  return shape === undefined
    ? fail(
        problem(
          'file.no_polygon',
          path,
          'Tapak bangunan harus berupa poligon.',
          'The footprint must be a polygon.',
        ),
      )
    : ok({ footprint: shape });
}
