import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Extract } from '../../src/report/index.ts';
import { ATTACHED, attachedBytes, type CaseExtract, pdfOf, someCases } from './pdf-cases.ts';
import { nodesOf, objectsOf, type ReadPdf, readPdf, withoutSpace } from './read-pdf.ts';

const LANGUAGES = ['id', 'en'] as const;
const LARGEST = 500_000;

interface Made extends CaseExtract {
  readonly language: 'id' | 'en';
  readonly bytes: Uint8Array;
  readonly read: ReadPdf;
}

let made: readonly Made[];
beforeAll(async () => {
  const cases = await someCases(40);
  const all: Made[] = [];
  for (const [i, { name, extract }] of cases.entries()) {
    const language = LANGUAGES[i % 2]!;
    const bytes = pdfOf(extract, language);
    all.push({ name, extract, language, bytes, read: await readPdf(bytes) });
  }
  made = all;
}, 60_000);

/** Everything that an extract says in words, as a reader must find it. */
function saidIn(extract: Extract, language: 'id' | 'en'): string[] {
  const texts = [
    ...extract.summary,
    ...extract.findings.flatMap((f) => [f.message, ...(f.change ? [f.change.text] : [])]),
    ...extract.conditions.map((c) => c.text),
    ...Object.values(extract.themes).flatMap((list) => list.flatMap((t) => [t.title, t.reason])),
    ...extract.dataQuality,
    ...extract.disclaimers,
    ...extract.notes,
    extract.areaMethod,
    extract.validity.note,
  ];
  const law = extract.legalBases.flatMap((b) => [b.citation, ...(b.text === null ? [] : [b.text])]);
  const corners = [...extract.parcel.requested, ...(extract.parcel.approved?.corners ?? [])];
  const degrees = (text: string) => (language === 'id' ? text : inEnglish(text));
  const places = corners.flatMap((c) => [
    degrees(c.bujur),
    degrees(c.lintang),
    c.x.toFixed(3).replace('.', ''),
  ]);
  const ids = [extract.id, extract.code, extract.engine, ...extract.plans.map((p) => p.hash)];
  return [...texts.map((t) => t[language]), ...law, ...places, ...ids];
}

/** The points of the compass have other letters in English, and seconds a decimal point. */
function inEnglish(degrees: string): string {
  return degrees.replace(',', '.').replace('BT', 'E').replace('LS', 'S');
}

describe('the PDF of a report', () => {
  it('is tried with every verdict', () => {
    const verdicts = new Set(made.map(({ extract }) => extract.verdict));
    expect([...verdicts].map(String).sort()).toEqual([
      'null',
      'perlu_telaah',
      'sesuai',
      'sesuai_bersyarat',
      'sesuai_sebagian',
      'tidak_sesuai',
    ]);
  });

  it('holds all that the extract says, as text that can be searched', () => {
    for (const { name, extract, language, read } of made) {
      const text = read.pages.join('');
      const figures = text.replace(/(\d)[.,](?=\d{3})/g, '$1');
      for (const said of saidIn(extract, language)) {
        const wanted = withoutSpace(said);
        const found = text.includes(wanted) || figures.includes(wanted);
        expect(found, `${name} (${language}): ${said}`).toBe(true);
      }
    }
  });

  it('numbers rings from 1, as the tables of corners do', async () => {
    const { extract } = made[0]!;
    const requested = extract.parcel.requested.map((c, i) => ({ ...c, ring: i < 2 ? 0 : 1 }));
    const two = { ...extract, parcel: { ...extract.parcel, requested } };
    const text = (await readPdf(pdfOf(two, 'id'))).pages.join('');
    for (const c of requested) {
      expect(text).toContain(withoutSpace(`${c.number}${c.ring + 1}${c.bujur}`));
    }
  });

  it('counts its pages, and says on each what the data are', () => {
    for (const { name, extract, language, read } of made) {
      const { pages } = read;
      for (const [i, page] of pages.entries()) {
        const [a, b] = [i + 1, pages.length];
        expect(page, name).toContain(language === 'id' ? `halaman${a}dari${b}` : `page${a}of${b}`);
        const mark = language === 'id' ? 'DATAPERAGAAN:bukan' : 'DEMONSTRATIONDATA:not';
        expect(page.includes(mark), name).toBe(extract.demonstration);
      }
    }
  });

  it('says on its first page that it is no permit', () => {
    for (const { language, read } of made) {
      const words = language === 'id' ? 'bukan Persetujuan Kesesuaian' : 'not the approval';
      expect(read.pages[0]).toContain(withoutSpace(words));
    }
  });

  it('has the signed data attached byte for byte', () => {
    for (const { name, extract, read } of made) {
      expect(Object.keys(read.attachments), name).toEqual([ATTACHED]);
      const same = Buffer.compare(read.attachments[ATTACHED]!, attachedBytes(extract));
      expect(same, name).toBe(0);
    }
  });

  it('embeds its fonts and stays small', () => {
    for (const { name, bytes } of made) {
      expect(bytes.length, name).toBeLessThan(LARGEST);
      const objects = objectsOf(bytes);
      const count = (pattern: RegExp) => objects.match(pattern)?.length ?? 0;
      const fonts = count(/\/Subtype \/CIDFontType2/g);
      expect(fonts, name).toBeGreaterThan(1);
      // Every font is of this kind, is described and has its file and its letters in Unicode.
      expect(count(/\/Type \/Font\b(?!Descriptor)/g), name).toBe(2 * fonts);
      expect(count(/\/FontFile2 /g), name).toBe(fonts);
      expect(count(/\/ToUnicode /g), name).toBe(fonts);
    }
  });

  it('says when it was made by the date of the assessment, at midnight in Kupang', () => {
    for (const { name, extract, read } of made) {
      const day = new Date(Date.parse(extract.date) - 86_400_000).toISOString().slice(0, 10);
      expect(read.creationDate, name).toBe(`D:${day.replaceAll('-', '')}160000Z`);
    }
  });
});

describe('the structure of the PDF', () => {
  it('has a language, a title and one tree that holds all that is not decoration', () => {
    for (const { name, extract, language, read } of made) {
      expect(read.tagged, name).toBe(true);
      expect(read.language, name).toBe(language);
      expect(read.title, name).toContain(extract.code);
      expect(read.unmarked, name).toEqual([]);
      expect(read.outline.length, name).toBeGreaterThan(5);
    }
  });

  it('has headings in order, tables with heads, lists, a link and figures that are described', () => {
    for (const { name, extract, read } of made) {
      const count = (role: string) => nodesOf(read.trees, role).length;
      expect(count('H1'), name).toBe(1);
      // The tree of each page names the table that runs over it again.
      expect(count('Table'), name).toBeGreaterThan(4);
      expect(count('TH'), name).toBeGreaterThan(20);
      expect(count('TD'), name).toBeGreaterThan(3 * extract.findings.length);
      expect(count('LBody'), name).toBeGreaterThan(extract.disclaimers.length);
      expect(count('Link'), name).toBe(1);
      const alts = nodesOf(read.trees, 'Figure').map((figure) => figure.alt ?? '');
      expect(Math.min(...alts.map((alt) => alt.length)), name).toBeGreaterThan(10);
    }
  });
});

describe('a report for an application', () => {
  it('names the applicant as given, with no field that was not', async () => {
    const given = { application: 'K-2026-000123', name: 'Toko Sinar Kupang', nib: '1234567890123' };
    const extract = { ...made[0]!.extract, applicant: given };
    const { pages, outline } = await readPdf(pdfOf(extract, 'id'));
    expect(outline).toContain('Pemohon');
    for (const said of Object.values(given)) expect(pages[0]).toContain(withoutSpace(said));
    for (const missing of ['NPWP', 'Telepon', 'Surel']) expect(pages[0]).not.toContain(missing);
    expect(made[0]!.read.outline).not.toContain('Pemohon');
  });
});

function hashes(clock: number, timeZone: string): Promise<string[]> {
  const script = fileURLToPath(new URL('./pdf-child.ts', import.meta.url));
  const env = { ...process.env, TZ: timeZone, LANG: 'C' };
  return new Promise((done, fail) => {
    const args = ['--no-warnings', script, String(clock)];
    execFile(process.execPath, args, { env, maxBuffer: 1e7 }, (error, stdout, stderr) =>
      error ? fail(new Error(stderr.slice(-2000))) : done(stdout.trim().split('\n')),
    );
  });
}

describe('the bytes of the PDF', () => {
  it('are the same in another process, time zone and year, and after other reports', {
    timeout: 60_000,
  }, async () => {
    const [here, there] = await Promise.all([
      hashes(0, 'Asia/Makassar'),
      hashes(40_000_000_000, 'America/Los_Angeles'),
    ]);
    expect(here!.length).toBeGreaterThan(10);
    expect(there).toEqual(here);
  });
});
