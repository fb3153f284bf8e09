/**
 * `npm run bench -- NAME... [--json FILE] [--seconds N]`: runs the named benches, or all of this
 * folder, and prints their figures with a line on the machine.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, seconds: { type: 'string', default: '4' } },
});
const benches = await findBenches();
const unknown = positionals.filter((name) => !benches.some((b) => b.name === name));
const seconds = Number(values.seconds);
if (unknown.length > 0 || !(seconds > 0)) {
  const known = benches.map((b) => `  ${b.name}: ${b.about}`).join('\n');
  console.error(
    `${unknown.length > 0 ? `no bench ${unknown.join(', ')}` : 'seconds must be above 0'}; known:\n${known}`,
  );
  process.exit(2);
}

const machine = machineLine();
console.log(machine);
const figures: Record<string, unknown> = {};
for (const bench of benches) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue;
  console.log(`\n# ${bench.name}: ${bench.about}`);
  figures[bench.name] = await bench.run({ seconds });
}
if (values.json)
  await writeFile(values.json, `${JSON.stringify({ machine, ...figures }, null, 2)}\n`);

async function findBenches(): Promise<Bench[]> {
  const found: Bench[] = [];
  for (const file of (await readdir(import.meta.dirname)).sort()) {
    if (!file.endsWith('.ts') || file === 'run.ts') continue;
    const { bench } = (await import(`./${file}`)) as { bench?: Bench };
    if (bench) found.push(bench);
  }
  return found;
}

function machineLine(): string {
  const cores = cpus();
  const model = cores[0]?.model ?? 'unknown processor';
  // Above the number of cores others are at work, and every figure here is too low.
  const load = loadavg()[0]!.toFixed(1);
  return `${model}, ${cores.length} cores, load ${load} before the start, Node ${process.version}`;
}
