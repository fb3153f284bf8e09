/**
 * Keeps the house in order (README, "How the code is laid out"): an import runs only downwards or
 * stays in its folder, no files import each other in a loop (types count too), and the floors that
 * must give the same answer for ever touch neither clock nor chance, files nor network.
 *
 * `node scripts/check-floors.ts [FOLDER]` prints a sentence for each fault and ends with code 1;
 * without a folder it looks at src/.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { codeOnly } from './floors/code-only.ts';

/** The floors, lowest first. Folders of one line stand side by side and don't know each other. */
export const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['geometry', 'database'],
  ['formats'],
  ['plan'],
  ['assessment'],
  ['report'],
  ['request'],
  ['bulk', 'front-office', 'permit'],
  ['portal', 'http'],
  ['cli'],
];

interface Ban {
  readonly floors: readonly string[];
  readonly pattern: RegExp;
  readonly what: string;
  readonly why: string;
}

const SAME_ANSWER = 'the same input must give the same answer at any time';
const NO_IO = 'this floor is pure numbers and law, what it needs is handed to it';

/** What the code (not comments or texts) of some floors must not say. */
export const BANS: readonly Ban[] = [
  {
    floors: ['geometry', 'plan', 'assessment', 'report'],
    pattern: /\bMath\s*\.\s*random\b/,
    what: 'Math.random',
    why: SAME_ANSWER,
  },
  {
    floors: ['geometry', 'plan', 'assessment', 'report'],
    pattern: /\bDate\s*\.\s*now\b/,
    what: 'Date.now',
    why: SAME_ANSWER,
  },
  {
    floors: ['geometry', 'plan', 'assessment', 'report'],
    pattern: /\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<!new\s+)\bDate\s*\(/,
    what: 'the current date',
    why: SAME_ANSWER,
  },
  {
    floors: ['geometry', 'assessment'],
    pattern: /\bfetch\s*\(|\bnew\s+(?:WebSocket|EventSource|XMLHttpRequest)\b/,
    what: 'the network',
    why: NO_IO,
  },
];

const BANNED_MODULES = /^(?:node:)?(?:fs|http|https|http2|net|tls|dgram|dns)(?:\/|$)|^undici$/;
const FLOORS_WITHOUT_IO = ['geometry', 'assessment'];

/** All faults of the source tree in `folder`, one sentence each; empty = the house is in order. */
export function checkFloors(folder: string): string[] {
  const files = sourceFiles(folder);
  const imports = new Map(files.map((file) => [file, importsOf(folder, file)]));
  const faults = files.flatMap((file) => [
    ...faultsOfPlace(file),
    ...imports.get(file)!.flatMap((found) => faultsOfImport(file, found)),
    ...faultsOfWords(folder, file),
  ]);
  return [...faults, ...loops(files, imports)];
}

interface Import {
  readonly line: number;
  readonly name: string;
  /** Path of the imported file from the tree's root, with `/`; null for packages. */
  readonly target: string | null;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
    .sort();
}

/** Every way to name another module: import, export from, import(), import type, typeof import(). */
const IMPORTS = /\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g;

function importsOf(folder: string, file: string): Import[] {
  const code = codeOnly(readFileSync(join(folder, file), 'utf8'), { keepTexts: true });
  return [...code.matchAll(IMPORTS)].map((match) => {
    const name = match[2]!;
    const line = code.slice(0, match.index).split('\n').length;
    const target = name.startsWith('.') ? posix.join(posix.dirname(file), name) : null;
    return { line, name, target: target === null ? null : asSource(folder, target) };
  });
}

/** `./x.js` and `./x` may stand for `./x.ts`. */
function asSource(folder: string, target: string): string {
  const bare = target.replace(/\.[cm]?js$/, '');
  const candidates = [target, `${bare}.ts`, `${target}/index.ts`];
  return candidates.find((name) => /\.\w+$/.test(name) && existsSync(join(folder, name))) ?? target;
}

function floorOf(file: string): number {
  const folder = file.split('/')[0]!;
  return FLOORS.findIndex((floor) => floor.includes(folder));
}

function faultsOfPlace(file: string): string[] {
  if (floorOf(file) >= 0 && file.includes('/')) return [];
  return [`${file} stands on no floor: the floors are ${FLOORS.flat().join(', ')}.`];
}

function faultsOfImport(file: string, { line, name, target }: Import): string[] {
  const [own, at] = [file.split('/')[0]!, `${file}:${line}`];
  if (target === null) {
    if (!FLOORS_WITHOUT_IO.includes(own) || !BANNED_MODULES.test(name)) return [];
    return [`${at} imports ${name}: ${NO_IO}.`];
  }
  if (target.startsWith('../')) {
    return [`${at} imports ${name}, which lies outside of the source tree.`];
  }
  const theirs = target.split('/')[0]!;
  if (own === theirs || floorOf(file) < 0) return [];
  if (floorOf(target) < floorOf(file)) return [];
  const where = floorOf(target) === floorOf(file) ? 'beside' : 'above';
  return [`${at} imports ${name}: ${theirs}/ stands ${where} ${own}/, imports only run downwards.`];
}

function faultsOfWords(folder: string, file: string): string[] {
  const own = file.split('/')[0]!;
  const bans = BANS.filter((ban) => ban.floors.includes(own));
  if (bans.length === 0) return [];
  const code = codeOnly(readFileSync(join(folder, file), 'utf8'), { keepTexts: false });
  return bans.flatMap(({ pattern, what, why }) => {
    const index = code.search(pattern);
    if (index < 0) return [];
    return [`${file}:${code.slice(0, index).split('\n').length} uses ${what}: ${why}.`];
  });
}

/** Loops of imports, each told once as a way from its first file (in the alphabet) back to it. */
function loops(
  files: readonly string[],
  imports: ReadonlyMap<string, readonly Import[]>,
): string[] {
  const next = (file: string) =>
    (imports.get(file) ?? []).flatMap(({ target }) =>
      target && imports.has(target) ? [target] : [],
    );
  const told = new Set<string>();
  const faults: string[] = [];
  for (const file of files) {
    if (told.has(file)) continue;
    const way = shortestLoop(file, next);
    if (way === null) continue;
    for (const member of way) told.add(member);
    faults.push(`Import loop: ${way.join(' -> ')}.`);
  }
  return faults;
}

function shortestLoop(start: string, next: (file: string) => readonly string[]): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of next(file)) {
      if (target === start) return [...wayTo(file, start, cameFrom), start];
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return null;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0]!)!);
  return way;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? join(dirname(import.meta.dirname), 'src'));
  const faults = checkFloors(folder);
  for (const fault of faults) console.error(fault);
  const name = relative(process.cwd(), folder) || '.';
  console.log(`${name}: ${sourceFiles(folder).length} files, ${faults.length} fault(s)`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
