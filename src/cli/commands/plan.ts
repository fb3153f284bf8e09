import type { Note } from '../../base/problem.ts';
import { readSettings } from '../../base/settings.ts';
import { type ImportSummary, importPlan } from '../../plan/import.ts';
import { versionOf } from '../../plan/version.ts';
import {
  type Command,
  openPlans,
  type ParsedArgs,
  printProblems,
  readArgs,
  refuse,
} from '../command.ts';
import { helpOf } from '../help.ts';

const OPTIONS = {
  id: { type: 'string' },
  'zone-field': { type: 'string' },
  crs: { type: 'string' },
  title: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Notes of one kind are shown up to this number; `--json` has them all. */
const NOTES_SHOWN = 20;

/** `plan import|list`: takes a plan in, or lists those that are there. */
export const planCommand: Command = {
  name: 'plan',
  usage: 'plan import SOURCE | plan list',
  summary: { id: 'mengimpor atau mendaftar rencana', en: 'imports or lists spatial plans' },
  details: {
    id: [
      'plan import SOURCE    folder atau zip dengan plan.json (format: data/README.md), atau layer zona saja:',
      '  plan import zones.zip --id ID --zone-field KODSZN [--crs EPSG:32751] [--title T]',
      'plan list             rencana yang dikenal layanan, yang paling rinci dahulu',
      '--json                bentuk untuk mesin',
    ].join('\n'),
    en: [
      'plan import SOURCE    a folder or zip with plan.json (format: data/README.md), or a bare zone layer:',
      '  plan import zones.zip --id ID --zone-field KODSZN [--crs EPSG:32751] [--title T]',
      'plan list             plans that the service knows, nearest in rank first',
      '--json                the machine form',
    ].join('\n'),
  },
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const [verb, source, ...more] = args.value.files;
  if (verb === 'list' && source === undefined) return list(args.value);
  if (verb === 'import' && source !== undefined && more.length === 0)
    return take(source, args.value);
  process.stderr.write(helpOf(planCommand));
  return 1;
}

async function take(source: string, args: ParsedArgs): Promise<number> {
  const settings = readSettings(process.env);
  if (!settings.ok) return refuse(settings.problems);
  const { id, crs, title } = args.values as Record<string, string | undefined>;
  const zoneField = args.values['zone-field'] as string | undefined;
  const result = await importPlan({ source, home: settings.value.home, id, zoneField, crs, title });
  if (!result.ok) return refuse(result.problems);
  if (args.values.json) process.stdout.write(`${JSON.stringify(result.value, null, 2)}\n`);
  else process.stdout.write(summaryText(result.value));
  return 0;
}

function summaryText(s: ImportSummary): string {
  const codes = s.codes.map((c) => `${c.code} (${c.features})`).join(', ');
  return [
    `${s.already ? 'Sudah ada / already there' : 'Diimpor / imported'}: ${s.id} ${s.version}`,
    `  ${s.title}`,
    `  ${s.status}, ${s.crs}, ${s.hash}`,
    `  ${s.folder}`,
    `  ${s.zones} zona / zones: ${codes}`,
    ...notesText(s.notes),
    ...(s.bare
      ? [
          `  Layer tanpa peraturan: status draft, dijawab hanya bila disebut (--plan ${s.id}).`,
          `  A layer without rules: a draft, answered only when named (--plan ${s.id}).`,
        ]
      : []),
    '  Layanan yang sedang berjalan memakainya setelah dijalankan ulang / a running service uses it after its next start.',
    '',
  ].join('\n');
}

function notesText(notes: readonly Note[]): string[] {
  const shown = notes
    .slice(0, NOTES_SHOWN)
    .map((n) => `  - ${n.where}: ${n.message.id}\n    ${n.message.en}`);
  const rest = notes.length - shown.length;
  const more = rest > 0 ? [`  ... dan ${rest} catatan lain / and ${rest} more notes (--json)`] : [];
  return notes.length === 0 ? [] : [`  ${notes.length} catatan / notes:`, ...shown, ...more];
}

async function list(args: ParsedArgs): Promise<number> {
  const opened = await openPlans();
  if (!opened.ok) return refuse(opened.problems);
  const { plans, failed } = opened.value.store;
  const rows = plans.map((p) => ({
    id: p.manifest.id,
    version: versionOf(p),
    level: p.manifest.level,
    status: p.manifest.status,
    validFrom: p.manifest.validFrom,
    validTo: p.manifest.validTo,
    demonstration: p.manifest.demonstration,
    title: p.manifest.title,
    hash: p.hash,
  }));
  if (args.values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else
    for (const r of rows) {
      const from = `${r.validFrom ?? '...'} - ${r.validTo ?? '...'}`;
      process.stdout.write(
        `${r.id}  ${r.version}  ${r.level}  ${r.status}  ${from}\n    ${r.title}\n`,
      );
    }
  for (const f of failed) {
    process.stderr.write(`${f.path}:\n`);
    printProblems(f.problems);
  }
  return failed.length > 0 ? 1 : 0;
}
