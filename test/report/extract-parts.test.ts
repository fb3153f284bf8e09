import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { validityOn } from '../../src/report/extract/validity.ts';
import {
  assessmentJson,
  type Extract,
  makeExtract,
  type ReportSource,
  readReportCode,
  reportCode,
  zoneColor,
} from '../../src/report/index.ts';
import { answer, answerAndRequest } from '../../src/request/index.ts';
import { storeOf } from '../request/a-store.ts';
import { type AnsweredCase, answeredCases, sourceOf } from './a-source.ts';

let cases: readonly (AnsweredCase & { readonly extract: Extract })[];
beforeAll(async () => {
  cases = (await answeredCases()).map((one) => ({ ...one, extract: makeExtract(one.source) }));
});

describe('what is approved', () => {
  it('is the whole parcel, its remainder, or nothing, as the verdict has it', () => {
    const seen = new Set<string>();
    for (const { name, source, extract } of cases) {
      const { verdict, binding, partial, asked } = source.assessment;
      const { approved, refused, requested, areaM2 } = extract.parcel;
      seen.add(`${verdict} ${binding}`);
      if (approved !== null) {
        expect(binding, name).toBe(true);
        expect(['sesuai', 'sesuai_bersyarat', 'sesuai_sebagian'], name).toContain(verdict);
      }
      if (verdict === 'tidak_sesuai') expect(refused?.corners, name).toEqual(requested);
      if (!asked.includes('use')) {
        seen.add(`building only, ${verdict}`);
        expect(approved, name).toBeNull();
      }
      if (!binding || !asked.includes('use')) continue;
      if (verdict === 'sesuai' || verdict === 'sesuai_bersyarat') {
        expect([approved?.areaM2, approved?.corners, refused], name).toEqual([
          areaM2,
          requested,
          null,
        ]);
      }
      if (verdict === 'sesuai_sebagian' && approved) {
        expect(approved.areaM2 + refused!.areaM2, name).toBeCloseTo(areaM2, 3);
        expect(approved.geometry, name).toEqual(partial!.approvable.geometry);
      }
    }
    for (const one of [
      'sesuai true',
      'sesuai_sebagian true',
      'tidak_sesuai true',
      'perlu_telaah true',
      // No activity was judged: nothing of it can be approved.
      'building only, sesuai',
    ]) {
      expect([...seen]).toContain(one);
    }
  });

  it('is nothing where activities are refused different ground: no one outline is right for both', () => {
    const { source } = cases.find(({ extract: e }) => e.parcel.approved && e.parcel.refused)!;
    const findings = source.assessment.findings.map((f) =>
      f.rule === 'parcel_min' ? { ...f, activity: 'A' } : f,
    );
    const differing = { ...source, assessment: { ...source.assessment, findings } };
    expect(makeExtract(differing).parcel).toMatchObject({ approved: null, refused: null });
  });

  it('has a table of the corners that are drawn, longitude first, as degrees and metres', () => {
    for (const { name, source, extract } of cases) {
      const { requested, geometry } = extract.parcel;
      const rings =
        geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
      const drawn = rings.flatMap((ring) => ring.slice(0, -1));
      expect(requested.length, name).toBe(drawn.length);
      const places = new Set(drawn.map(([lon, lat]) => `${lon} ${lat}`));
      for (const c of requested) expect(places.has(`${c.lon} ${c.lat}`), name).toBe(true);
      expect(requested.map((c) => c.number)).toEqual(requested.map((_, i) => i + 1));
      const { xy } = source.parcel.rings;
      requested.forEach((c, i) => {
        expect(Math.hypot(c.x - xy[2 * i]!, c.y - xy[2 * i + 1]!), name).toBeLessThan(0.001);
      });
    }
  });
});

describe('figures', () => {
  const ORDER = [
    'kdb',
    'klb',
    'kdh',
    'ktb',
    'height',
    'floors',
    'basement_floors',
    'parcel_min',
    'frontage',
    'gsb',
    'jbs',
    'jbb',
  ];

  it('have a row for every figure in the order of the tables, each as its finding has it', () => {
    for (const { name, source, extract } of cases) {
      const rules = extract.figures.map((f) => f.rule).filter((r) => ORDER.includes(r));
      expect([...new Set(rules)], name).toEqual(ORDER);
      expect(
        [...rules].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)),
        name,
      ).toEqual(rules);
      for (const row of extract.figures) {
        if (row.finding === null) {
          expect([row.measured, row.result], name).toEqual([null, null]);
          continue;
        }
        const f = source.assessment.findings[row.finding]!;
        expect([row.rule, row.measured, row.limit, row.result, row.unit], name).toEqual([
          f.rule,
          f.measured,
          f.limit,
          f.result,
          f.unit,
        ]);
      }
      const listed = extract.figures.flatMap((f) => f.finding ?? []);
      extract.findings.forEach((f, i) => {
        if (ORDER.includes(f.rule)) expect(listed, `${name}: ${f.rule}`).toContain(i);
      });
    }
  });

  it('are kept on the right side of their limits: a passed one never breaks its limit', () => {
    for (const { name, extract } of cases) {
      for (const { rule, direction, measured, limit, result } of extract.figures) {
        if (result !== 'lulus' || measured === null || limit === null || rule === 'gsb') continue;
        const over = direction === 'max' ? measured - limit : limit - measured;
        expect(over, `${name}: ${rule}`).toBeLessThanOrEqual(0.011);
      }
    }
  });
});

describe('the rest of an extract', () => {
  it('lists every article that is cited, once, with its words where a plan has them', () => {
    for (const { name, source, extract } of cases) {
      const cited = [...extract.findings, ...extract.conditions].flatMap((f) => f.legalBasis);
      const listed = extract.legalBases.map((b) => b.citation);
      expect(new Set(listed), name).toEqual(new Set(cited));
      const keys = extract.legalBases.map((b) => `${b.citation}|${b.text}`);
      expect(new Set(keys).size, name).toBe(keys.length);
      const texts = source.stack.plans.flatMap((p) => [...p.rules.legalBases.values()]);
      for (const { citation, text, invented } of extract.legalBases) {
        const held = texts.filter((t) => t.citation === citation && t.text !== '');
        if (held.length > 0) expect(held).toContainEqual({ citation, text, invented });
        else expect(text, name).toBeNull();
      }
    }
  });

  it('is summed up in at most three sentences, which name the verdict and no person', () => {
    const applicant = { application: 'A-1', name: 'Nama Pemohon', address: 'Jalan Rahasia 1' };
    for (const { name, source } of cases) {
      const { summary, demonstration } = makeExtract(source, { applicant });
      expect(summary.length, name).toBeLessThanOrEqual(3);
      const said = summary.map((t) => `${t.id} ${t.en}`).join(' ');
      expect(said).not.toMatch(/Pemohon|Rahasia|undefined|null|\{|\}/);
      if (demonstration) expect(said).toContain('DATA PERAGAAN');
    }
  });

  it('says by number which findings screen and which are in doubt', () => {
    for (const { extract: e } of cases) {
      expect(e.screening.every((n) => e.findings[n]!.screening)).toBe(true);
      expect(e.screening).toHaveLength(e.findings.filter((f) => f.screening).length);
      const unknown = e.findings.flatMap((f, i) => (f.result === 'tidak_diketahui' ? [i] : []));
      expect(e.doubts).toEqual(expect.arrayContaining(unknown));
    }
  });

  it('says that it is a demonstration, that it does not bind, and what was not asked', () => {
    for (const { name, extract: e } of cases) {
      const said = e.disclaimers.map((t) => t.en).join(' ');
      expect(said, name).toContain('neither a KKPR nor a PBG');
      expect(said.includes('DEMONSTRATION DATA'), name).toBe(e.demonstration);
      expect(said.includes('Not binding'), name).toBe(!e.binding);
      expect(said.includes('only of what was asked'), name).toBe(e.notAssessed.length > 0);
      expect(e.dataQuality.length, name).toBeGreaterThanOrEqual(e.plans.length);
      expect(JSON.stringify([e.dataQuality, e.disclaimers, e.areaMethod])).not.toMatch(/[{]\w+[}]/);
    }
  });

  it('holds what the asker gave of the applicant and nothing else', () => {
    const { source } = cases[0]!;
    const applicant = { application: 'A-1', name: 'Nama Pemohon' };
    expect(makeExtract(source, { applicant }).applicant).toEqual(applicant);
    expect(makeExtract(source)).not.toHaveProperty('applicant');
  });

  it('is the same bytes each time', () => {
    for (const { source, extract } of cases.slice(0, 50)) {
      expect(JSON.stringify(makeExtract(source))).toBe(JSON.stringify(extract));
    }
  });
});

describe('the request in an extract', () => {
  const parcel = {
    type: 'Polygon',
    coordinates: [
      [
        [565010, 8875020],
        [565050, 8875020],
        [565050, 8875045],
        [565010, 8875045],
      ],
    ],
  };

  it.each<[string, object]>([
    ['without a CRS', { parcel }],
    ['activities as a list of one', { parcel, activity: ['TOKO'] }],
    ['several activities', { parcel, activity: ['TOKO', { kbli: '47111' }] }],
    [
      'hours over midnight',
      { parcel, activity: { code: 'TOKO', areaM2: 50, hours: { from: '18.00', to: '02:30' } } },
    ],
    ['the whole day', { parcel, activity: { code: 'TOKO', hours: { from: '0:00', to: '24:00' } } }],
    ['an empty list of buildings', { parcel, building: [] }],
    ['a building without figures', { parcel, building: {} }],
    [
      'existing buildings',
      { parcel, building: { floors: 2 }, existing: { footprintM2: 20, floors: 1 } },
    ],
    ['documents, none of them', { parcel, activity: 'TOKO', documents: [] }],
    [
      'what is stated',
      { parcel, activity: 'TOKO', stated: { roadClass: 'LOKAL', frontEdges: [3, 0] } },
    ],
    [
      'a named plan, a date, a deed',
      { parcel, plan: 'uji-rdtr', date: '2025-03-01', deedAreaM2: 990.5 },
    ],
    ['several polygons', { parcel: { type: 'MultiPolygon', coordinates: [parcel.coordinates] } }],
    [
      'corners in words',
      {
        corners: [
          '10°10\'35,19" LS 123°35\'36,55" BT',
          '10°10\'35,19" LS 123°35\'37,86" BT',
          '10°10\'34,38" LS 123°35\'37,86" BT',
        ],
      },
    ],
  ])('gives the same answer again: %s', async (_what, body) => {
    const store = await storeOf('uji', 'uji-draft');
    const first = answerAndRequest(store, body, '2026-01-15');
    if (!first.ok) throw new Error(JSON.stringify(first.problems));
    const { request } = makeExtract(sourceOf(first.value));
    const again = answer(store, JSON.parse(JSON.stringify(request)), '2199-01-01');
    if (!again.ok) throw new Error(JSON.stringify(again.problems));
    expect(assessmentJson(again.value)).toBe(assessmentJson(first.value.assessment));
  });

  it('one activity and a list of one have ids of their own: their findings point elsewhere', async () => {
    const store = await storeOf('uji');
    const ids = ['TOKO', ['TOKO']].map((activity) => {
      const answered = answer(store, { parcel, activity }, '2026-01-15');
      return answered.ok ? answered.value.id : '';
    });
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a code for people', () => {
  const hex = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'),
    minLength: 32,
    maxLength: 32,
  });

  it('is the first 50 bits of the id in Crockford base 32', () => {
    fc.assert(
      fc.property(hex, (id) => {
        const code = reportCode(id);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
        const bits = [...code.replace('-', '')].reduce(
          (sum, sign) => sum * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(sign)),
          0n,
        );
        expect(bits.toString(2).padStart(50, '0')).toBe(
          BigInt(`0x${id}`).toString(2).padStart(128, '0').slice(0, 50),
        );
      }),
    );
    expect(reportCode('f'.repeat(32))).toBe('ZZZZZ-ZZZZZ');
  });

  it('is read as people type it', () => {
    fc.assert(
      fc.property(hex, (id) => {
        const code = reportCode(id);
        const typed = code
          .toLowerCase()
          .replace('-', ' ')
          .replaceAll('0', 'o')
          .replaceAll('1', 'l');
        expect(readReportCode(typed)).toBe(code);
      }),
    );
    for (const wrong of ['', 'ABCDE', 'ABCDE-FGHJU', 'ABCDE-FGHJ*', 'ABCDE-FGHJK-M']) {
      expect(readReportCode(wrong)).toBeNull();
    }
  });
});

describe('how long a report holds', () => {
  it.each([
    ['2026-01-15', [], '2029-01-14'],
    ['2026-01-01', [], '2028-12-31'],
    ['2024-02-29', [], '2027-02-28'],
    ['2026-01-15', ['2027-01-01'], '2026-12-31'],
    ['2026-01-15', ['2031-12-31', '2028-03-01'], '2028-02-29'],
    ['2026-01-15', ['2025-01-01'], '2029-01-14'],
    ['2021-02-01', [], '2021-02-01'],
  ])('made on %s with plans that end %j: to %s', (date, ends, to) => {
    expect(validityOn(date, ends)).toMatchObject({ from: date, to });
  });

  it('follows the rule of its own day', () => {
    const rule = { legalBasis: [], note: { id: '{years}', en: '{years}' } };
    const rules = [
      { ...rule, validFrom: '2021-01-01', validTo: '2026-01-01', years: 3 },
      { ...rule, validFrom: '2026-01-01', validTo: null, years: 5 },
    ];
    expect(validityOn('2025-12-31', [], rules).to).toBe('2028-12-30');
    expect(validityOn('2026-01-01', [], rules)).toMatchObject({
      to: '2030-12-31',
      note: { id: '5' },
    });
  });
});

describe('the colour of a zone', () => {
  it.each([
    ['R-2', '#ffdc00'],
    ['r 2', '#ffdc00'],
    ['R-2.1', '#ffdc00'],
    ['R-20', null],
    ['R', null],
    ['SPU 3.3', '#b94bb9'],
    ['PS', '#05d7d7'],
    ['P-1', '#c8f546'],
    ['PL-6', '#373737'],
    ['RTNH', '#006969'],
    ['XYZ', null],
    ['', null],
  ])('%s: %s', (code, color) => {
    expect(zoneColor(code)).toBe(color);
  });

  it('is the official one in an extract, else the plan’s own', () => {
    const source: ReportSource = cases.find((c) => c.extract.zones.length > 0)!.source;
    const [zone] = source.assessment.zones;
    const plan = source.stack.plans.find((p) => p.manifest.id === zone!.plan)!;
    const row = plan.rules.zones.get(zone!.code)!;
    const own = (code: string, color: string | null) => {
      const zones = new Map([[code, { ...row, code, color }]]);
      const plans = [{ ...plan, rules: { ...plan.rules, zones } }];
      const assessment = { ...source.assessment, zones: [{ ...zone!, code }] };
      return makeExtract({ ...source, stack: { ...source.stack, plans }, assessment }).zones[0]!
        .color;
    };
    expect(own('R-2', '1,2,3')).toBe('#ffdc00');
    expect(own('ZZ', '1,2,3')).toBe('#010203');
    expect(own('ZZ', '#A0B0C0')).toBe('#a0b0c0');
    expect(own('ZZ', 'kuning')).toBeNull();
    expect(own('ZZ', null)).toBeNull();
  });
});
