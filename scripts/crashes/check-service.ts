import { ask, sha256 } from './ask.ts';
import { raises, type World } from './client.ts';
import type { KnownFile } from './journal.ts';

/** Files that nobody touched since, of which so many are looked at again each time. */
const OTHERS = 5;

interface Told {
  readonly version: number;
  readonly stage: { readonly id: string };
  readonly form: { readonly land?: { readonly address?: string } };
  readonly documents: readonly { readonly id: string; readonly sha256: string }[];
  readonly papers: readonly { readonly kind: string; readonly body: object }[];
}

/**
 * What was acknowledged, asked of the service that was started again: with the cookies of before, since
 * sessions outlive it, too. Of files that nobody touched only some, unless `all`.
 */
export async function checkService(world: World, all: boolean): Promise<void> {
  const { journal } = world;
  const files = journal.files.filter(
    (f) => all || f.touched || world.random() < OTHERS / journal.files.length,
  );
  for (const file of files) await checkFile(world, file);
  const kept = [...journal.kept];
  for (const [id, hash] of all ? kept : kept.slice(-10)) {
    const answer = await get(world, world.people.applicant, `/v1/assessments/${id}`);
    if (!answer || sha256(answer.bytes) !== hash) wrong(world, `kept assessment ${id} is another`);
  }
}

async function get(world: World, cookie: string, path: string) {
  const answer = await ask(world.base, cookie, { method: 'GET', path });
  if (answer?.status === 200) return answer;
  wrong(world, `GET ${path}: ${answer?.status} ${answer?.bytes.toString().slice(0, 300)}`);
  return null;
}

function wrong({ journal }: World, what: string): void {
  journal.violations.push(what);
}

async function checkFile(world: World, file: KnownFile): Promise<void> {
  const path = `/v1/applications/${file.id}`;
  const { applicant, officer } = world.people;
  if (file.dropped || file.unsure?.does === 'drop') return checkDropped(world, file, path);
  const answer = await get(world, applicant, path);
  if (!answer) return;
  const told = answer.json as unknown as Told;
  for (const what of differences(file, told)) wrong(world, `file ${file.id}: ${what}`);
  if (file.touched) {
    for (const [id, hash] of file.documents) {
      const kept = await get(world, applicant, `${path}/documents/${id}`);
      if (kept && sha256(kept.bytes) !== hash) wrong(world, `document ${id} is another`);
    }
    if (file.notes > 0) {
      const notes = (await get(world, officer, `${path}/notes`))?.json.notes as object[];
      const most = file.notes + (file.unsure?.does === 'note' ? 1 : 0);
      if (!(notes?.length >= file.notes && notes.length <= most)) {
        wrong(world, `file ${file.id}: ${notes?.length} notes, not ${file.notes} to ${most}`);
      }
    }
  }
  file.touched = false;
}

async function checkDropped(world: World, file: KnownFile, path: string): Promise<void> {
  const answer = await ask(world.base, world.people.applicant, { method: 'GET', path });
  const right = answer?.status === 404 || (!file.dropped && answer?.status === 200);
  if (!right) wrong(world, `file ${file.id} was dropped: ${answer?.status}`);
}

/** Exactly what was acknowledged, or that and what the one unanswered request would have made of it. */
function differences(file: KnownFile, told: Told): string[] {
  const does = file.unsure?.does;
  const writes = does === 'save' || does === 'move' || (does === 'upload' && raises(file));
  const changed = writes && told.version === file.version + 1;
  const found: string[] = [];
  if (!changed && told.version !== file.version) {
    found.push(`version ${told.version}, not ${file.version} (${does ?? 'all answered'})`);
  }
  if (!(changed && does === 'move') && told.stage.id !== file.stage) {
    found.push(`stage ${told.stage.id}, not ${file.stage}`);
  }
  const address = told.form.land?.address ?? '';
  if (!(changed && does === 'save') && address !== file.address) {
    found.push(`address ${address}, not ${file.address}`);
  }
  const lost = [...file.documents].filter(
    ([id, hash]) => !told.documents.some((d) => d.id === id && d.sha256 === hash),
  );
  const more = told.documents.length - file.documents.size;
  if (lost.length > 0 || more > (does === 'upload' ? 1 : 0)) {
    found.push(`${lost.length} documents lost, ${more} too many`);
  }
  const papers = told.papers.map(({ kind, body }) => ({ kind, body }));
  const same = JSON.stringify(papers.slice(0, file.papers.length)) === JSON.stringify(file.papers);
  if (!same || (!changed && papers.length > file.papers.length)) found.push('other papers');
  return found;
}
