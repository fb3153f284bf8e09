import type { Generated } from 'kysely';

/** Tables of applications; the migration `030-applications` makes them. Times are ISO 8601 in WITA, days YYYY-MM-DD. */
export interface PermitTables {
  applications: ApplicationTable;
  application_events: EventTable;
  application_papers: PaperTable;
  application_documents: DocumentTable;
  submissions: SubmissionTable;
  application_notes: NoteTable;
  work_items: WorkItemTable;
  parcels: ParcelTable;
  parcel_cells: ParcelCellTable;
  approvals: ApprovalTable;
  approval_zones: ApprovalZoneTable;
}

/** One file, from draft to the end of its way. */
export interface ApplicationTable {
  id: string;
  /** Null until it is submitted. */
  receipt: string | null;
  kind: string;
  stage: string;
  outcome: string | null;
  /** JSON object: where each track stands. */
  tracks: string;
  /** JSON object: facts that decide which documents are needed. */
  facts: string;
  /** Counts every change; who writes must have seen the last. */
  version: number;
  owner_id: string;
  /** Where the personal data is. */
  person_id: string;
  /** JSON: the form without what is personal. */
  form: string;
  /** JSON: parcel, activity and building, as an assessment asks. */
  request: string;
  assessment_id: string | null;
  verdict: string | null;
  plan_hash: string | null;
  kelurahan: string | null;
  kecamatan: string | null;
  area_m2: number | null;
  created_at: string;
  changed_at: string;
  submitted_at: string | null;
  ended_at: string | null;
}

/** Moves that were made, in their order; never changed. */
export interface EventTable {
  application_id: string;
  n: number;
  at: string;
  event: string;
  role: string;
  actor: string;
  track: string | null;
  from_stage: string;
  to_stage: string;
  reason: string | null;
  /** JSON list of kinds of documents that came with it. */
  documents: string;
}

/** What an office or the applicant entered with a move: number, date, conditions. */
export interface PaperTable {
  application_id: string;
  n: number;
  kind: string;
  at: string;
  actor: string;
  role: string;
  /** JSON. */
  body: string;
}

export interface DocumentTable {
  id: string;
  application_id: string;
  kind: string;
  sha256: string;
  size: number;
  media_type: string;
  at: string;
  actor: string;
  role: string;
}

/** Each submission with its assessment, for ever: the exact bytes that were judged by. */
export interface SubmissionTable {
  application_id: string;
  n: number;
  at: string;
  move: string;
  assessment_id: string;
  verdict: string | null;
  plan_hash: string | null;
  engine: string;
  request: string;
  answer: string;
  form: string;
  /** GeoJSON of the parcel, longitude and latitude. */
  geometry: string;
  /** Why it was made again: null for the applicant's own; a corrected fact, a new plan. */
  because: string | null;
}

export interface NoteTable {
  application_id: string;
  n: number;
  at: string;
  actor: string;
  role: string;
  text: string;
}

/** Who has which file now: one row a role that has it; gone when it goes on. */
export interface WorkItemTable {
  role: string;
  /** Last day in time; `9999-12-31` where it is not known or none runs. */
  due_on: string;
  application_id: string;
  stage: string;
  kind: string;
  kelurahan: string | null;
  since: string;
  assigned_to: string | null;
}

/** Ground of files that are open or issued, m in the plan's CRS. */
export interface ParcelTable {
  application_id: string;
  /** `asked` or `approved`; `approvable` is what could be, and is in no cell. */
  what: string;
  crs: string;
  /** JSON: rings as lists of x, y. */
  rings: string;
  area_m2: number;
  min_x: number;
  min_y: number;
  max_x: number;
  max_y: number;
}

/** Cells of 64 m times 2^level that a parcel's box reaches, at the level where these are four at most. */
export interface ParcelCellTable {
  level: number;
  ix: number;
  iy: number;
  application_id: string;
  what: string;
}

/** Issued approvals: what conditions such as "at most 20 % of the zone" read, and what a PBG rests on. */
export interface ApprovalTable {
  number: string;
  application_id: string;
  issued_on: string;
  valid_to: string | null;
  /** `in_force`, `expired`, `cancelled`. */
  status: string;
  outcome: string;
  /** JSON: what the PBG takes over. */
  terms: string;
  /** The issued document with its signature, canonical JSON; null until somebody asked for it. */
  signed: Generated<string | null>;
}

export interface ApprovalZoneTable {
  application_id: string;
  plan_id: string;
  zone: string;
  activity: string;
  area_m2: number;
  in_force: boolean;
}
