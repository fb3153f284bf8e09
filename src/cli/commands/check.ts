import { assessmentJson, basisTexts, type Language, reportText } from '../../report/index.ts';
import { answerAndRequest, dayInWita } from '../../request/index.ts';
import { type Command, isPlain, openPlans, readArgs, refuse } from '../command.ts';
import { helpOf } from '../help.ts';
import { languageOf, REQUEST_DETAILS, REQUEST_OPTIONS, requestFrom } from '../request-options.ts';

const OPTIONS = {
  ...REQUEST_OPTIONS,
  json: { type: 'boolean' },
  explain: { type: 'boolean' },
} as const;

/** `check FILE`: one parcel, a page for the terminal, or JSON. */
export const checkCommand: Command = {
  name: 'check',
  usage: 'check FILE [--kbli 47111 | --activity CODE] [building options]',
  summary: { id: 'periksa satu bidang', en: 'checks one parcel' },
  details: {
    id: [
      ...REQUEST_DETAILS.id,
      '--json         bentuk untuk mesin',
      '--explain      di bawah tiap temuan: masukan, baris tabel (berkas dan baris), bunyi pasal, perubahan yang memenuhi',
      'kode keluar    0 terjawab, 1 masukan tidak dapat dipakai',
    ].join('\n'),
    en: [
      ...REQUEST_DETAILS.en,
      '--json         the machine form',
      '--explain      under each finding: input, table row (file and line), article with its text, change that passes',
      'exit code      0 answered, 1 the input could not be used',
    ].join('\n'),
  },
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  if (args.value.files.length !== 1) {
    process.stderr.write(helpOf(checkCommand));
    return 1;
  }
  const language = languageOf(args.value);
  if (!language.ok) return refuse(language.problems);
  const body = await requestFrom(args.value);
  if (!body.ok) return refuse(body.problems);
  const opened = await openPlans();
  if (!opened.ok) return refuse(opened.problems);
  const result = answerAndRequest(opened.value.store, body.value, dayInWita(new Date()));
  if (!result.ok) return refuse(result.problems);
  const { assessment, request } = result.value;
  const { json, explain } = args.value.values;
  const options = textOptions(language.value);
  const explained = explain ? { ...options, explain: basisTexts(request.stack.plans) } : options;
  process.stdout.write(json ? assessmentJson(assessment, 2) : reportText(assessment, explained));
  return 0;
}

function textOptions(language: Language) {
  return {
    language,
    color: !isPlain(process.stdout),
    width: Math.min(process.stdout.columns ?? 100, 110),
  };
}
