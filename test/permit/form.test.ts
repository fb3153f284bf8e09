import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskRows } from '../../src/permit/applications/tables.ts';
import { checkForm } from '../../src/permit/form/check.ts';
import { readFields } from '../../src/permit/form/fields.ts';

const KINDS = ['pkkpr_berusaha', 'pkkpr_nonberusaha', 'pkkpr_umk', 'pbg'];
const ROWS = deskRows('form.csv', []);
const read = readFields(ROWS, KINDS);
if (!read.ok) throw new Error(read.problems.map((p) => p.message.en).join('\n'));
const FIELDS = read.value;

const FORM = {
  applicant: {
    type: 'perorangan',
    name: 'Maria Ndolu',
    nik: '5371 0163 0490 0001',
    phone: '0812-3456-7890',
    address: 'Jl. Timor Raya 12',
  },
  land: {
    address: 'Jl. Frans Seda',
    kelurahan: 'Oebobo',
    kecamatan: 'Oebobo',
    needM2: 812,
    control: 'milik',
  },
  project: { description: 'rumah tinggal', plansBuilding: 'no' },
  statement: { true: 'yes' },
};

function problemsOf(form: Record<string, unknown>, complete = true, kind = 'pkkpr_nonberusaha') {
  const checked = checkForm(FIELDS, kind, form, complete);
  return checked.ok ? [] : checked.problems.map((p) => `${p.code} ${p.pointer}`);
}

describe('the form of an application', () => {
  it('takes a whole one, and keeps what is personal apart', () => {
    const checked = checkForm(FIELDS, 'pkkpr_nonberusaha', FORM, true);
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    expect(checked.value.personal).toEqual({
      applicant: {
        name: 'Maria Ndolu',
        nik: '5371 0163 0490 0001',
        phone: '0812-3456-7890',
        address: 'Jl. Timor Raya 12',
      },
    });
    expect(JSON.stringify(checked.value.plain)).not.toMatch(/Maria|5371|0812|Timor Raya/);
    expect(checked.value.plain.land).toEqual(FORM.land);
  });

  it('tells all that is missing at once, with the law that asks for it', () => {
    const checked = checkForm(FIELDS, 'pkkpr_berusaha', {}, true);
    if (checked.ok) throw new Error('taken');
    expect(checked.problems.map((p) => p.pointer)).toEqual([
      '/applicant/type',
      '/applicant/name',
      '/applicant/nib',
      '/applicant/phone',
      '/applicant/address',
      '/applicant/scale',
      '/land/address',
      '/land/kelurahan',
      '/land/kecamatan',
      '/land/needM2',
      '/land/control',
      '/project/description',
      '/project/plansBuilding',
      '/statement/true',
    ]);
    for (const p of checked.problems) expect(p.message.id).toMatch(/wajib diisi \(.+\)/);
  });

  it('asks for more where another answer makes it so', () => {
    const { nik: _, ...applicant } = FORM.applicant;
    expect(problemsOf({ ...FORM, applicant })).toEqual(['form.missing /applicant/nik']);
    expect(problemsOf({ ...FORM, applicant: { ...applicant, type: 'badan_usaha' } })).toEqual([]);
    const project = { ...FORM.project, plansBuilding: 'yes' };
    expect(problemsOf({ ...FORM, project })).toEqual(['form.missing /project/buildings']);
  });

  it('lets a draft lack anything, but nothing in it be wrong', () => {
    expect(problemsOf({}, false)).toEqual([]);
    const wrong = {
      applicant: { type: 'raja', nik: '5371017304900001', email: 'maria', nibb: 1 },
      land: { needM2: '812', kelurahan: '', control: null },
      project: 'rumah',
      rahasia: {},
      project2: 1,
    };
    expect(problemsOf(wrong, false)).toEqual([
      'form.value /applicant/type',
      'form.value /applicant/nik',
      'form.value /applicant/email',
      'field.unknown /applicant/nibb',
      'form.value /land/needM2',
      'form.value /land/kelurahan',
      'form.section /project',
      'field.unknown /rahasia',
      'field.unknown /project2',
    ]);
  });

  it('never repeats what is personal', () => {
    const applicant = { nik: '1234', phone: 'rumah ibu', email: 'maria di kupang' };
    const checked = checkForm(FIELDS, 'pbg', { applicant }, false);
    expect(checked.ok ? '' : JSON.stringify(checked.problems)).not.toMatch(/1234|ibu|maria/);
  });

  it('has fields of other kinds refused, not forgotten', () => {
    expect(problemsOf({ ...FORM, pbg: { approval: 'x' } })).toEqual(['field.unknown /pbg']);
  });

  it('takes any JSON without falling', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), fc.constantFrom(...KINDS), (form, kind) => {
        expect(typeof checkForm(FIELDS, kind, form, true).ok).toBe('boolean');
      }),
    );
  });
});

describe('the table of the form', () => {
  it.each([
    ['field', 'land'],
    ['field', '/land/kelurahan'],
    ['type', 'teks'],
    ['choices', 'a|b'],
    ['kinds', 'pkkpr|imb'],
    ['when', '/tidak/ada=yes'],
    ['legal_basis', ''],
  ])('is refused with a wrong %s "%s"', (column, value) => {
    const rows = ROWS.map((row, i) => (i === 12 ? { ...row, [column]: value } : row));
    const wrong = readFields(rows, KINDS);
    const places = wrong.ok ? [] : wrong.problems.map((p) => p.pointer);
    expect(
      places.some((p) => p.startsWith('form.csv line ') && p.includes(`column ${column}`)),
    ).toBe(true);
  });
});
