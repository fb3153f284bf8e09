import { readSettings } from '../../base/settings.ts';
import { type PublicKey, publicKeys, rotateKey } from '../../report/proof/index.ts';
import { timeInWita } from '../../request/date.ts';
import { type Command, readArgs, refuse } from '../command.ts';
import { helpOf } from '../help.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;

/** `keys list|rotate`: the keys that reports are signed by. */
export const keysCommand: Command = {
  name: 'keys',
  usage: 'keys list | keys rotate',
  summary: { id: 'kunci tanda tangan laporan', en: 'the keys that reports are signed by' },
  details: {
    id: [
      'keys list     kunci publik dengan masa pakainya, yang terlama dahulu (--json: seperti /.well-known/jwks.json)',
      'keys rotate   kunci baru menandatangani sejak sekarang; yang lama dipensiunkan, bagian pribadinya dihapus,',
      '              dan yang sudah ditandatanganinya tetap sah. Layanan yang berjalan langsung memakainya.',
    ].join('\n'),
    en: [
      'keys list     public keys with their periods of use, oldest first (--json: as /.well-known/jwks.json)',
      'keys rotate   a new key signs from now on; the old one is retired, its private half is removed,',
      '              and what it signed stays genuine. A running service takes the new key at once.',
    ].join('\n'),
  },
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  if (!args.ok) return refuse(args.problems);
  const settings = readSettings(process.env);
  if (!settings.ok) return refuse(settings.problems);
  const { home, signingKey } = settings.value;
  const [verb, ...more] = args.value.files;
  if (more.length > 0 || (verb !== 'list' && verb !== 'rotate')) {
    process.stderr.write(helpOf(keysCommand));
    return 1;
  }
  if (verb === 'rotate') {
    const rotated = await rotateKey({ home, given: signingKey }, timeInWita(new Date()));
    if (!rotated.ok) return refuse(rotated.problems);
  }
  const known = await publicKeys(home);
  if (!known.ok) return refuse(known.problems);
  const { keys } = known.value;
  const text = args.value.values.json
    ? JSON.stringify(known.value, null, 2)
    : keys.map(line).join('\n') || NONE;
  process.stdout.write(`${text}\n`);
  return 0;
}

const NONE =
  'Belum ada kunci; dibuat pada laporan pertama / no key yet; made with the first report';

function line({ kid, notBefore, retiredAt }: PublicKey): string {
  const until = retiredAt === null ? 'dipakai / in use' : `diganti / retired ${retiredAt}`;
  return `${kid}  ${notBefore}  ${until}`;
}
