import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from './an-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await openApp();
});
afterAll(() => test.close());

it('lists every version of the schema of reports, each as it was published', async () => {
  const { body } = await test.app.inject('/schemas/report');
  const versions = JSON.parse(body) as { version: string; url: string }[];
  expect(versions).toEqual([{ version: 'v1', url: '/schemas/report/v1.json' }]);
  for (const { version, url } of versions) {
    const served = await test.app.inject(url);
    expect(served.headers['content-type']).toContain('application/schema+json');
    expect(served.body).toBe(readFileSync(`data/schemas/report-${version}.json`, 'utf8'));
    expect((served.json() as { $id: string }).$id).toBe(url);
  }
});

it('has no version that was never published', async () => {
  expect((await test.app.inject('/schemas/report/v0.json')).statusCode).toBe(404);
});
