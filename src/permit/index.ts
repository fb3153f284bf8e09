export { type Calendar, dayKind, type Holiday, workingDaysBetween } from './calendar.ts';
export { readCalendar } from './calendar-read.ts';
export { listedFor } from './caretakers.ts';
export { type ChecklistLine, checklistOf } from './checklist.ts';
export { clockState } from './clock.ts';
export type { Alarm, ClockState, ClockStatus, Due, PartClock } from './clock-model.ts';
export type { ClockEvent } from './clock-run.ts';
export {
  fileClock,
  holdersOf,
  kindOf,
  newFile,
  type PermitEvent,
  type PermitFile,
  stageOf,
} from './file.ts';
export { legalMoves } from './legal-moves.ts';
export { filesOf, loadDefinition } from './load.ts';
export { RECEIPT_BYTES, readReceipt, receiptNumber } from './receipt.ts';
export { readSla, type SlaPart, type SlaRow, slaOf } from './sla.ts';
export type { Definition, DocumentKind, Kind, MoveRule, OssStatus, Role, Stage } from './stages.ts';
export { readStages } from './stages-read.ts';
export { type Actor, type Move, type Moved, transition } from './transition.ts';
