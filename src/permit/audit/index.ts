/** The audit trail: who did what, when and why, in a chain that shows every change to itself. */
export { appendAudit } from './append.ts';
export type { AuditEntry, ChainPlace } from './chain.ts';
export { checkChain, type KnownPlace } from './check.ts';
export {
  type CheckSignature,
  exportHead,
  type Head,
  headFiles,
  headOfDay,
  readHead,
  type Sign,
} from './head.ts';
export { headChecker, headSigner, keptHeads } from './head-keys.ts';
export { type AuditQuery, readAudit } from './read.ts';
