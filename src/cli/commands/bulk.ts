import { setFlagsFromString } from 'node:v8';
import { type Problem, problem } from '../../base/problem.ts';
import { type BulkSummary, type ColumnMap, runBulk, unknownColumns } from '../../bulk/index.ts';
import { dayInWita } from '../../request/index.ts';
import { type Command, numberOption, openPlans, printProblems, readArgs } from '../command.ts';
import { helpOf } from '../help.ts';

const OPTIONS = {
  out: { type: 'string', short: 'o' },
  plan: { type: 'string' },
  crs: { type: 'string' },
  date: { type: 'string' },
  digits: { type: 'string' },
  threads: { type: 'string' },
} as const;

/** `bulk IN.csv --out OUT.csv`: many parcels; exit code 0, 3 if some rows carry an error, 1 if the file can't be used. */
export const bulkCommand: Command = {
  name: 'bulk',
  usage: 'bulk IN.csv --out OUT.csv',
  summary: { id: 'periksa banyak bidang dari CSV', en: 'checks many parcels from a CSV' },
  details: {
    id: [
      'IN.csv     satu bidang per baris pada kolom wkt atau geojson, atau baris sudut id,urut,bujur,lintang;',
      '           kolom lain: kbli, kegiatan, luas_tapak, lantai, luas_lantai, tinggi, luas_hijau, ...',
      '--out F    jawabannya, baris demi baris; - untuk keluaran standar',
      '           kolom masukan yang bernama sama dengan kolom jawaban (verdict, area_m2, zones, overlays,',
      '           findings, error) diberi akhiran _masukan',
      '--plan ID  hanya rencana ini     --crs EPSG:32751  untuk bidang yang tidak menyebutnya',
      '--date D   YYYY-MM-DD            --digits N        desimal luas (2)',
      '--threads N  banyaknya utas (sebanyak inti prosesor); jawabannya sama',
      'kode keluar  0 semua baris terjawab, 3 ada baris yang salah, 1 berkas tidak dapat dipakai',
    ].join('\n'),
    en: [
      'IN.csv     a parcel per row in a column wkt or geojson, or corner rows id,urut,bujur,lintang;',
      '           further columns: kbli, kegiatan, luas_tapak, lantai, luas_lantai, tinggi, luas_hijau, ...',
      '--out F    the answer, a row per row; - for standard output',
      '           a column of the input named like one of the answer (verdict, area_m2, zones, overlays,',
      '           findings, error) gets the suffix _masukan',
      '--plan ID  only this plan        --crs EPSG:32751  of parcels that name none',
      '--date D   YYYY-MM-DD            --digits N        decimals of areas (2)',
      '--threads N  threads that work (as many as cores); the answer is the same',
      'exit code  0 all rows answered, 3 some rows carry an error, 1 the file could not be used',
    ].join('\n'),
  },
  run,
};

/**
 * What V8 is told before the plans are opened, for all threads: a row leaves much garbage and keeps
 * little, so more room for it only makes the process larger. On 150,000 rows all over a city, with two
 * threads: 418 MB at its height instead of 633, for some 5 % more processor time. Young generations
 * stay as they are (8 MB by now), those of threads have 4 MB from the start, and old ones are collected
 * when they have grown by half.
 */
const SMALL_HEAP = [
  '--semi-space-growth-factor=1',
  '--min-semi-space-size=4',
  '--heap-growing-percent=50',
];

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const [input, ...more] = args.value.files;
  const { out, plan, crs, date } = args.value.values as Record<string, string | undefined>;
  if (input === undefined || more.length > 0 || out === undefined) {
    process.stderr.write(helpOf(bulkCommand));
    return 1;
  }
  const digits = numberOption(args.value, 'digits');
  if (!digits.ok) return refuse(digits.problems);
  const threads = numberOption(args.value, 'threads');
  if (!threads.ok) return refuse(threads.problems);
  if (threads.value !== null && !(Number.isInteger(threads.value) && threads.value >= 1)) {
    return refuse([wrongThreads(threads.value)]);
  }
  for (const flag of SMALL_HEAP) setFlagsFromString(flag);
  const today = dayInWita(new Date());
  const opened = await openPlans(false, date ?? today);
  if (!opened.ok) return refuse(opened.problems);
  const progress = progressLine();
  const result = await runBulk(opened.value.store, {
    input,
    output: out,
    digits: Math.min(12, Math.max(0, Math.trunc(digits.value ?? 2))),
    today,
    onHeader: tellColumns,
    onProgress: progress.show,
    ...(threads.value !== null && { threads: threads.value }),
    ...(plan && { plan }),
    ...(crs && { crs }),
    ...(date && { date }),
  });
  progress.end();
  if (!result.ok) return refuse(result.problems);
  process.stderr.write(`${JSON.stringify(result.value)}\n`);
  return result.value.errors > 0 ? 3 : 0;
}

function wrongThreads(given: number): Problem {
  return problem(
    'arguments.threads',
    '--threads',
    `--threads harus bilangan bulat mulai 1, diberikan ${given}.`,
    `--threads takes a whole number from 1 on, ${given} was given.`,
  );
}

function refuse(problems: Parameters<typeof printProblems>[0]): number {
  printProblems(problems);
  return 1;
}

/** One line on what was understood, one on what is only passed through: a mistyped header would silently lose its check. */
function tellColumns(map: ColumnMap): void {
  const unknown = unknownColumns(map);
  const skip = new Set(unknown.map((u) => u.header));
  const known = map.header.filter((h) => !skip.has(h)).join(', ');
  process.stderr.write(`Kolom dikenal / columns understood: ${known}\n`);
  if (unknown.length === 0) return;
  const told = unknown.map(({ header, nearest }) =>
    nearest === null ? header : `${header} (maksudnya / did you mean ${nearest}?)`,
  );
  process.stderr.write(`Kolom diteruskan saja / columns passed through only: ${told.join(', ')}\n`);
}

/** One line rewritten on a terminal; nothing elsewhere. */
function progressLine(): { show: (s: BulkSummary) => void; end: () => void } {
  if (!process.stderr.isTTY) return { show: () => {}, end: () => {} };
  const started = performance.now();
  return {
    show: (s) => {
      const seconds = (performance.now() - started) / 1000;
      const rate = Math.round(s.parcels / Math.max(seconds, 1e-3));
      process.stderr.write(`\r${s.parcels} bidang, ${s.errors} galat, ${rate}/detik   `);
    },
    end: () => process.stderr.write('\n'),
  };
}
