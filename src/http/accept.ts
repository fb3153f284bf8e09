/**
 * The form of an answer that an Accept header likes best, null where it likes none of `offered`
 * (RFC 9110 12.5.1: the most exact range decides the quality; of equals the first offered).
 */
export function bestForm<T extends string>(
  header: string | undefined,
  offered: readonly T[],
): T | null {
  if (header === undefined || header.trim() === '') return offered[0] ?? null;
  const ranges = header.split(',').slice(0, 50).map(readRange);
  let best: T | null = null;
  let bestQuality = 0;
  for (const form of offered) {
    const quality = qualityOf(form, ranges);
    if (quality > bestQuality) {
      best = form;
      bestQuality = quality;
    }
  }
  return best;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((p) => p.trim().toLowerCase());
  const q = parameters.find((p) => p.startsWith('q='))?.slice(2);
  const quality = q === undefined ? 1 : Number(q);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

function qualityOf(form: string, ranges: readonly Range[]): number {
  const family = `${form.split('/')[0]}/*`;
  for (const wanted of [form, family, '*/*']) {
    const range = ranges.find((r) => r.type === wanted);
    if (range) return range.quality;
  }
  return 0;
}
