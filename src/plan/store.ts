import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Note, note, ok, type Result } from '../base/problem.ts';
import { knowMemories, memoriesOf, type SharedMemory } from '../geometry/shared-index.ts';
import { buildLater } from './build-apart.ts';
import { PLAN_LEVELS, type PlanStack, type PlanVersion } from './model.ts';
import { type FailedPlan, failedInForce, type OmittedPlan, otherCrs } from './omitted.ts';
import { type Opened, openAll, readAndBuild } from './open-all.ts';
import {
  around,
  inPlanningArea,
  type LonLat,
  type LonLatBox,
  middleOf,
  near,
  nearnessKey,
} from './place.ts';
import { findPlans } from './plan-folders.ts';
import { isCut, stackOf } from './stack-snapshots.ts';
import { noneInForce, outsideAll, unknownPlan } from './store-problems.ts';
import { inForce, latestFirst, versionOf } from './version.ts';

export interface StoreOptions {
  /** Folders or zips with plans; HOME/plans (imported ones) comes by itself. */
  readonly folders: readonly string[];
  /** SI_PEJUANG_HOME; snapshots are kept there. */
  readonly home: string;
  /** Told what is being done, and which plans could not be read and why. */
  readonly log?: (message: string) => void;
  /** Stacks in force on this day are cut at once, and not only when first asked for. */
  readonly today?: string;
  /** true: somewhat later single plans are cut too, for requests that name theirs. For what runs long. */
  readonly cutAlone?: boolean;
  /** false: nothing is written or read under `home`/snapshots. */
  readonly snapshots?: boolean;
  /** false: large plans are built in this process, too. */
  readonly apart?: boolean;
}

export interface ChooseOptions {
  readonly date: string;
  readonly plan?: string;
  /** Version of the named plan: the first digits of its hash. */
  readonly version?: string;
  readonly lonLat: LonLat;
  /** Box of the whole parcel in degrees: all plans that it meets are asked, not only those at `lonLat`. */
  readonly lonLatBox?: LonLatBox;
}

export interface Choice {
  readonly stack: PlanStack;
  readonly binding: boolean;
  /** Plans in force here, or perhaps so, that could not be asked; left out: none. */
  readonly omitted?: readonly OmittedPlan[];
}

export interface PlanStore {
  /** All plans, by rank, id and first day. */
  readonly plans: readonly PlanVersion[];
  /** Plans that could not be read, with the reasons. */
  readonly failed: readonly FailedPlan[];
  /**
   * The plans that speak at a place on a day. A named plan alone (the version in force on that day,
   * else the latest); else all in force whose zones surround the place, nearest in rank first.
   * Problems: `plan.unknown`, `plan.none_in_force`, `parcel.outside_all_plans`.
   */
  choose(options: ChooseOptions): Result<Choice>;
  /** The store as plain data, for another thread; left out where there is nothing to share. */
  state?(): StoreState;
}

/** What a store holds; arrays that came from a snapshot are shared between threads, not copied. */
export interface StoreState {
  readonly plans: readonly PlanVersion[];
  readonly failed: readonly FailedPlan[];
  /** Stacks that are cut already, over these plans. */
  readonly stacks: readonly PlanStack[];
  /** Folder of the snapshots; null: none are read or written. */
  readonly snapshots: string | null;
  /** What the indexes of plans and stacks lie in; left out: nothing that has to be told. */
  readonly memories?: readonly SharedMemory[];
}

/** The same store in another thread. */
export function storeFrom(state: StoreState): PlanStore {
  knowMemories(state.memories ?? []);
  const store = new Store(state.plans, state.failed, state.snapshots, () => {});
  store.take(state.stacks);
  return store;
}

/** Plans of more features take so long to cut that it is done before somebody asks. */
const LARGE = 1000;

/** Opens all plans, from snapshots where these are still good. A plan that cannot be read is told and left out. */
export async function openStore(options: StoreOptions): Promise<PlanStore> {
  const log = options.log ?? (() => {});
  const snapshots = options.snapshots === false ? null : join(options.home, 'snapshots');
  if (snapshots) mkdirSync(snapshots, { recursive: true });
  const paths = await findPlans(options.folders, options.home);
  const { folders, home, today } = options;
  const apart = options.apart === false ? null : snapshots;
  const day = today === undefined ? {} : { today };
  const read = apart
    ? await readAndBuild({ what: 'store', folders, home, ...day }, paths, apart, log)
    : new Map();
  const { opened, failed } = await openAll(paths, read, snapshots, log);
  const plans = opened.map((o) => o.plan).sort(byRank);
  const store = new Store(plans, failed, snapshots, log);
  if (today === undefined) return store;
  store.prepare(today);
  if (apart && options.cutAlone) cutAloneLater(opened, today, apart);
  return store;
}

/** Has the stacks of large plans in force cut that are not cut yet, for requests that name them. */
function cutAloneLater(opened: readonly Opened[], today: string, snapshots: string): void {
  const features = (plan: PlanVersion) => plan.layers.reduce((sum, l) => sum + l.count, 0);
  const wanted = opened.filter(
    ({ plan }) =>
      inForce(plan.manifest, today) && features(plan) > LARGE && !isCut([plan], snapshots),
  );
  const paths = wanted.map((o) => o.path);
  if (paths.length > 0) buildLater(paths, snapshots);
}

/** Nearest in rank first; then integrated before not, by id, the later version first. */
function byRank(a: PlanVersion, b: PlanVersion): number {
  const rank = (p: PlanVersion) => PLAN_LEVELS.indexOf(p.manifest.level);
  const text = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    rank(a) - rank(b) ||
    Number(b.manifest.ossIntegrated) - Number(a.manifest.ossIntegrated) ||
    text(a.manifest.id, b.manifest.id) ||
    text(b.manifest.validFrom ?? '', a.manifest.validFrom ?? '') ||
    text(a.hash, b.hash)
  );
}

/** The plans in force on a day, and what was chosen among them. */
interface Day {
  readonly date: string;
  readonly inForceNow: readonly PlanVersion[];
  /** Of each plan one version. */
  readonly latest: readonly PlanVersion[];
  /** By how near the plans are. */
  readonly choices: Map<string, Result<Choice>>;
}

class Store implements PlanStore {
  readonly plans: readonly PlanVersion[];
  readonly failed: PlanStore['failed'];
  readonly #snapshots: string | null;
  readonly #log: (message: string) => void;
  readonly #stacks = new Map<string, PlanStack>();
  #day: Day | null = null;

  constructor(
    plans: readonly PlanVersion[],
    failed: PlanStore['failed'],
    snapshots: string | null,
    log: (message: string) => void,
  ) {
    this.plans = plans;
    this.failed = failed;
    this.#snapshots = snapshots;
    this.#log = log;
  }

  choose(options: ChooseOptions): Result<Choice> {
    return options.plan === undefined ? this.#chooseByPlace(options) : this.#chooseNamed(options);
  }

  /** Cuts the stack that holds at the middle of each plan in force on the day. */
  prepare(date: string): void {
    for (const plan of this.plans.filter((p) => inForce(p.manifest, date))) {
      const lonLat = middleOf(plan);
      const spoken = this.#speaking(date, lonLat);
      if (spoken.length > 0) this.#stackOf(sameCrs(spoken).used);
    }
  }

  state(): StoreState {
    const stacks = [...this.#stacks.values()];
    const { plans, failed } = this;
    const memories = memoriesOf([...plans, ...stacks].map((p) => p.index));
    return { plans, failed, stacks, snapshots: this.#snapshots, memories };
  }

  take(stacks: readonly PlanStack[]): void {
    for (const stack of stacks) this.#stacks.set(nameOf(stack.plans), stack);
  }

  #chooseNamed(options: ChooseOptions): Result<Choice> {
    const named = this.plans.filter((p) => p.manifest.id === options.plan);
    const fitting = latestFirst(named).filter((p) => fitsVersion(p, options.version));
    const plan = fitting.find((p) => inForce(p.manifest, options.date)) ?? fitting[0];
    if (!plan) return fail(unknownPlan(this.plans, options, named));
    if (!near(plan, options.lonLat)) return fail(outsideAll([plan], options.lonLat));
    const first = this.#speaking(options.date, options.lonLat)[0];
    return ok({ stack: this.#stackOf([plan]), binding: first === plan });
  }

  #chooseByPlace(options: ChooseOptions): Result<Choice> {
    const { date, lonLat } = options;
    const day = this.#onDay(date);
    const { inForceNow, latest } = day;
    if (inForceNow.length === 0) return fail(noneInForce(this.plans, date));
    const where = options.lonLatBox ?? lonLat;
    const key = nearnessKey(latest, where);
    let choice = day.choices.get(key);
    if (!choice) {
      const here = around(latest, where);
      if (here.length === 0) return fail(outsideAll(inForceNow, lonLat));
      choice = this.#chooseOf(here, date, inForceNow);
      day.choices.set(key, choice);
    }
    return choice;
  }

  /** What is in force on a day; of the last day only, since most requests ask for one. */
  #onDay(date: string): Day {
    if (this.#day?.date !== date) {
      const inForceNow = this.plans.filter((p) => inForce(p.manifest, date));
      this.#day = { date, inForceNow, latest: latestOnly(inForceNow), choices: new Map() };
    }
    return this.#day;
  }

  #chooseOf(
    here: readonly PlanVersion[],
    date: string,
    inForceNow: readonly PlanVersion[],
  ): Result<Choice> {
    const { used, notes, others } = sameCrs(here);
    const omitted = [
      ...others.map((p) => otherCrs(p, used[0]!.manifest.crs)),
      ...failedInForce(this.failed, this.plans, date),
    ];
    const rivals = used.flatMap((p) => rivalsOf(p, inForceNow));
    const choice = { stack: this.#stackOf(used), binding: true };
    return ok(omitted.length === 0 ? choice : { ...choice, omitted }, [...notes, ...rivals]);
  }

  /** Plans in force around a place, nearest in rank first, from the first on that speaks at the place itself. */
  #speaking(date: string, lonLat: LonLat): PlanVersion[] {
    const here = around(latestOnly(this.plans.filter((p) => inForce(p.manifest, date))), lonLat);
    const first = here.findIndex((p) => inPlanningArea(p, lonLat));
    return here.slice(Math.max(0, first));
  }

  #stackOf(plans: readonly PlanVersion[]): PlanStack {
    const name = nameOf(plans);
    let stack = this.#stacks.get(name);
    if (!stack) {
      stack = stackOf(plans, this.#snapshots, this.#log);
      this.#stacks.set(name, stack);
    }
    return stack;
  }
}

function nameOf(plans: readonly PlanVersion[]): string {
  return plans.map((p) => p.hash).join(' ');
}

function fitsVersion(plan: PlanVersion, version: string | undefined): boolean {
  if (version === undefined) return true;
  const digits = version.replace(/^sha256:/, '');
  return digits.length >= 6 && plan.hash.slice('sha256:'.length).startsWith(digits);
}

/** Of several versions of one plan that are in force, the one of the latest first day, then of the first hash. */
function latestOnly(plans: readonly PlanVersion[]): PlanVersion[] {
  return plans.filter((p) => {
    const versions = versionsOf(p, plans);
    return versions.length === 1 || latestFirst(versions)[0] === p;
  });
}

function versionsOf({ manifest }: PlanVersion, plans: readonly PlanVersion[]): PlanVersion[] {
  return plans.filter((p) => p.manifest.id === manifest.id);
}

/** Notes on other versions of a plan that are in force on the same day: one of them was never ended. */
function rivalsOf(used: PlanVersion, plans: readonly PlanVersion[]): Note[] {
  const { id } = used.manifest;
  const since = (p: PlanVersion) => `${versionOf(p)} (${p.manifest.validFrom ?? '-'})`;
  const versions = versionsOf(used, plans);
  if (versions.length === 1) return [];
  const rivals = latestFirst(versions).filter((p) => p !== used);
  return rivals.map((p) =>
    note(
      'plan.two_versions',
      id,
      `Dua versi ${id} berlaku bersamaan; yang dipakai ${since(used)}, bukan ${since(p)}. Akhiri salah satunya dengan validTo.`,
      `Two versions of ${id} are in force at once; ${since(used)} was used, not ${since(p)}. End one of them with validTo.`,
    ),
  );
}

/** Plans cut together must measure in one CRS, that of the first. */
function sameCrs(plans: readonly PlanVersion[]) {
  const crs = plans[0]!.manifest.crs;
  const used = plans.filter((p) => p.manifest.crs === crs);
  const others = plans.filter((p) => p.manifest.crs !== crs);
  const notes = others.map(({ manifest }) =>
    note(
      'plan.other_crs',
      manifest.id,
      `${manifest.title} memakai ${manifest.crs}, bukan ${crs}; rencana ini tidak ikut ditelaah.`,
      `${manifest.title} measures in ${manifest.crs} and not in ${crs}; this plan was not asked.`,
    ),
  );
  return { used, notes, others };
}
