import { editDistance } from '../plan/kbli.ts';

/**
 * Names that a mistyped word may have meant, best first, at most `count`. A name counts as near
 * when fewer than half of its letters differ (capitals, spaces, dots, hyphens do not count).
 */
export function nearestNames(given: string, names: Iterable<string>, count = 3): string[] {
  const wanted = fold(given).slice(0, 60);
  const scored: { name: string; distance: number }[] = [];
  for (const name of names) {
    const folded = fold(name);
    const distance = editDistance(wanted, folded);
    const near =
      distance <= Math.max(1, Math.floor(Math.min(wanted.length, folded.length) / 2) - 1);
    const begins = wanted.length >= 3 && (folded.startsWith(wanted) || wanted.startsWith(folded));
    if (near || begins) scored.push({ name, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return scored.slice(0, count).map((s) => s.name);
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s._-]/g, '');
}
