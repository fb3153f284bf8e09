import { hiddenIn } from '../../base/hidden.ts';
import type { Text } from '../../base/problem.ts';
import { isDay } from '../day.ts';
import type { FormField } from './fields.ts';

/** What a value of one type has to be; null where it is. */
export function faultOf(field: FormField, value: unknown): Text | null {
  const check = CHECKS[field.type];
  return check(value, field) ?? hiddenFault(value, field);
}

/** A text of this length, or a longer one, may have more than one line. */
const LINES_FROM = 500;

/** What looks like another text, or like none, is not kept. */
function hiddenFault(value: unknown, { type, max }: FormField): Text | null {
  if (typeof value !== 'string') return null;
  const many = type === 'text' && max >= LINES_FROM;
  const found = hiddenIn(value, many ? 'many' : 'one');
  return found === null
    ? null
    : {
        id: `teks${many ? '' : ' satu baris'} tanpa huruf yang tidak tampak (ada ${found}; hapus)`,
        en: `a text${many ? '' : ' of one line'} without characters that do not show (it has ${found}; remove it)`,
      };
}

type Check = (value: unknown, field: FormField) => Text | null;

const CHECKS: Readonly<Record<FormField['type'], Check>> = {
  text: (value, { min, max }) =>
    typeof value === 'string' && value.trim().length >= min && value.length <= max
      ? null
      : { id: `teks ${min} sampai ${max} huruf`, en: `a text of ${min} to ${max} characters` },
  number: (value, field) => numberFault(value, field, false),
  whole: (value, field) => numberFault(value, field, true),
  choice: (value, { choices }) =>
    typeof value === 'string' && choices.includes(value)
      ? null
      : { id: `salah satu dari ${choices.join(', ')}`, en: `one of ${choices.join(', ')}` },
  nik: (value) =>
    isNik(digitsOf(value))
      ? null
      : {
          id: '16 angka NIK; angka ke-7 sampai ke-12 adalah tanggal lahir (perempuan: tanggal ditambah 40)',
          en: 'the 16 digits of a NIK; digits 7 to 12 are the day of birth (women: day plus 40)',
        },
  npwp: (value) =>
    /^(\d{15}|\d{16})$/.test(digitsOf(value))
      ? null
      : { id: '15 atau 16 angka NPWP', en: 'the 15 or 16 digits of an NPWP' },
  nib: (value) =>
    /^\d{13}$/.test(digitsOf(value)) ? null : { id: '13 angka NIB', en: 'the 13 digits of a NIB' },
  phone: (value) =>
    typeof value === 'string' && /^\+?\d{8,15}$/.test(value.replaceAll(/[\s().-]/g, ''))
      ? null
      : { id: 'nomor telepon 8 sampai 15 angka', en: 'a telephone number of 8 to 15 digits' },
  email: (value) =>
    typeof value === 'string' && value.length <= 200 && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value)
      ? null
      : {
          id: 'alamat surel, misalnya nama@contoh.id',
          en: 'an e-mail address, such as name@example.id',
        },
  date: (value) =>
    typeof value === 'string' && isDay(value)
      ? null
      : { id: 'tanggal yang ada, misalnya 2026-01-31', en: 'an existing day, such as 2026-01-31' },
};

function numberFault(value: unknown, { min, max }: FormField, whole: boolean): Text | null {
  const right =
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value));
  if (right) return null;
  const kind = whole
    ? { id: 'bilangan bulat', en: 'a whole number' }
    : { id: 'angka', en: 'a number' };
  return { id: `${kind.id} ${min} sampai ${max}`, en: `${kind.en} from ${min} to ${max}` };
}

/** Digits as people write them: points, hyphens and spaces between them do not count. */
function digitsOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/[\s.-]/g, '') : '';
}

/**
 * 16 digits: district (6), day of birth ddmmyy with 40 added to the day for women, number (4)
 * (Perpres 96/2018; Permendagri 108/2019).
 */
function isNik(digits: string): boolean {
  if (!/^\d{16}$/.test(digits)) return false;
  const day = Number(digits.slice(6, 8)) % 40;
  const month = Number(digits.slice(8, 10));
  return Number(digits.slice(6, 8)) <= 71 && day >= 1 && day <= 31 && month >= 1 && month <= 12;
}
