import type { Request } from './ask.ts';

/** What the clients know of one file: what was acknowledged, and at most one request of which nobody knows. */
export interface KnownFile {
  readonly id: string;
  readonly kind: string;
  version: number;
  stage: string;
  /** Address of the land, as last saved; another at every save. */
  address: string;
  /** SHA-256 by document id. */
  readonly documents: Map<string, string>;
  /** Entered papers, in their order: kind and body. */
  papers: { readonly kind: string; readonly body: object }[];
  notes: number;
  /** Sent, but not answered. */
  unsure: Unsure | null;
  dropped: boolean;
  /** Written to since it was looked at last. */
  touched: boolean;
}

/** What a request that may have been done would have changed. */
export interface Unsure {
  readonly request: Request;
  /** Sent again with the same key until it is answered; null: it had none. */
  readonly key: string | null;
  readonly does: 'save' | 'move' | 'upload' | 'note' | 'drop';
  readonly done: (answer: Readonly<Record<string, unknown>>) => void;
}

export interface Journal {
  readonly files: KnownFile[];
  /** SHA-256 of the answers of kept assessments, by id. */
  readonly kept: Map<string, string>;
  readonly violations: string[];
  /** Answers of success to writes. */
  acknowledged: number;
  /** Requests whose answer never came, and of these the keyed ones that were sent again. */
  unanswered: number;
  repeated: number;
}

export function newJournal(): Journal {
  return {
    files: [],
    kept: new Map(),
    violations: [],
    acknowledged: 0,
    unanswered: 0,
    repeated: 0,
  };
}
