/**
 * Builds the overlay kernel: `npm run build-kernel` compiles src/geometry/kernel/overlay.as.ts with
 * AssemblyScript and writes the bytes, as text, into the module beside it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER = join(import.meta.dirname, '../src/geometry/kernel');
const SOURCE = 'overlay.as.ts';
const LINE = 96;

/** Nothing of the language's runtime: no garbage, no memory but the one that is given. */
const OPTIONS = [
  '-O3',
  '--noAssert',
  ...['--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'threads'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/** The kernel's bytes, made anew from its source. Throws with the compiler's words. */
export async function buildKernel(): Promise<Uint8Array> {
  let bytes: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [SOURCE, '--baseDir', FOLDER, '--outFile', 'overlay.wasm', ...OPTIONS],
    {
      writeFile: (name, contents) => {
        if (name === 'overlay.wasm') bytes = contents as Uint8Array;
      },
    },
  );
  if (error || !bytes) throw new Error(`${error?.message}\n${stderr.toString()}`);
  return bytes;
}

export function kernelModule(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE}}`, 'g'))!.map((line) => `  '${line}',`);
  return [
    `/** Made by \`npm run build-kernel\` from ${SOURCE}: ${bytes.length} bytes of WebAssembly. */`,
    'export const KERNEL_BASE64 = [',
    ...lines,
    "].join('');",
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const bytes = await buildKernel();
  writeFileSync(join(FOLDER, 'overlay-bytes.ts'), kernelModule(bytes));
  console.log(`${bytes.length} bytes`);
}
