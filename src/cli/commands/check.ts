import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { openFiles } from '../../formats/files.ts';
import { readLayers } from '../../formats/layers.ts';
import type { PlanVersion } from '../../plan/model.ts';
import { assessmentJson, type BasisTexts, type Language, reportText } from '../../report/index.ts';
import { answerAndRequest, dayInWita } from '../../request/index.ts';
import {
  type Command,
  isPlain,
  numberOption,
  openPlans,
  type ParsedArgs,
  printProblems,
  readArgs,
} from '../command.ts';

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
const OPTIONS = {
  kbli: TEXT,
  activity: TEXT,
  crs: TEXT,
  plan: TEXT,
  date: TEXT,
  'road-class': TEXT,
  'deed-area': TEXT,
  'footprint-file': TEXT,
  feature: TEXT,
  lang: TEXT,
  json: { type: 'boolean' },
  explain: { type: 'boolean' },
  ...(Object.fromEntries(Object.keys(FIGURES).map((k) => [k, TEXT])) as Record<
    string,
    typeof TEXT
  >),
} as const;

/** `check FILE`: one parcel, a page for the terminal, or JSON. */
export const checkCommand: Command = {
  name: 'check',
  usage: 'check FILE [--kbli 47111 | --activity CODE] [building options]',
  summary: { id: 'periksa satu bidang', en: 'checks one parcel' },
  details: [
    'FILE           GeoJSON, shapefile (.shp, .zip), KML, WKT or corners (.txt, .csv), a request (.json); - reads standard input',
    '--feature N    which feature of a file with several (1 = first)',
    '--kbli CODE    KBLI 2020        --activity CODE  an activity of the plan',
    '--footprint M2 --floors N --floor-area M2 --height M --basement M2 --basement-floors N --green M2',
    '--balcony M2 --roof M2          beside the floor area; count as the plan says',
    '--footprint-file FILE           drawn outline of the building, in the same CRS as the parcel',
    '--deed-area M2 --road-class C   --crs EPSG:32751 --plan ID --date YYYY-MM-DD',
    '--json         the machine form --lang id|en',
    '--explain      under each finding: input, table row (file and line), article with its text, change that passes',
    'exit code      0 answered, 1 the input could not be used',
  ].join('\n'),
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  if (args.value.files.length !== 1) {
    process.stderr.write(`npx si-pejuang ${checkCommand.usage}\n\n${checkCommand.details}\n`);
    return 1;
  }
  const body = await requestFrom(args.value);
  if (!body.ok) return refuse(body.problems);
  const opened = await openPlans();
  if (!opened.ok) return refuse(opened.problems);
  const result = answerAndRequest(opened.value.store, body.value, dayInWita(new Date()));
  if (!result.ok) return refuse(result.problems);
  const { assessment, request } = result.value;
  const { json, explain } = args.value.values;
  const options = textOptions(args.value);
  const explained = explain ? { ...options, explain: basisTexts(request.stack.plans) } : options;
  process.stdout.write(json ? assessmentJson(assessment, 2) : reportText(assessment, explained));
  return 0;
}

/** Texts of articles by their citation: of the plan that speaks, else of any that was asked. */
function basisTexts(plans: readonly PlanVersion[]): BasisTexts {
  return (id, citation) => {
    const own = plans.filter((p) => p.manifest.id === id);
    const bases = [...own, ...plans].flatMap((p) => [...p.rules.legalBases.values()]);
    return bases.find((b) => b.citation === citation) ?? null;
  };
}

function textOptions(args: ParsedArgs) {
  const language: Language = args.values.lang === 'en' ? 'en' : 'id';
  return {
    language,
    color: !isPlain(process.stdout),
    width: Math.min(process.stdout.columns ?? 100, 110),
  };
}

function refuse(problems: readonly Problem[]): number {
  printProblems(problems);
  return 1;
}

/** File and options as the body of a request, as an outside system would send it. */
async function requestFrom(args: ParsedArgs): Promise<Result<Record<string, unknown>>> {
  const parcel = await parcelFrom(args.files[0]!, args);
  const figures = buildingFrom(args);
  const deed = numberOption(args, 'deed-area');
  const footprint = await footprintFrom(args);
  const problems = [parcel, figures, deed, footprint].flatMap((r) => (r.ok ? [] : r.problems));
  if (!parcel.ok || !figures.ok || !deed.ok || !footprint.ok) return fail(...problems);
  const building = { ...figures.value, ...footprint.value };
  const { kbli, activity, crs, plan, date } = args.values;
  return ok({
    ...parcel.value,
    ...(crs && { crs }),
    ...(activity ? { activity: { code: activity } } : kbli ? { activity: { kbli } } : {}),
    ...(Object.keys(building).length > 0 && { building }),
    ...(deed.value !== null && { deedAreaM2: deed.value }),
    ...(args.values['road-class'] && { stated: { roadClass: args.values['road-class'] } }),
    ...(date && { date }),
    ...(plan && { plan }),
  });
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

/** What a file holds, in the fields of a request. */
async function parcelFrom(
  path: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> {
  const kind = extname(path).toLowerCase();
  if (['.shp', '.zip', '.kml', '.geojson'].includes(kind)) return featureFrom(path, args);
  const text = await readText(path);
  if (!text.ok) return text;
  const trimmed = text.value.trim();
  if (trimmed.startsWith('{')) return jsonFrom(path, trimmed, args);
  if (/^(SRID=\d+;)?\s*(MULTI)?POLYGON/i.test(trimmed)) return ok({ wkt: trimmed });
  return ok({ corners: trimmed });
}

async function readText(path: string): Promise<Result<string>> {
  try {
    if (path !== '-') return ok(await readFile(path, 'utf8'));
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
    return ok(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      problem(
        'file.unreadable',
        path,
        `Berkas tidak dapat dibaca: ${reason}`,
        `The file could not be read: ${reason}`,
      ),
    );
  }
}

/** A whole request, or GeoJSON. */
function jsonFrom(
  path: string,
  text: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> | Result<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      problem('file.json', path, `JSON tidak terbaca: ${reason}`, `Unreadable JSON: ${reason}`),
    );
  }
  const object = value as Record<string, unknown>;
  if (typeof object.type !== 'string') return ok(object);
  return layersOf(
    new Map([['parcel.geojson', new TextEncoder().encode(text)]]),
    'parcel.geojson',
    args,
  );
}

async function featureFrom(
  path: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> {
  const files = await openFiles(path);
  if (!files.ok) return files;
  if (extname(path).toLowerCase() === '.zip') {
    return layersOf(new Map([[basename(path), await readFile(path)]]), basename(path), args);
  }
  return layersOf(files.value, basename(path), args);
}

/** One feature of a vector file, with the CRS that the file names. */
async function layersOf(
  files: Map<string, Uint8Array>,
  name: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> {
  const { crs } = args.values;
  const layers = await readLayers(files, name, typeof crs === 'string' ? { crs } : {});
  if (!layers.ok) return layers;
  const features = layers.value.flatMap((l) => l.features.map((f) => ({ ...f, crs: l.crs })));
  const wanted = numberOption(args, 'feature');
  if (!wanted.ok) return wanted;
  if (wanted.value === null && features.length !== 1) {
    return fail(
      problem(
        'file.features',
        name,
        `Berkas berisi ${features.length} bidang; pilih dengan --feature N (1 sampai ${features.length}), atau pakai bulk.`,
        `The file holds ${features.length} features; choose with --feature N (1 to ${features.length}), or use bulk.`,
      ),
    );
  }
  const feature = features[(wanted.value ?? 1) - 1];
  if (!feature?.geometry) {
    return fail(
      problem(
        'file.no_feature',
        name,
        'Tidak ada bidang dengan nomor itu.',
        'There is no feature of that number, or it has no geometry.',
      ),
    );
  }
  return ok({ parcel: feature.geometry, ...(feature.crs && { crs: feature.crs.code }) });
}
