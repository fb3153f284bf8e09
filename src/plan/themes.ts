import type { Note, Problem } from '../base/problem.ts';
import { note, problem } from '../base/problem.ts';
import { compareCodes } from './codes.ts';
import type { PlanManifest, Rules, Theme, ThemeSpec } from './model.ts';
import { nationalFile, nationalRows } from './national.ts';
import { resolveBasis } from './tables/resolve-basis.ts';

/** Themes of data/national/themes.csv (or of another file of that form), in their order. */
export function nationalThemes(bytes: Uint8Array = nationalFile('themes.csv')): Theme[] {
  return nationalRows(bytes).map((row) => ({
    id: row.id ?? '',
    title: { id: row.title_id ?? '', en: row.title_en ?? '' },
    reachM: Number(row.reach_m ?? 0),
    legalBasis: (row.legal_basis ?? '').split(';').map((part) => part.trim()),
    none: null,
  }));
}

const NATIONAL = nationalThemes();

/**
 * Themes that apply in a plan: the national list, then those that plan.json adds. Problems
 * (`unknown_theme`): a layer of law with a theme that neither names, which would lose its law to a
 * typo. Notes: a `none` whose article does not resolve, or beside a layer of the theme, is ignored
 * (`ignored_none`); a theme of the plan's without article or title (`theme_without_basis`,
 * `theme_without_title`) applies all the same; a table row of a theme that nobody knows.
 */
export function themesOf(
  manifest: PlanManifest,
  rules: Rules,
): { themes: Theme[]; problems: Problem[]; notes: Note[] } {
  const notes: Note[] = [];
  const themes = new Map(NATIONAL.map((theme) => [theme.id, theme]));
  manifest.themes.forEach((spec, i) => {
    const basis = resolveBasis(spec.legalBasis ?? '', rules.legalBases);
    const sound = basis.unknown.length === 0 && basis.citations.length > 0;
    const read = { spec, where: `/themes/${i}`, citations: sound ? basis.citations : null, notes };
    themes.set(spec.id, merge(themes.get(spec.id) ?? null, read, layerThemes(manifest)));
  });
  notes.push(...lostThemes(manifest), ...strangeRows(rules, themes));
  return { themes: [...themes.values()], problems: strangeLayers(manifest, themes), notes };
}

interface ReadSpec {
  readonly spec: ThemeSpec;
  readonly where: string;
  /** null where the article does not resolve. */
  readonly citations: readonly string[] | null;
  readonly notes: Note[];
}

function merge(known: Theme | null, read: ReadSpec, mapped: ReadonlySet<string>): Theme {
  const base = known ?? newTheme(read);
  if (read.spec.none) return { ...base, none: noneOf(read, mapped) };
  // A plan may widen or narrow a theme's reach, but only with its article.
  if (!known || read.citations === null) return base;
  return { ...base, reachM: read.spec.reachM ?? base.reachM, title: read.spec.title ?? base.title };
}

function newTheme({ spec, where, citations, notes }: ReadSpec): Theme {
  if (citations === null && !spec.none) {
    notes.push(
      note(
        'theme_without_basis',
        where,
        `Dasar hukum tema ${spec.id} tidak ada dalam legal_bases; tema tetap berlaku.`,
        `The legal basis of theme ${spec.id} is not in legal_bases; the theme applies all the same.`,
      ),
    );
  }
  if (spec.title === null) {
    const id = `Tema ${spec.id} tidak punya judul; id-nya dipakai.`;
    notes.push(
      note('theme_without_title', where, id, `Theme ${spec.id} has no title; its id is used.`),
    );
  }
  const title = spec.title ?? { id: spec.id, en: spec.id };
  return { id: spec.id, title, reachM: spec.reachM ?? 0, legalBasis: citations ?? [], none: null };
}

/** What `themes` of plan.json said by the inventory and says no more: the theme is as the national list has it. */
function lostThemes({ inventory, themes }: PlanManifest): Note[] {
  const lost = (inventory?.themes ?? []).filter((id) => !themes.some((t) => t.id === id));
  return lost.map((id) =>
    note(
      'theme_missing',
      'plan.json /themes',
      `Tema ${id} tercatat dalam inventory tetapi tidak disebut lagi dalam "themes".`,
      `The inventory has the theme ${id}, but "themes" does not name it any more.`,
    ),
  );
}

/** The articles that say that there is none of a theme; null where that can't be believed. */
function noneOf(read: ReadSpec, mapped: ReadonlySet<string>): readonly string[] | null {
  const { spec, where, citations, notes } = read;
  if (citations !== null && !mapped.has(spec.id)) return citations;
  const why =
    citations === null
      ? {
          id: 'dasar hukumnya tidak ada dalam legal_bases',
          en: 'its article is not in legal_bases',
        }
      : { id: 'ada lapisan dengan tema itu', en: 'there is a layer of that theme' };
  notes.push(
    note(
      'ignored_none',
      where,
      `Pernyataan bahwa ${spec.id} tidak ada diabaikan: ${why.id}.`,
      `That there is no ${spec.id} is ignored: ${why.en}.`,
    ),
  );
  return null;
}

/** Themes that some layer or zone column of the plan maps, as law, or by its inventory did. */
function layerThemes(manifest: PlanManifest): Set<string> {
  const lost = Object.values(manifest.inventory?.layers ?? {}).flatMap((l) => [
    ...(l.theme !== null && l.law ? [l.theme] : []),
    ...l.zoneOverlays.filter((o) => o.law).map((o) => o.theme),
  ]);
  return new Set([...lawThemes(manifest).map(({ theme }) => theme), ...lost]);
}

function lawThemes(manifest: PlanManifest): { theme: string; pointer: string }[] {
  return manifest.layers.flatMap((layer, i) => {
    const own = layer.theme !== null && layer.law ? [layer.theme] : [];
    const columns = layer.zoneOverlays.map((column, j) => ({ ...column, j }));
    return [
      ...own.map((theme) => ({ theme, pointer: `/layers/${i}/theme` })),
      ...columns
        .filter(({ law }) => law)
        .map(({ theme, j }) => ({ theme, pointer: `/layers/${i}/zoneOverlays/${j}/theme` })),
    ];
  });
}

function strangeLayers(manifest: PlanManifest, themes: ReadonlyMap<string, Theme>): Problem[] {
  const known = [...themes.keys()].join(', ');
  return lawThemes(manifest)
    .filter(({ theme }) => !themes.has(theme))
    .map(({ theme, pointer }) =>
      problem(
        'unknown_theme',
        pointer,
        `Tema ini tidak dikenal. Yang dikenal: ${known}; tema lain harus ditulis dalam "themes".`,
        `This theme is unknown. Known are: ${known}; others must stand in "themes".`,
        theme,
      ),
    );
}

function strangeRows(rules: Rules, themes: ReadonlyMap<string, Theme>): Note[] {
  const strange = new Map<string, string>();
  for (const row of [...rules.sempadan, ...rules.overlays]) {
    if (!themes.has(row.theme)) strange.set(row.theme, `${row.file}, line ${row.line}`);
  }
  return [...strange]
    .sort((a, b) => compareCodes(a[0], b[0]))
    .map(([theme, where]) =>
      note(
        'unknown_theme',
        where,
        `Tema ${theme} tidak dikenal; baris ini tidak berlaku bagi lapisan mana pun.`,
        `Theme ${theme} is unknown; this row holds for no layer.`,
      ),
    );
}
