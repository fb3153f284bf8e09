import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlPage } from '../../src/http/html.ts';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

/** Where systems put Chromium; without one these tests are skipped. */
const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);

/** The narrowest phone that is looked after. */
const NARROW = { width: 360, height: 740 };

describe.skipIf(CHROMIUM === undefined)('the page of tracking in a browser', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  let browser: Browser;
  let home = '';
  let receipt = '';
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
    receipt = (await fileAt(office, 'penilaian')).receipt!;
    await office.app.listen({ host: '127.0.0.1', port: 0 });
    home = `http://127.0.0.1:${(office.app.server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await office.close();
  });

  const open = async (path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const context = await browser.newContext({
      viewport: NARROW,
      javaScriptEnabled: false,
      colorScheme,
    });
    const page = await context.newPage();
    await page.goto(`${home}${path}`);
    return page;
  };
  it('is asked by keyboard alone, without script', async () => {
    const page = await open('/track');
    const way: string[] = [];
    for (let n = 0; n < 6 && way.at(-1) !== 'INPUT receipt'; n++) {
      await page.keyboard.press('Tab');
      const { tag, name, ring } = await ask<{ tag: string; name: string | null; ring: boolean }>(
        page,
        'focused',
      );
      expect(ring, `${tag} shows that it has the focus`).toBe(true);
      way.push(name ? `${tag} ${name}` : tag);
    }
    expect(way.at(-1)).toBe('INPUT receipt');
    await page.keyboard.type(receipt.toLowerCase());
    await Promise.all([page.waitForURL(/receipt=/), page.keyboard.press('Enter')]);
    expect(await page.textContent('h2')).toBe(receipt);
    expect(await page.textContent('body')).toContain('Penilaian');
    const paid = page.locator('tr', { hasText: 'Pembayaran PNBP' });
    expect(await paid.locator('[data-name=Sisa]').textContent(), 'no days left').toBe('selesai');
    expect(await ask(page, 'tooWide')).toEqual([]);
    await page.context().close();
  });

  it.each([
    'light',
    'dark',
  ] as const)('fits a narrow screen with all of its text to be seen, %s', async (scheme) => {
    for (const path of [
      '/track',
      `/track?receipt=${receipt}`,
      `/track?receipt=${receipt}&lang=en`,
      '/track?receipt=salah',
    ]) {
      const page = await open(path, scheme);
      expect([path, await ask(page, 'tooWide')]).toEqual([path, []]);
      expect([path, await ask(page, 'faint')]).toEqual([path, []]);
      await page.context().close();
    }
  });

  it('the page of proof ran over a narrow screen where an activity has a long name', async () => {
    const page = await open('/');
    expect(await ask(page, 'tooWide')).toEqual([]);
    await page.setContent(
      htmlPage('', '<ul><li>TEMBAKAU DI MINIMARKET/SUPERMARKET/HYPERMARKET</li></ul>'),
    );
    expect(await ask(page, 'tooWide')).toEqual([]);
    await page.context().close();
  });

  it('changes its language and keeps the receipt', async () => {
    const page = await open(`/track?receipt=${receipt}`);
    expect(await page.getAttribute('html', 'lang')).toBe('id');
    await page.focus('header a[hreflang=en]');
    await Promise.all([page.waitForURL(/lang=en/), page.keyboard.press('Enter')]);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.textContent('h2')).toBe(receipt);
    expect(await page.inputValue('input[name=receipt]')).toBe(receipt);
    await page.focus('input[name=receipt]');
    await Promise.all([page.waitForLoadState('load'), page.keyboard.press('Enter')]);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await page.context().close();
  });

  it('tells an error of typing where it can be heard', async () => {
    const page = await open('/track?receipt=salah');
    expect(await page.locator('[role=alert]').count()).toBe(1);
    expect(await page.getAttribute('label', 'for')).toBe(
      await page.getAttribute('input[name=receipt]', 'id'),
    );
    await page.context().close();
  });
});

const IN_PAGE = readFileSync(new URL('./in-page.js', import.meta.url), 'utf8');

/** Asks the browser about the page that it shows. */
function ask<T = string[]>(page: Page, what: 'tooWide' | 'focused' | 'faint'): Promise<T> {
  const functions = IN_PAGE.replaceAll('export function', 'function');
  return page.evaluate(`(() => { ${functions}; return ${what}(); })()`);
}
