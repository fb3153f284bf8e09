import { ok, type Result } from '../../base/problem.ts';
import type { Settings } from '../../base/settings.ts';
import { checkDetached, signDetached } from '../../report/proof/jws.ts';
import { currentKey, publicKeys } from '../../report/proof/key-store.ts';
import type { KnownPlace } from './check.ts';
import { type CheckSignature, headFiles, readHead, type Sign } from './head.ts';

/** Signs heads of the audit trail with the key that signs reports. Problems: those of the key. */
export async function headSigner(
  { home, signingKey }: Pick<Settings, 'home' | 'signingKey'>,
  time: string,
): Promise<Result<Sign>> {
  const key = await currentKey({ home, given: signingKey }, time);
  return key.ok ? ok((payload) => signDetached(payload, key.value)) : key;
}

/** Checks heads against all keys that ever signed here. */
export async function headChecker(home: string): Promise<Result<CheckSignature>> {
  const keys = await publicKeys(home);
  if (!keys.ok) return keys;
  return ok(async (signature, payload) => {
    const check = await checkDetached(signature, payload, keys.value);
    return check.ok ? null : check.fault;
  });
}

/** All heads that are kept at home, and those of other files, each with its signature checked. Problems: those of `readHead` and of the keys. */
export async function keptHeads(
  home: string,
  more: readonly string[] = [],
): Promise<Result<KnownPlace[]>> {
  const checker = await headChecker(home);
  if (!checker.ok) return checker;
  const heads: KnownPlace[] = [];
  for (const file of [...(await headFiles(home)), ...more]) {
    const head = await readHead(file, checker.value);
    if (!head.ok) return head;
    heads.push(head.value);
  }
  return ok(heads);
}
