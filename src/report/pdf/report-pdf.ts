import type { Extract } from '../extract/model.ts';
import type { Language } from '../text.ts';
import {
  conditionsSection,
  draftsSection,
  envelopeSection,
  figuresSection,
  findingsSection,
  notAssessedSection,
  permittedSection,
  pointedSections,
} from './answers.ts';
import { attach } from './attachment.ts';
import { closingSection, lawSection, methodSection } from './closing.ts';
import { coordinatesSection } from './coordinates.ts';
import { type About, bytesOf, newDocument } from './document.ts';
import { newFlow } from './flow.ts';
import { applicantSection, frontPage } from './front-page.ts';
import {
  overlaysSection,
  parcelSection,
  partsSection,
  plansSection,
  themesSection,
  zonesSection,
} from './ground.ts';
import { mapsSection, type ReportMaps } from './maps.ts';
import { pageMarks } from './page-marks.ts';
import { newSheet, type Sheet } from './sheet.ts';
import { WORDS } from './words.ts';

export interface PdfOptions {
  readonly language: Language;
  readonly maps: ReportMaps | null;
  /** Address of the page that proves the report; it stands in the QR code. */
  readonly verifyUrl: string;
  /** The signed data, attached as they are. */
  readonly attachment?: { readonly name: string; readonly bytes: Uint8Array };
}

/**
 * The report as a PDF 1.7, A4, tagged after PDF/UA-1, with embedded fonts and nothing that has to be
 * fetched. The same extract and options give the same bytes, whenever and wherever: its dates are the
 * assessment's, its identity is the report's, and its streams are deflated in plain JavaScript.
 */
export function reportPdf(extract: Extract, options: PdfOptions): Uint8Array {
  const about: About = {
    title: `${WORDS.shortTitle[options.language]} ${extract.code}`,
    language: options.language,
    date: extract.date,
    identity: `${extract.id}/${options.language}`,
  };
  const doc = newDocument(about);
  const flow = newFlow(doc);
  const sheet = newSheet(flow, extract, options.language);
  frontPage(sheet, options.verifyUrl);
  if (extract.applicant) applicantSection(sheet, extract.applicant);
  parcelSection(sheet);
  if (options.maps) mapsSection(sheet, options.maps);
  ground(sheet);
  answers(sheet);
  coordinatesSection(sheet);
  ending(sheet, options);
  flow.parent.end();
  pageMarks(sheet);
  return bytesOf(doc, about);
}

function ground(sheet: Sheet): void {
  plansSection(sheet);
  figuresSection(sheet);
  zonesSection(sheet);
  partsSection(sheet);
  overlaysSection(sheet);
}

function answers(sheet: Sheet): void {
  findingsSection(sheet);
  conditionsSection(sheet);
  pointedSections(sheet);
  themesSection(sheet);
  notAssessedSection(sheet);
  permittedSection(sheet);
  draftsSection(sheet);
  envelopeSection(sheet);
}

function ending(sheet: Sheet, { attachment, language, verifyUrl }: PdfOptions): void {
  const { extract, flow } = sheet;
  lawSection(sheet);
  methodSection(sheet);
  closingSection(sheet, verifyUrl, attachment?.name ?? null);
  if (!attachment) return;
  const description = WORDS.attachment[language];
  attach(flow.doc, { ...attachment, description, date: extract.date });
}
