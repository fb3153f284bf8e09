/** Schema of an issued decision on a PKKPR, as it stands in its signed data. */
export const DECISION_SCHEMA = 'si-pejuang/decision/v1';

/** What a signed decision says in short; nothing personal. */
export interface DecisionView {
  readonly number: string;
  readonly receipt: string;
  /** Id of the outcome, `seluruhnya` or `sebagian`. */
  readonly outcome: string;
  readonly issuedOn: string;
  readonly validTo: string | null;
  readonly demonstration: boolean;
}

/** A decision that was read from signed data; null for anything else, also for one of another version. */
export function readDecision(value: unknown): DecisionView | null {
  const { schema, number, receipt, outcome, issuedOn, validTo, terms } = Object(value) as Record<
    string,
    unknown
  >;
  if (schema !== DECISION_SCHEMA) return null;
  if (typeof number !== 'string' || typeof receipt !== 'string') return null;
  if (typeof outcome !== 'string' || typeof issuedOn !== 'string') return null;
  if (validTo !== null && typeof validTo !== 'string') return null;
  const { plan } = Object(terms) as { plan?: { demonstration?: unknown } | null };
  return {
    ...{ number, receipt, outcome, issuedOn, validTo },
    demonstration: plan?.demonstration === true,
  };
}
