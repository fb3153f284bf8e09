import type { FormField } from '../../src/permit/form/fields.ts';
import { dayInWita } from '../../src/request/index.ts';
import { DOCUMENTS, FORM, PARTIAL_REQUEST, PDF } from '../../test/permit/an-office.ts';
import { type Answer, ask, type Request, sha256 } from './ask.ts';
import type { Journal, KnownFile, Unsure } from './journal.ts';
import { paperOf } from './papers.ts';
import type { People } from './people.ts';

/** What all clients share. */
export interface World {
  readonly journal: Journal;
  readonly people: People;
  readonly form: readonly FormField[];
  readonly papers: readonly FormField[];
  readonly random: () => number;
  base: string;
  /** The service is being killed: what fails from now on is nobody's fault. */
  killed: boolean;
  /** Makes every key, address and number another one. */
  count: number;
}

interface Move {
  readonly move: string;
  readonly brings: readonly string[];
  readonly checklist: readonly {
    document: string;
    fact: string | null;
    needed: boolean | null;
    there: boolean;
  }[];
}

interface View {
  readonly moves: readonly Move[];
}

/** An applicant and an officer at work on one file after the other, until the service is gone. */
export interface Client {
  file: KnownFile | null;
  /** A draft that was begun by a keyed request which was not answered. */
  begun: { readonly request: Request; readonly key: string } | null;
}

/** Kinds of files, those that go the long way more often. */
const KINDS = ['pkkpr_berusaha', 'pkkpr_berusaha', 'pkkpr_nonberusaha', 'pkkpr_umk', 'pbg'];

/** Moves that end a file are rarer, so that files come far. */
const ENDINGS = /^(tarik|batalkan|hentikan|tolak|hapus|pbg_tarik)/;

export async function work(world: World, client: Client): Promise<void> {
  while (!world.killed) {
    if (client.file?.unsure) await clear(world, client.file, client.file.unsure);
    else if (client.begun) await begin(world, client, client.begun);
    else if (chance(world, 0.15)) await keepAssessment(world);
    else if (!client.file || client.file.dropped || chance(world, 0.02)) {
      const kind = KINDS[Math.floor(world.random() * KINDS.length)]!;
      const request: Request = { method: 'POST', path: '/v1/applications', body: { kind } };
      await begin(world, client, { request, key: nextKey(world) });
    } else if (!(await stepOn(world, client.file))) client.file = null;
  }
}

function chance({ random }: World, share: number): boolean {
  return random() < share;
}

function nextKey(world: World): string {
  return `k-${++world.count}`;
}

/** Sends; what is neither an answer of success nor a refusal is a violation, unless the service is being killed. */
async function send(world: World, cookie: string, request: Request): Promise<Answer | null> {
  const answer = await ask(world.base, cookie, request);
  const { journal } = world;
  const what = `${request.method} ${request.path}`;
  if (answer === null) {
    if (request.method !== 'GET') journal.unanswered++;
    if (!world.killed) journal.violations.push(`${what}: no answer`);
  } else if (answer.status >= 500 || answer.status === 401) {
    journal.violations.push(`${what}: ${answer.status} ${answer.bytes.toString().slice(0, 300)}`);
  } else if (answer.status < 300 && request.method !== 'GET') journal.acknowledged++;
  return answer;
}

function keyed(request: Request, key: string | null): Request {
  if (key === null) return request;
  return { ...request, headers: { ...request.headers, 'idempotency-key': key } };
}

async function begin(
  world: World,
  client: Client,
  begun: { readonly request: Request; readonly key: string },
): Promise<void> {
  if (client.begun) world.journal.repeated++;
  client.begun = begun;
  const { applicant } = world.people;
  const answer = await send(world, applicant, keyed(begun.request, begun.key));
  if (answer === null || answer.status === 409) return;
  client.begun = null;
  if (answer.status !== 201) return refusedAgain(world, begun.request, answer);
  client.file = {
    id: String(answer.json.id),
    kind: (begun.request.body as { kind: string }).kind,
    version: 1,
    stage: String((begun.request.body as { kind: string }).kind === 'pbg' ? 'pbg_draf' : 'draf'),
    address: '',
    documents: new Map(),
    papers: [],
    notes: 0,
    unsure: null,
    dropped: false,
    touched: true,
  };
  world.journal.files.push(client.file);
}

function refusedAgain({ journal }: World, { method, path }: Request, { status, bytes }: Answer) {
  journal.violations.push(`${method} ${path}: refused with ${status} ${bytes}`);
}

/** A write to a file: noted as unsure until its answer is there. */
async function write(
  world: World,
  file: KnownFile,
  cookie: string,
  unsure: Unsure,
): Promise<Answer | null> {
  file.unsure = {
    ...unsure,
    request: { ...unsure.request, headers: { ...unsure.request.headers, cookie } },
  };
  file.touched = true;
  const request = keyed(unsure.request, unsure.key);
  // Now and then the same keyed request comes twice at once.
  const twice = unsure.key !== null && chance(world, 0.05);
  const [answer, twin] = await Promise.all([
    send(world, cookie, request),
    twice ? send(world, cookie, request) : null,
  ]);
  const good = [answer, twin].find((a) => a && a.status < 300);
  if (good) {
    file.unsure = null;
    unsure.done(good.json);
    return good;
  }
  const refused = [answer, twin].find((a) => a && a.status < 500 && !underWay(a));
  if (refused) file.unsure = null;
  return refused ?? null;
}

function underWay({ status, bytes }: Answer): boolean {
  return status === 409 && bytes.includes('idempotency.under_way');
}

/** After a kill: the same request again where it had a key; else what the file says now is taken over. */
async function clear(world: World, file: KnownFile, { request, key, done, does }: Unsure) {
  const cookie = request.headers!.cookie!;
  if (key === null) return takeOver(world, file, does);
  world.journal.repeated++;
  const answer = await send(world, cookie, keyed(request, key));
  if (answer === null || underWay(answer)) return;
  file.unsure = null;
  if (answer.status < 300) return done(answer.json);
  // What had been refused, and would be again, was never done.
  if (does === 'save' || does === 'upload') refusedAgain(world, request, answer);
}

interface Told {
  readonly version: number;
  readonly stage: { readonly id: string };
  readonly form: { readonly land?: { readonly address?: string } };
  readonly documents: readonly { readonly id: string; readonly sha256: string }[];
  readonly papers: readonly { readonly kind: string; readonly body: object }[];
}

async function takeOver(world: World, file: KnownFile, does: Unsure['does']): Promise<void> {
  const answer = await send(world, world.people.applicant, {
    method: 'GET',
    path: `/v1/applications/${file.id}`,
  });
  if (answer === null) return;
  file.unsure = null;
  if (answer.status === 404 && does === 'drop') {
    file.dropped = true;
    return;
  }
  if (answer.status !== 200) return refusedAgain(world, { method: 'GET', path: file.id }, answer);
  const now = answer.json as unknown as Told;
  const most =
    file.version +
    (does === 'save' || does === 'move' || (does === 'upload' && raises(file)) ? 1 : 0);
  if (now.version < file.version || now.version > most) {
    world.journal.violations.push(
      `file ${file.id}: version ${now.version}, not ${file.version} to ${most}`,
    );
  }
  file.version = now.version;
  file.stage = now.stage.id;
  file.address = now.form.land?.address ?? '';
  for (const d of now.documents) file.documents.set(d.id, d.sha256);
  file.papers = [...now.papers].map(({ kind, body }) => ({ kind, body }));
}

/** One more step of a file: saved, a document, a note, or a move that its stage permits; false where there is none. */
async function stepOn(world: World, file: KnownFile): Promise<boolean> {
  const draft = /draf|perbaikan|pembinaan/.test(file.stage);
  if (draft && (file.address === '' || chance(world, 0.2))) return save(world, file);
  if (draft && chance(world, 0.15)) return upload(world, file, DOCUMENTS[0]!);
  if (!/draf/.test(file.stage) && chance(world, 0.1)) return note(world, file);
  const found = await chooseMove(world, file);
  if (found === null) return world.killed;
  const missing = found.move.checklist.filter((line) => line.needed !== false && !line.there);
  for (const line of missing) {
    if (file.unsure) return true;
    await upload(world, file, line.document);
  }
  return file.unsure !== null || make(world, file, found.move, found.cookie);
}

async function chooseMove(world: World, file: KnownFile) {
  const moves: { move: Move; cookie: string }[] = [];
  for (const cookie of [world.people.applicant, world.people.officer]) {
    const path = `/v1/applications/${file.id}`;
    const answer = await send(world, cookie, { method: 'GET', path });
    if (answer?.status !== 200) continue;
    moves.push(...(answer.json as unknown as View).moves.map((move) => ({ move, cookie })));
  }
  const usual = moves.filter(({ move }) => !ENDINGS.test(move.move));
  const from = usual.length > 0 && !chance(world, 0.04) ? usual : moves;
  return from[Math.floor(world.random() * from.length)] ?? null;
}

async function save(world: World, file: KnownFile): Promise<true> {
  const address = `Jl. Uji ${++world.count}`;
  const form = formFor(world, file, address);
  const request: Request = {
    method: 'PATCH',
    path: `/v1/applications/${file.id}`,
    body: { form, request: PARTIAL_REQUEST, facts: { tiga_lantai: false } },
    ...(chance(world, 0.5) && { headers: { 'if-match': `"${file.version}"` } }),
  };
  const key = chance(world, 0.6) ? nextKey(world) : null;
  await write(world, file, world.people.applicant, {
    request,
    key,
    does: 'save',
    done: ({ version }) => {
      expectNext(world, file, version);
      file.address = address;
    },
  });
  return true;
}

/** All fields that the file's kind has. */
function formFor({ form }: World, { kind }: KnownFile, address: string) {
  const whole: Readonly<Record<string, object>> = { ...FORM, land: { ...FORM.land, address } };
  const has = (section: string, name: string) =>
    form.some((f) => f.section === section && f.name === name && (f.kinds?.includes(kind) ?? true));
  const sections = Object.entries(whole).map(([section, fields]) => {
    return [section, Object.fromEntries(Object.entries(fields).filter(([n]) => has(section, n)))];
  });
  return Object.fromEntries(sections.filter(([, fields]) => Object.keys(fields).length > 0));
}

function expectNext({ journal }: World, file: KnownFile, version: unknown): void {
  if (version !== file.version + 1) {
    journal.violations.push(`file ${file.id}: version ${version} after ${file.version}`);
  }
  file.version = Number(version);
}

/** Whether a document makes another version of a file: one that was submitted. */
export function raises({ kind, stage }: KnownFile): boolean {
  return stage !== 'draf' && !(kind === 'pbg' && stage === 'pbg_draf');
}

async function upload(world: World, file: KnownFile, kind: string): Promise<true> {
  // Half of them are the same bytes as other files have.
  const own = chance(world, 0.5) ? `${++world.count}` : kind;
  const body = Buffer.concat([PDF, Buffer.from(own)]);
  const hash = sha256(body);
  const path = `/v1/applications/${file.id}/documents?kind=${kind}`;
  await write(world, file, world.people.applicant, {
    request: { method: 'POST', path, body },
    key: chance(world, 0.6) ? nextKey(world) : null,
    does: 'upload',
    done: ({ id, sha256: told }) => {
      if (told !== hash) world.journal.violations.push(`document ${id}: ${told}, not ${hash}`);
      file.documents.set(String(id), hash);
      if (raises(file)) file.version++;
    },
  });
  return true;
}

async function note(world: World, file: KnownFile): Promise<true> {
  const path = `/v1/applications/${file.id}/notes`;
  await write(world, file, world.people.officer, {
    request: { method: 'POST', path, body: { text: `catatan ${++world.count}` } },
    key: nextKey(world),
    does: 'note',
    done: () => {
      file.notes++;
    },
  });
  return true;
}

async function make(
  world: World,
  file: KnownFile,
  { move, brings, checklist }: Move,
  cookie: string,
): Promise<true> {
  const day = dayInWita(new Date());
  const papers = Object.fromEntries(
    brings.map((kind) => [kind, paperOf(world.papers, kind, String(++world.count), day)]),
  );
  // What a part that begins anew asks again is answered with the move.
  const asked = checklist.flatMap((line) => (line.needed === null ? [line.fact!] : []));
  const facts = Object.fromEntries(asked.map((fact) => [fact, chance(world, 0.5)]));
  const body = { move, reason: `alasan ${++world.count}`, papers, facts };
  const drop = move === 'hapus_draf';
  await write(world, file, cookie, {
    request: { method: 'POST', path: `/v1/applications/${file.id}/moves`, body },
    key: chance(world, 0.6) ? nextKey(world) : null,
    does: drop ? 'drop' : 'move',
    done: ({ version, stage }) => {
      if (drop) {
        file.dropped = true;
        return;
      }
      expectNext(world, file, version);
      file.stage = String(stage);
      file.papers.push(...Object.entries(papers).map(([kind, paper]) => ({ kind, body: paper })));
    },
  });
  return true;
}

async function keepAssessment(world: World): Promise<void> {
  const body = { ...PARTIAL_REQUEST, building: { floors: 1 + Math.floor(world.random() * 20) } };
  const request: Request = { method: 'POST', path: '/v1/assessments?keep=true', body };
  const answer = await send(world, world.people.applicant, request);
  if (answer?.status === 201) world.journal.kept.set(String(answer.json.id), sha256(answer.bytes));
}
