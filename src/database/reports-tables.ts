/** Reports that were made, and their files. */
export interface ReportTables {
  reports: ReportTable;
  report_files: ReportFileTable;
}

/** One row a report, whatever its forms; made once, only withdrawn afterwards. */
export interface ReportTable {
  /** Of the assessment that it reports. */
  id: string;
  /** Short form of the id. */
  code: string;
  /** ISO 8601 in WITA. */
  created_at: string;
  date: string;
  engine: string;
  /** Id and hash of each plan that it rests on, JSON text. */
  plans: string;
  /** Signed data (canonical JSON), byte for byte as text. */
  signed: string;
  /** Key that signed. */
  kid: string;
  /** ISO 8601 in WITA; null while it stands. */
  withdrawn_at: string | null;
  withdrawn_reason: string | null;
}

/** A report in one form and language, as it was handed out. */
export interface ReportFileTable {
  id: string;
  language: string;
  media_type: string;
  created_at: string;
  /** Key that signed this file; null where the form carries no signature. */
  kid: string | null;
  bytes: Uint8Array;
}
