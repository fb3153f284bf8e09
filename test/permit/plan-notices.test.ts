import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_PERMIT_SETTINGS } from '../../src/base/permit-settings.ts';
import { readSettings } from '../../src/base/settings.ts';
import { startUpkeep } from '../../src/http/upkeep.ts';
import { tellOfPlans } from '../../src/permit/applications/plan-notices.ts';
import type { LoadedPlans } from '../../src/permit/applications/plan-succession.ts';
import { addMailReceiver } from '../../src/permit/outbox/index.ts';
import { onBoth } from '../database/databases.ts';
import { storeOf } from '../request/a-store.ts';
import { move, openOffice, PASSWORD, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

interface Sent {
  readonly id: string;
  readonly topic: string;
  readonly file: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const NEXT = `sha256:${'b'.repeat(64)}`;
const LATER = `sha256:${'c'.repeat(64)}`;

onBoth((place) => {
  describe('a plan that changes', () => {
    let office: TestOffice;
    let plans: LoadedPlans;
    let old = '';
    const got: Sent[] = [];
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        got.push(JSON.parse(body) as Sent);
        response.end();
      });
    });
    /** The plans as they are, under another hash. */
    const version = (hash: string): LoadedPlans => ({
      failed: [],
      plans: plans.plans.map((p) => ({ ...p, hash })),
    });
    const changes = () => got.filter((s) => s.topic === 'application.plan_changed');
    const files: string[] = [];
    let ended = '';

    beforeAll(async () => {
      office = await openOffice(place);
      office.at('2026-02-02T09:00:00+08:00');
      plans = await storeOf('uji');
      old = plans.plans[0]!.hash;
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const payload = { url, topics: ['application.plan_changed', 'application.moved'] };
      const added = await office.ask('admin_data', {
        method: 'POST',
        url: '/v1/webhooks',
        payload,
      });
      expect(added.status).toBe(200);
      await addMailReceiver(await office.database.ready(), '2026-02-02T09:00:00+08:00');
      for (const [stage, paper] of [
        ['terbit', '503/PKKPR/1/2026'],
        ['penilaian', 'SPS-2'],
      ] as const)
        files.push((await fileAt(office, stage, paper)).id);
      ended = (await fileAt(office, 'ditarik')).id;
    });
    afterAll(async () => {
      await office.close();
      server.close();
    });

    /** The upkeep of two services at once, until it has told of so many files; gives what it said. */
    const upkeep = async (loaded: LoadedPlans, told: number) => {
      const permit = { ...NO_PERMIT_SETTINGS, webhookNetworks: ['127.0.0.1'] };
      const said: string[] = [];
      const stops = ['satu', 'dua'].map((name) => {
        const read = readSettings({ SI_PEJUANG_HOME: join(office.home, name) });
        if (!read.ok) throw new Error('settings');
        const settings = { ...read.value, permit };
        return startUpkeep(office.database, settings, loaded, (line) => said.push(line));
      });
      for (let left = 300; changes().length < told && left > 0; left--) await sleep(50);
      // Time for one too many to be written.
      await sleep(500);
      await Promise.all(stops.map((stop) => stop()));
      return said;
    };

    it('is told of for each open and issued file, once, after what happened to it before', async () => {
      expect(await upkeep(plans, 0)).toEqual([]);
      expect(changes()).toEqual([]);
      expect(await upkeep(version(NEXT), 2)).toEqual([]);
      expect(
        changes()
          .map((s) => s.file)
          .sort(),
      ).toEqual([...files].sort());
      const issued = changes().find((s) => s.file === files[0])!;
      const { receipt } = (await office.ask('loket', { url: `/v1/applications/${files[0]}` })).body;
      expect(issued.data).toEqual({
        receipt,
        kind: 'pkkpr_berusaha',
        stage: 'terbit',
        outcome: 'seluruhnya',
        plan: 'uji-rdtr',
        planHash: old,
        planHashNow: NEXT,
        at: expect.stringMatching(/\+08:00$/),
      });
      const ofFile = got.filter((s) => s.file === files[0]).map((s) => s.seq);
      expect(ofFile).toEqual(ofFile.map((_, i) => i + 1));
      expect(ofFile.at(-1)).toBe(issued.seq);
    });

    it('is no letter to the applicant', async () => {
      const db = await office.database.ready();
      const letters = await db
        .selectFrom('deliveries as d')
        .innerJoin('outbox as o', 'o.id', 'd.event_id')
        .select('o.topic')
        .distinct()
        .where('d.webhook_id', '=', 'mail')
        .execute();
      expect(letters).toEqual([{ topic: 'application.moved' }]);
    });

    it('is not told of again by a service that starts anew', async () => {
      expect(await upkeep(version(NEXT), 0)).toEqual([]);
      const db = await office.database.ready();
      const events = db.selectFrom('outbox').where('topic', '=', 'application.plan_changed');
      expect(await events.select('file_id').execute()).toHaveLength(2);
    });

    it('is seen by officers who follow the events, and not by the applicant', async () => {
      const address = await office.app.listen({ port: 0, host: '127.0.0.1' });
      const seenBy = async (login: string) => {
        const payload = { login, password: PASSWORD };
        const session = await office.app.inject({ method: 'POST', url: '/v1/session', payload });
        const stop = new AbortController();
        const answer = await fetch(`${address}/v1/events`, {
          headers: {
            cookie: String(session.headers['set-cookie']).split(';')[0]!,
            'last-event-id': '2026-02-01T00:00:00+08:00 0',
          },
          signal: stop.signal,
        });
        let text = '';
        const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
        while (!text.includes('event: application.moved'))
          text += (await reader.read()).value ?? '';
        stop.abort();
        return text.match(/event: application\.plan_changed/g)?.length ?? 0;
      };
      expect(await Promise.all(['pupr', 'loket', 'pemohon', 'fpr'].map(seenBy))).toEqual([
        2, 2, 0, 0,
      ]);
    });

    it('is told of once more when the next version comes, but not where the file ended meanwhile', async () => {
      const done = await move(office, 'pemohon', files[1]!, 'tarik_penilaian', { reason: 'batal' });
      expect(done.status).toBe(200);
      expect(await upkeep(version(LATER), 3)).toEqual([]);
      expect(changes().slice(2)).toMatchObject([
        { file: files[0], data: { planHash: old, planHashNow: LATER } },
      ]);
      expect(changes().some((s) => s.file === ended)).toBe(false);
    });

    const turn = (loaded: LoadedPlans) => {
      const { signal: stop } = new AbortController();
      const now = () => new Date('2026-02-02T01:00:00Z');
      return tellOfPlans({ open: office.database.ready, plans: loaded, now, stop }, new Map());
    };

    it('is no news where it is not loaded, or where a newer version cannot be read', async () => {
      const path = 'uji';
      const days = { id: 'uji-rdtr', status: 'in_force', validFrom: '2026-01-01', validTo: null };
      const broken = { path, problems: [], days } as LoadedPlans['failed'][number];
      const third = version(`sha256:${'d'.repeat(64)}`);
      expect(await turn({ plans: [], failed: [] })).toBe(0);
      expect(await turn({ plans: third.plans, failed: [broken] })).toBe(0);
      expect(await turn(ending('2026-01-01', [{ ...broken, days: null }]))).toBe(0);
    });

    it('is news where it has ended and nothing came in its place', async () => {
      expect(await turn(ending('2026-01-01'))).toBe(1);
      expect(await turn(ending('2026-01-01'))).toBe(0);
    });

    function ending(validTo: string, failed: LoadedPlans['failed'] = []): LoadedPlans {
      const ended = plans.plans.map((p) => ({ ...p, manifest: { ...p.manifest, validTo } }));
      return { plans: ended, failed };
    }
  });
});
