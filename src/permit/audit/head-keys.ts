import { ok, type Result } from '../../base/problem.ts';
import type { Settings } from '../../base/settings.ts';
import { checkDetached, currentKey, publicKeys, signDetached } from '../../report/proof/index.ts';
import type { CheckSignature, Sign } from './head.ts';

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
