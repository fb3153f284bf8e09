import { fail, ok, problem, type Result, type Text } from '../../base/problem.ts';
import type { Due } from '../clock-model.ts';
import { fileClock, holdersOf, kindOf, type PermitFile, stageOf } from '../file.ts';
import { legalMoves } from '../legal-moves.ts';
import { whyNotYet } from '../ready.ts';
import { readReceipt } from '../receipt.ts';
import { loadApplication } from './application-row.ts';
import type { Office } from './office.ts';

/** How far a file has come, for anybody with its receipt: no personal data, no place. */
export interface Track {
  readonly receipt: string;
  readonly kind: { readonly id: string; readonly name: Text };
  readonly stage: { readonly id: string; readonly name: Text };
  readonly submittedOn: string;
  readonly outcome: string | null;
  readonly ended: boolean;
  /** Who has it now. */
  readonly holders: readonly { readonly role: string; readonly name: Text }[];
  /** What was done, day by day. */
  readonly done: readonly {
    readonly on: string;
    readonly move: string;
    readonly name: Text;
    readonly stage: Text;
  }[];
  /** Time limits that run or ran. */
  readonly clocks: readonly {
    readonly part: string;
    readonly name: Text;
    readonly status: string;
    readonly daysUsed: number | null;
    readonly daysLeft: number | null;
    readonly due: Due;
    readonly legalBasis: string;
  }[];
  /** What the applicant has to do now; empty where it lies with an office. */
  readonly todo: readonly { readonly move: string; readonly name: Text }[];
}

/**
 * Problems: those of readReceipt (a typing error is told as such), `receipt.unknown`.
 */
export async function trackFile(office: Office, text: string, now: string): Promise<Result<Track>> {
  const receipt = readReceipt(text);
  if (!receipt.ok) return receipt;
  const db = await office.db();
  const loaded = await loadApplication(db, office.definition, receipt.value, 'receipt');
  if (!loaded) return fail(unknown(receipt.value));
  const { file } = loaded;
  const { definition } = office;
  const kind = kindOf(definition, file);
  const stage = stageOf(kind, file);
  const clock = fileClock(definition, file, now);
  const nameOf = (id: string): Text => kind.stages.get(id)?.name ?? { id, en: id };
  return ok({
    receipt: receipt.value,
    kind: { id: kind.id, name: kind.name },
    stage: { id: stage.id, name: stage.name },
    submittedOn: loaded.row.submitted_at!.slice(0, 10),
    outcome: file.outcome,
    ended: stage.type === 'final',
    holders: holdersOf(kind, file).map((role) => ({
      role,
      name: definition.roles.get(role)?.name ?? { id: role, en: role },
    })),
    done: file.events.map((e) => ({
      on: e.at.slice(0, 10),
      move: e.event,
      name: kind.moves.get(e.event)?.name ?? { id: e.event, en: e.event },
      stage: nameOf(e.to),
    })),
    clocks: clock.parts
      .filter((p) => p.status !== 'waiting')
      .map(({ part, name, status, daysUsed, daysLeft, due, legalBasis }) => ({
        part,
        name,
        status,
        daysUsed,
        daysLeft,
        due,
        legalBasis,
      })),
    todo: stage.holders.includes('pemohon') ? todoOf(definition, file, now) : [],
  });
}

/** What the applicant can do now; not what a clock or a track holds up. */
function todoOf(definition: Office['definition'], file: PermitFile, now: string): Track['todo'] {
  const role = 'pemohon';
  return legalMoves(definition, file, role)
    .filter((rule) => whyNotYet({ definition, file, rule, role, now }).length === 0)
    .map(({ id, name }) => ({ move: id, name }));
}

function unknown(receipt: string) {
  return problem(
    'receipt.unknown',
    '',
    'Nomor resi ini tidak tercatat.',
    'There is no file with this receipt number.',
    receipt,
  );
}
