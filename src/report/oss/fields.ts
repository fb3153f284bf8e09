import { nationalFile } from '../../plan/national.ts';

/** Names of the two messages on KKPR that OSS-RBA and a city exchange. */
export type OssMessageName = 'receiveLicenseKKPR' | 'receiveNIBKKPR';

interface CommonField {
  /** Path under the message's root: `data_teknis.luas`; `[]` stands for every entry of a list. */
  readonly field: string;
  readonly meaning: string;
  readonly source: string;
  readonly required?: boolean;
  /** Of a message from OSS: what of our request it becomes. */
  readonly used?: string;
}

export interface OssText extends CommonField {
  readonly type: 'string';
  /** Counted in bytes of UTF-8: the strictest reading of `string(255)`. */
  readonly max: number;
  /** Texts that go on in `keterangan` may be cut; without it a text that is too long is refused. */
  readonly tooLong?: 'cut';
}

export interface OssNumber extends CommonField {
  readonly type: 'number';
  readonly digits: number;
  readonly decimals: number;
  readonly unit?: 'percent' | 'factor' | 'm';
}

export type OssField = OssText | OssNumber;

/** How a decision ends, as OSS names it. */
export type OssOutcome = 'seluruhnya' | 'sebagian' | 'ditolak';

interface OssRules {
  readonly messages: Readonly<
    Record<OssMessageName, { readonly root: string; readonly fields: readonly OssField[] }>
  >;
  readonly outcomes: Readonly<
    Record<OssOutcome, { readonly persetujuan: string; readonly status: string }>
  >;
  /** m² per unit, by code. */
  readonly areaUnits: Readonly<Record<string, number | string>>;
  /** Land, water or forest, by code. */
  readonly positions: Readonly<Record<string, string>>;
}

/** data/national/oss-kkpr-fields.json: fields, lengths and codes of the exchange. data/national/README.md describes it. */
export const OSS = JSON.parse(
  new TextDecoder().decode(nationalFile('oss-kkpr-fields.json')),
) as OssRules;

/** A text of the decision's message. One that the table does not have is a bug. */
export function licenseText(path: string): OssText {
  const found = licenseField(path);
  if (found?.type === 'string') return found;
  throw new Error(`oss-kkpr-fields.json has no text ${path}`);
}

/** A number of the decision's message, likewise. */
export function licenseNumber(path: string): OssNumber {
  const found = licenseField(path);
  if (found?.type === 'number') return found;
  throw new Error(`oss-kkpr-fields.json has no number ${path}`);
}

function licenseField(path: string): OssField | undefined {
  return OSS.messages.receiveLicenseKKPR.fields.find((f) => f.field === path);
}
