/**
 * The report as a PDF. Not part of report/index.ts: pdfkit takes longer to load than the service takes
 * to start, so who makes a PDF imports this then, in a thread that answers no one else.
 */
export { MAP_MM, type ReportMaps } from './maps.ts';
export { type PlainDocument, type PlainSection, plainPdf } from './plain-pdf.ts';
export { type PdfOptions, reportPdf } from './report-pdf.ts';
