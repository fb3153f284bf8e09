import { hash } from 'node:crypto';
import { once } from '../base/once.ts';
import type { Envelope } from '../geometry/envelope.ts';
import type { PlanStack, PlanVersion } from '../plan/model.ts';
import type { OmittedPlan } from '../plan/omitted.ts';
import {
  answerLimits,
  overlayShares,
  planReference,
  planSaid,
  saidBy,
  zoneShares,
} from './answer-parts.ts';
import { judgeBuildingLines } from './building-line.ts';
import { judgeConditions } from './conditions.ts';
import { type Context, finding, judgeDeed } from './context.ts';
import { drawnFootprints, judgeDoubts } from './doubt.ts';
import { envelopeAnswer, envelopeFits, envelopeOf } from './envelope.ts';
import { judgeFrontage } from './frontage.ts';
import { INTENSITY_RULES, judgeIntensity, judgeParcelSize } from './intensity.ts';
import { judgeKkop, kkopConditions } from './kkop-surfaces.ts';
import type {
  ActivityRef,
  Asked,
  Assessment,
  Condition,
  Finding,
  Parcel,
  Part,
  Proposal,
} from './model.ts';
import { judgeOmitted } from './omitted.ts';
import { borderConditions, judgeBorders, judgeOutside, judgeOverlaps } from './part-findings.ts';
import { partialApproval } from './partial.ts';
import { type Place, parcelPieces, remainderOf, wholeParcel } from './place.ts';
import { placeNotes } from './place-notes.ts';
import { judgeRoom } from './room.ts';
import { judgeScreening } from './screening.ts';
import { judgeSideLines } from './side-lines.ts';
import { type Site, speaker, surveySite } from './site.ts';
import { judgeThemes, themeConditions } from './themes.ts';
import { askedCode, permittedHere, type UseHere, useConditions, useHere } from './use.ts';
import { decidingParts, findingsFor, refusedParts, verdictOf, worstVerdict } from './verdict.ts';
import { say } from './wording.ts';

/** Version of the rules' code; part of every answer's id. */
export const ENGINE = '0.1.0';

export interface AssessOptions {
  /** ISO date of assessment. */
  readonly date: string;
  /** False for an answer on a named plan that is not in force or not first in rank. */
  readonly binding: boolean;
  /** Canonical JSON of the request, from which the answer's id is made. */
  readonly request?: string;
  /** Plans in force that could not be asked. */
  readonly omitted?: readonly OmittedPlan[];
}

/**
 * Assesses one parcel against a stack of plans. Pure: the same arguments give the same bytes. The
 * parcel's rings are in the stack's metric CRS and valid (see geometry/inspect.ts); it never throws for bad law or data, since
 * what is missing becomes a finding `tidak_diketahui`.
 */
export function assess(
  stack: PlanStack,
  parcel: Parcel,
  proposal: Proposal,
  options: AssessOptions,
): Assessment {
  const context = contextFor(stack, parcel, proposal, options);
  const { parts, asked, judged, activities, verdict } = judgeParcel(context, options);
  const deciding = decidingPlan(context, parts, judged.findings);
  return {
    id: idOf(stack, options),
    verdict,
    asked,
    binding: options.binding,
    demonstration: stack.plans.some((p) => p.manifest.demonstration),
    activities,
    plan: planReference(deciding),
    plans: stack.plans.map((p) => planSaid(p, saidBy(p, judged.findings))),
    engine: ENGINE,
    date: options.date,
    parcel: parcelAnswer(context),
    zones: zoneShares(context, parts, judged.findings),
    parts,
    overlays: overlayShares(context),
    limits: answerLimits(context, judged.place),
    findings: judged.findings,
    notAssessed: notAssessed(context, judged.place),
    conditions: conditionsOf(context, judged.findings),
    envelope: envelopeAnswer(context, judged.envelope()),
    ...partialOf(context, judged),
    ...(context.asksUse
      ? {}
      : { permitted: permittedHere(context, decidingSiteParts(context, parts)) }),
    notes: notesOf(context),
  };
}

/** What is judged about a parcel, before it is listed. */
export interface ParcelJudged {
  readonly parts: readonly Part[];
  readonly asked: readonly Asked[];
  readonly judged: Judged;
  readonly activities: Assessment['activities'];
  readonly verdict: Assessment['verdict'];
}

/** All findings on a parcel, and the verdict that follows from them. */
export function judgeParcel(context: Context, options: AssessOptions): ParcelJudged {
  const { proposal, site } = context;
  const footprints = drawnFootprints([...proposal.buildings, ...proposal.existing]);
  const parts = judgeDoubts(site, footprints);
  const judged = judgeAll(context, parts, options);
  const asked = askedOf(context);
  const activities = judged.activities.map((code) => ({
    code,
    verdict: verdictOf(parts, findingsFor(code, judged.findings), asked)!,
  }));
  const verdict =
    activities.length > 0
      ? worstVerdict(activities.map((a) => a.verdict))
      : verdictOf(parts, judged.findings, asked);
  return { parts, asked, judged, activities, verdict };
}

/** What every rule is given. */
export function contextFor(
  stack: PlanStack,
  parcel: Parcel,
  proposal: Proposal,
  options: AssessOptions,
): Context {
  const site = surveySite(stack, parcel);
  return {
    site,
    proposal,
    date: options.date,
    plan: speakingPlanOf(site),
    asksUse: proposal.activities.length > 0,
    asksBuilding: proposal.buildings.length > 0,
  };
}

/** The plan that speaks on the largest part; the nearest in rank where none does. */
function speakingPlanOf(site: Site): PlanVersion {
  const chain = site.parts.find((p) => p.grounds.length > 0)?.grounds[0]?.chains[0];
  return chain ? speaker(chain).plan : site.stack.plans[0]!;
}

export function askedOf(context: Context): Asked[] {
  return [
    ...(context.asksUse ? ['use' as const] : []),
    ...(context.asksBuilding ? ['building' as const] : []),
  ];
}

export interface Judged {
  readonly findings: readonly Finding[];
  readonly activities: readonly string[];
  /** Where the limits of the answer are read: the first activity's place. */
  readonly place: Place | null;
  /** Worked out when first asked for. */
  readonly envelope: () => Envelope | null;
}

function partialOf(context: Context, judged: Judged): Pick<Assessment, 'partial'> {
  const partial = partialApproval(context, judged.place, judged.findings);
  return partial ? { partial } : {};
}

/** All findings: first those of the parts, then (knowing what is refused) those of the whole. */
function judgeAll(context: Context, parts: readonly Part[], options: AssessOptions): Judged {
  const refs = context.proposal.activities;
  const codes = refs.map((ref) => askedCode(context, ref));
  const answered = refs.map((ref) => useHere(context, ref));
  const use = answered.flatMap((a) => a.findings);
  const common = [...judgeOutside(context), ...judgeThemes(context)];
  const overlaps = overlapFindings(context, refs, use);
  const beforeConditions = [...use, ...overlaps, ...common];
  const onParts = [
    ...use,
    ...conditionFindings(context, parts, answered, beforeConditions),
    ...overlaps,
    ...common,
  ];
  const places = placesFor(context, parts, codes, onParts);
  const tagged = new Set(places.map((p) => p.key)).size > 1;
  const whole = uniquePlaces(places, tagged).flatMap(({ place, envelope, activity }) =>
    place === null
      ? []
      : judgePlace(context, place, envelope).map((f) =>
          tagged ? { ...f, activity: activity! } : f,
        ),
  );
  const rest = [
    ...judgeDeed(context),
    ...judgePieces(context, places[0]?.place ?? null),
    ...judgeBorders(context, parts, onParts),
    ...judgeScreening(context),
    ...judgeKkop(context),
    ...judgeOmitted(context, options.omitted),
  ];
  return {
    findings: [...onParts, ...whole, ...rest],
    activities: codes,
    place: places[0]?.place ?? null,
    envelope: places[0]?.envelope ?? (() => null),
  };
}

function conditionFindings(
  context: Context,
  parts: readonly Part[],
  answered: readonly UseHere[],
  others: readonly Finding[],
): Finding[] {
  return answered.flatMap(({ uses }) => {
    const bearing = findingsFor(uses[0]?.code ?? null, others);
    return judgeConditions(context, uses, parts, bearing, (refused) =>
      placeFor(context, parts, refused),
    );
  });
}

function overlapFindings(
  context: Context,
  refs: readonly ActivityRef[],
  use: readonly Finding[],
): Finding[] {
  if (refs.length === 0) return judgeOverlaps(context, null, []);
  return refs.flatMap((ref) => {
    const code = askedCode(context, ref);
    return judgeOverlaps(
      context,
      code,
      use.filter((f) => f.activity === code),
    );
  });
}

interface ActivityPlace {
  readonly activity: string | null;
  /** Which parts are refused; activities with the same share their place. */
  readonly key: string;
  readonly place: Place | null;
  readonly envelope: () => Envelope | null;
}

/** For each activity (or none) the ground that its whole-parcel checks are made on. */
function placesFor(
  context: Context,
  parts: readonly Part[],
  codes: readonly string[],
  onParts: readonly Finding[],
): ActivityPlace[] {
  const places = new Map<string, Pick<ActivityPlace, 'place' | 'envelope'>>();
  const list = codes.length > 0 ? codes : [null];
  return list.map((activity) => {
    const refused = refusedParts(parts, findingsFor(activity, onParts));
    const key = refused.map((p) => p.id).join('|');
    let found = places.get(key);
    if (!found) {
      const place = placeFor(context, parts, refused);
      found = { place, envelope: once(() => envelopeOf(context, place, parts)) };
      places.set(key, found);
    }
    return { activity, key, ...found };
  });
}

function placeFor(
  context: Context,
  parts: readonly Part[],
  refused: readonly Part[],
): Place | null {
  const { deciding } = decidingParts(parts);
  const footprints = drawnFootprints(context.proposal.buildings);
  const allDrawn = footprints.length === context.proposal.buildings.length;
  if (refused.length === 0) return wholeParcel(context.site, parts, deciding, footprints, allDrawn);
  if (refused.length === deciding.length) return null;
  return remainderOf(context.site, parts, deciding, refused, footprints);
}

function uniquePlaces(places: readonly ActivityPlace[], tagged: boolean): readonly ActivityPlace[] {
  return tagged ? places : places.slice(0, 1);
}

function judgePlace(context: Context, place: Place, envelope: () => Envelope | null): Finding[] {
  const always = [judgeParcelSize(context, place), judgeFrontage(context, place)];
  if (!context.asksBuilding) return always;
  const fits = envelopeFits(context, envelope());
  const room = place.scope === 'remainder' ? [judgeRoom(context, place)] : [];
  return [
    ...judgeIntensity(context, place),
    ...always,
    ...judgeBuildingLines(context, place, fits),
    ...judgeSideLines(context, place, fits),
    ...room,
  ];
}

function judgePieces(context: Context, place: Place | null): Finding[] {
  const { site } = context;
  if (site.parcel.rings.ends.length === 1 || parcelPieces(site).length < 2) return [];
  const drawn = place !== null && place.unclear === null;
  return [
    finding({
      rule: 'pieces',
      result: drawn ? 'lulus' : 'tidak_diketahui',
      scope: 'parcel',
      plan: context.plan.manifest.id,
      legalBasis: [context.plan.citation],
      message: drawn
        ? say(
            'Bidang terdiri atas bagian yang terpisah; yang diperiksa adalah bagian tempat bangunan digambar.',
            'The parcel is of separate pieces; the one with the drawn building was checked.',
          )
        : say(
            'Bidang terdiri atas bagian yang terpisah; gambarkan tapak bangunan supaya dapat diperiksa.',
            'The parcel is of separate pieces; draw the footprint so that it can be checked.',
          ),
    }),
  ];
}

function decidingSiteParts(context: Context, parts: readonly Part[]) {
  const { deciding } = decidingParts(parts);
  return context.site.parts.filter((_, i) => deciding.includes(parts[i]!));
}

/** The plan that decided the use: the one that spoke on the largest deciding part. */
function decidingPlan(
  context: Context,
  parts: readonly Part[],
  findings: readonly Finding[],
): PlanVersion {
  const { deciding } = decidingParts(parts);
  for (const part of deciding) {
    const use = findings.find((f) => f.rule === 'use' && f.scope === part.id && f.plan !== null);
    const plan = context.site.stack.plans.find((p) => p.manifest.id === use?.plan);
    if (plan) return plan;
  }
  const chain = decidingSiteParts(context, parts)[0]?.grounds[0]?.chains[0];
  return chain?.find((v) => !v.plan.rules.zones.get(v.zone)?.silent)?.plan ?? context.plan;
}

/** Checks that were not made: not asked for, or without ground to make them on since every part is refused. */
function notAssessed(context: Context, place: Place | null): string[] {
  const building = [...INTENSITY_RULES.map((r) => r.rule), 'gsb', 'jbs', 'jbb'];
  const noGround = place === null && context.site.parts.length > 0;
  return [
    ...(context.asksUse ? [] : ['use']),
    ...(noGround ? ['parcel_min', 'frontage'] : []),
    ...(context.asksBuilding && !noGround ? [] : building),
  ];
}

function conditionsOf(context: Context, findings: readonly Finding[]): Condition[] {
  const all = [
    ...useConditions(context, findings),
    ...themeConditions(context),
    ...borderConditions(findings),
    ...kkopConditions(findings),
  ];
  return [...new Map(all.map((c) => [`${c.code}|${c.scope}`, c])).values()];
}

function parcelAnswer(context: Context): Assessment['parcel'] {
  const { site } = context;
  const admin = site.met
    .filter((m) => m.layer.kind === 'admin')
    .reduce<(typeof site.met)[number] | null>((a, b) => (a && a.areaM2 >= b.areaM2 ? a : b), null);
  return {
    areaM2: site.areaM2,
    groundAreaM2: site.parcel.groundAreaM2,
    projectionM2: site.parcel.groundAreaM2 - site.areaM2,
    crs: site.stack.crs,
    crsAssumed: site.parcel.crsAssumed,
    kelurahan: admin?.name ?? null,
    kecamatan: admin?.group ?? null,
  };
}

function notesOf(context: Context): Assessment['notes'] {
  return [...crsNotes(context), ...placeNotes(context)];
}

function crsNotes(context: Context): Assessment['notes'] {
  const { parcel } = context.site;
  if (!parcel.crsAssumed) return [];
  return [
    say(
      `Koordinat tidak menyebut CRS; dibaca sebagai ${parcel.crs}.`,
      `The coordinates name no CRS; read as ${parcel.crs}.`,
    ),
  ];
}

function idOf(stack: PlanStack, options: AssessOptions): string {
  let text = options.request ?? '';
  for (const plan of stack.plans) text += `\n${plan.hash}`;
  text += `\n${options.date}\n${ENGINE}\n${options.binding}`;
  return hash('sha256', text, 'hex').slice(0, 32);
}
