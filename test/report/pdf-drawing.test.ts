import qrcode from 'qrcode';
import { describe, expect, it } from 'vitest';
import type { Scene } from '../../src/report/map/index.ts';
import { type About, bytesOf, type Doc, newDocument } from '../../src/report/pdf/document.ts';
import { figure, newFlow } from '../../src/report/pdf/flow.ts';
import { drawQr } from '../../src/report/pdf/qr.ts';
import { drawScene } from '../../src/report/pdf/scene.ts';
import { drawnOn, readPdf } from './read-pdf.ts';

const ABOUT: About = { title: 'uji', language: 'id', date: '2026-01-15', identity: 'uji' };

function drawing(draw: (doc: Doc, x: number, y: number) => void): Uint8Array {
  const doc = newDocument(ABOUT);
  const flow = newFlow(doc);
  const spec = { x: 50, width: 300, height: 300, alt: 'sebuah gambar' };
  figure(flow, spec, (x, y) => draw(doc, x, y));
  flow.parent.end();
  return bytesOf(doc, ABOUT);
}

describe('a QR code', () => {
  it('is drawn module for module', () => {
    const text = 'https://pejuang.example/verify/74f0cf229b45c4d3c1c1e4f7e66e89c7';
    const drawn = drawnOn(drawing((doc, x, y) => drawQr(doc, text, x, y, 290)));
    const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
    const step = 290 / (modules.size + 8);
    const [paper, ...bars] = [...drawn.matchAll(/^(\S+) (\S+) (\S+) (\S+) re$/gm)].map((m) =>
      m.slice(1).map(Number),
    );
    const dark = new Set<string>();
    for (const [x, y, width] of bars) {
      const column = (x! - paper![0]!) / step - 4;
      const row = Math.round((y! - paper![1]!) / step - 4);
      for (let i = 0; i < Math.round(width! / step); i++)
        dark.add(`${row},${Math.round(column + i)}`);
    }
    const wanted = new Set<string>();
    for (let row = 0; row < modules.size; row++) {
      for (let column = 0; column < modules.size; column++) {
        if (modules.get(row, column)) wanted.add(`${row},${column}`);
      }
    }
    expect(dark).toEqual(wanted);
  });
});

const SCENE: Scene = {
  language: 'id',
  widthMm: 100,
  heightMm: 80,
  title: 'Peta',
  description: 'Sebuah peta.',
  scale: 500,
  window: [5, 10, 95, 70],
  ground: [0, 0, 45, 30],
  inside: [
    {
      kind: 'path',
      closed: true,
      lines: [
        [10, 10, 30, 10, 30, 30, 10, 30],
        [15, 15, 25, 15, 20, 25],
      ],
      fill: '#ffdc00',
      stroke: '#c00000',
      strokeMm: 0.25,
      opacity: 0.5,
    },
    {
      kind: 'path',
      closed: false,
      lines: [[10, 12.34, 40, 50]],
      stroke: '#000000',
      dashMm: [2, 0.5],
    },
    {
      kind: 'text',
      text: 'Jalan Uji',
      x: 40,
      y: 40,
      sizeMm: 3,
      anchor: 'middle',
      turn: 30,
      face: 'italic',
      color: '#222222',
      halo: '#ffffff',
    },
  ],
  outside: [
    {
      kind: 'text',
      text: 'R-2',
      x: 90,
      y: 75,
      sizeMm: 3,
      anchor: 'end',
      face: 'bold',
      color: '#000000',
    },
  ],
  legend: [],
};

describe('a map in a PDF', () => {
  const bytes = drawing((doc, x, y) => drawScene(doc, SCENE, x, y));
  const drawn = drawnOn(bytes);

  it('is cut at its window, holes stay open, dashes and opacity are as they were', () => {
    expect(drawn).toContain('5 10 90 60 re\nW n\n');
    expect(drawn).toMatch(
      /10 10 m\n30 10 l\n30 30 l\n10 30 l\nh\n15 15 m\n25 15 l\n20 25 l\nh\n[^q]*B\*/,
    );
    expect(drawn).toMatch(/\[2 0\.5\] 0 d\n10 12\.34 m\n40 50 l\n[^q]*S\n/);
    expect(drawn).toMatch(/\/Gs1 gs\n/);
  });

  it('has its texts once for who copies them, the rim being the same letters', async () => {
    expect(drawn.match(/1 Tr\n/g)).toHaveLength(1);
    expect(
      drawn.match(/\/Span <<\/ActualText \(\)>> BDC\n[\s\S]*?1 Tr\n[\s\S]*?EMC/g),
    ).toHaveLength(1);
    const { pages, unmarked } = await readPdf(bytes);
    expect(pages[0]).toMatch(/JalanUji.*R-2/);
    expect(unmarked).toEqual([]);
  });

  it('leaves nothing behind: what is saved is restored', () => {
    expect(drawn.match(/^q$/gm)!.length).toBe(drawn.match(/^Q$/gm)!.length);
  });
});
