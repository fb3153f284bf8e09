import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/plan/store.ts';
import { makeExtract } from '../src/report/index.ts';
import { mapScene } from '../src/report/map/index.ts';
import { MAP_MM, reportPdf } from '../src/report/pdf/index.ts';
import { answerAndRequest, sourceOf } from '../src/request/index.ts';
import type { Bench } from './bench.ts';
import { bodiesOf, requestsOf } from './http-bodies.ts';
import { type Load, load } from './http-load.ts';
import { type Server, startServer } from './http-process.ts';
import { cpuMs, shown, table } from './measure.ts';
import { seeded, shuffled } from './seeded.ts';

/** Parcels of the demonstration plan, and how many of them a report is made of. */
const PARCELS = 2000;
const REPORTS = 200;
const WARM = 20;
const SEED = 20260115;
const PATH = '/v1/assessments';
/** Assessments that are due each second over so many connections; reports, while they are. */
const ASSESSMENTS = 200;
const CONNECTIONS = 16;
const PDFS = 8;
const TURNS = 3;

/**
 * Reports as PDF, with both maps and their data attached: the processor's time and size of single ones;
 * and over HTTP how long assessments take while none and while 8 a second are made, in turns. Checked:
 * every reply is an assessment or a PDF, no request comes twice.
 */
export const bench: Bench = {
  name: 'report',
  about: `reports as PDF, alone and beside ${ASSESSMENTS} assessments a second`,
  async run({ seconds }) {
    const home = mkdtempSync(join(tmpdir(), 'si-pejuang-report-'));
    try {
      return { single: await single(home), beside: await beside(home, seconds) };
    } finally {
      rmSync(home, { recursive: true });
    }
  },
};

interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Steps of one report, each with the processor's ms; all steps and the size in kB at the end. */
async function single(home: string): Promise<Record<string, Spread>> {
  const store = await openStore({ folders: ['data'], home, today: '2026-01-15' });
  const next = bodiesOf('building');
  const bodies = Array.from({ length: PARCELS }, next);
  const chosen = [...shuffled(PARCELS, seeded(SEED))].slice(0, WARM + REPORTS);
  const figures: Record<string, number[]> = {
    extract: [],
    maps: [],
    PDF: [],
    all: [],
    'size, kB': [],
  };
  for (const [i, n] of chosen.entries()) {
    const answered = answerAndRequest(store, bodies[n], '2026-01-15');
    if (!answered.ok) continue;
    const one = report(sourceOf(answered.value));
    if (i < WARM) continue;
    for (const [name, figure] of Object.entries(one)) figures[name]!.push(figure);
  }
  const spreads = Object.entries(figures).map(([name, list]) => [name, spread(list)] as const);
  const lines = [['a report, ms', 'p50', 'p99', 'largest']];
  for (const [name, s] of spreads) lines.push([name, ...[s.p50, s.p99, s.max].map(shown)]);
  console.log(table(lines));
  return Object.fromEntries(spreads);
}

function report(source: Parameters<typeof makeExtract>[0]): Record<string, number> {
  const at = [cpuMs()];
  const extract = makeExtract(source);
  const bytes = Buffer.from(JSON.stringify(extract));
  at.push(cpuMs());
  const scene = (kind: 'overlay' | 'location') =>
    mapScene(source, { language: 'id', kind, frame: MAP_MM[kind] });
  const maps = { overlay: scene('overlay'), location: scene('location') };
  at.push(cpuMs());
  const verifyUrl = `https://pejuang.example/verify/${extract.id}`;
  const attachment = { name: `telaah-${extract.code}.json`, bytes };
  const pdf = reportPdf(extract, { language: 'id', maps, verifyUrl, attachment });
  at.push(cpuMs());
  if (
    !Buffer.from(pdf)
      .toString('latin1', pdf.length - 6)
      .startsWith('%%EOF')
  ) {
    throw new Error(`the PDF of ${extract.id} has no end`);
  }
  const [start, made, drawn, end] = at as [number, number, number, number];
  return {
    extract: made - start,
    maps: drawn - made,
    PDF: end - drawn,
    all: end - start,
    'size, kB': pdf.length / 1000,
  };
}

function spread(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

interface Turn {
  readonly alone: Load;
  readonly beside: Load;
  readonly pdf: Load;
}

async function beside(home: string, seconds: number): Promise<readonly Turn[]> {
  const server = await startServer('service', home);
  try {
    const assess = assessments(server, seconds);
    const make = pdfs(server, seconds);
    await Promise.all([assess(), make()]);
    const turns: Turn[] = [];
    for (let t = 0; t < TURNS; t++) {
      const alone = await assess();
      const [besidePdfs, pdf] = await Promise.all([assess(), make()]);
      turns.push({ alone, beside: besidePdfs, pdf });
    }
    print(turns);
    return turns;
  } finally {
    server.child.kill();
  }
}

function assessments({ port }: Server, seconds: number): () => Promise<Load> {
  const next = requestsOf('building', PATH);
  return () => load({ port, next, connections: CONNECTIONS, seconds, rate: ASSESSMENTS });
}

function pdfs({ port }: Server, seconds: number): () => Promise<Load> {
  const next = requestsOf('building', PATH, 'application/pdf');
  return () => load({ port, next, connections: PDFS, seconds, rate: PDFS, begins: '%PDF-1.7' });
}

function print(turns: readonly Turn[]): void {
  const lines = [['over HTTP', 'replies/s', 'p50 ms', 'p99 ms', 'largest ms', 'kB a reply']];
  for (const [i, turn] of turns.entries()) {
    for (const [name, l] of Object.entries({
      'assessments alone': turn.alone,
      [`assessments beside ${PDFS} PDFs/s`]: turn.beside,
      PDFs: turn.pdf,
    })) {
      const figures = [l.perSecond, l.p50, l.p99, l.max, l.bytes / l.replies / 1000];
      lines.push([`${i + 1}. ${name}`, ...figures.map(shown)]);
    }
  }
  console.log(table(lines));
}
