import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildKernel, kernelModule } from '../../scripts/build-kernel.ts';

test('building the kernel from its source gives the bytes that are kept', async () => {
  const kept = join(import.meta.dirname, '../../src/geometry/kernel/overlay-bytes.ts');
  expect(kernelModule(await buildKernel()) === readFileSync(kept, 'utf8')).toBe(true);
});
