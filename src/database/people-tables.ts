/** Tables of people and systems that may log in; the migrations `020-people` and `040-strange-logins` make them. Times are ISO 8601 in WITA. */
export interface PeopleTables {
  users: UserTable;
  sessions: SessionTable;
  api_keys: ApiKeyTable;
  persons: PersonTable;
  strange_logins: StrangeLoginTable;
}

export interface UserTable {
  id: string;
  /** Lower case, unique. */
  login: string;
  name: string;
  /** JSON list of role ids. */
  roles: string;
  /** Null: logs in by OIDC only. */
  password_hash: string | null;
  must_change: boolean;
  /** Wrong passwords in a row. */
  failed: number;
  locked_until: string | null;
  oidc_issuer: string | null;
  oidc_subject: string | null;
  active: boolean;
  created_at: string;
  changed_at: string;
}

/** Wrong guesses at a log-in name that nobody has. */
export interface StrangeLoginTable {
  /** Keyed hash of the name: what people mistype may be a password. */
  key: string;
  /** In a row. */
  failed: number;
  locked_until: string | null;
  changed_at: string;
}

export interface SessionTable {
  /** SHA-256 of the cookie's token, which itself is never kept. */
  token_hash: string;
  user_id: string;
  created_at: string;
  seen_at: string;
  expires_at: string;
}

export interface ApiKeyTable {
  id: string;
  /** Shown in lists; finds the row. */
  prefix: string;
  secret_hash: string;
  name: string;
  /** JSON list of scopes. */
  scopes: string;
  created_at: string;
  created_by: string;
  expires_at: string | null;
  revoked_at: string | null;
  /** The key that took its place. */
  replaced_by: string | null;
}

/** Personal data, sealed under the person's own key. */
export interface PersonTable {
  id: string;
  /** Null once the person was erased: nothing that it sealed can be read again. */
  wrapped_key: string | null;
  sealed: string;
  /** Keyed hashes of NIK and NPWP; null where not given or erased. */
  nik_index: string | null;
  npwp_index: string | null;
  created_at: string;
  erased_at: string | null;
  erased_reason: string | null;
}
