/** `flaptrap serve` as it is, in a real browser: its own engine on its own PostgreSQL, and two simulated routers behind real SSH. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { start, type UnderWay } from '../cli/flaptrap.ts';
import { writeLabPlaybook } from '../cli/lab-playbook.ts';
import { hasPostgres, storeFolder } from '../engine/database/open-store.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { findChromium, shoot } from './open-browser.ts';
import { visit } from './open-house.ts';

const OPERATOR = 'an-operator-of-a-test-that-is-long-enough';
const VIEWER = 'a-viewer-of-a-test-that-is-long-enough-too';
/** Two cores that are busy elsewhere. */
const PATIENT_MS = 120_000;
const HOSTILE = '<img src=x onerror=alert(1)>';

let [lab, browser, folder, serving, origin] = [] as unknown as [Lab, Browser, string, UnderWay, string];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  lab = await startTestLab({ speed: 60 });
  writeLabPlaybook(lab, folder, 'probe: false\ntail: 10s\npoll: 1s\n');
  vi.stubEnv('FLAPTRAP_TOKEN', OPERATOR);
  vi.stubEnv('FLAPTRAP_VIEWER_TOKEN', VIEWER);
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 });
  const store = storeFolder();
  const places = ['--store', store, '--state', join(folder, 'state'), '--out', join(folder, 'captures'), '--playbooks', folder];
  serving = start(['serve', '--listen', '127.0.0.1:0', '--log', 'json', ...places]);
  await expect.poll(serving.stdout, { timeout: 60_000 }).toMatch(/^http:.*\n/);
  origin = serving.stdout().trim();
}, PATIENT_MS);

afterEach(async () => {
  await browser.close();
  process.emit('SIGTERM', 'SIGTERM');
  const { code, stderr } = await serving.ended;
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
  expect(code, stderr).toBe(0);
  expect(stderr).not.toMatch(/a-viewer-of|an-operator-of/);
}, PATIENT_MS);

async function come(token: string): Promise<{ page: Page; complaints: string[] }> {
  const visited = await visit(browser, origin, { token });
  visited.page.setDefaultTimeout(PATIENT_MS);
  return visited;
}

/** By the page alone: the plan is read, its digest confirmed. */
async function arm(page: Page): Promise<string> {
  await page.goto(`${origin}/playbooks/tunnel.yaml`);
  await page.getByRole('button', { name: 'Show the plan' }).click();
  expect(await page.locator('.steps').first().textContent()).toContain('event manager applet FLAPTRAP-');
  await page.getByRole('button', { name: 'Arm by this plan' }).click();
  await page.waitForURL(/captures\/[0-9a-f]{8}$/);
  await page.locator('#capture dd', { hasText: /^waiting/ }).waitFor();
  return page.url().slice(-8);
}

const touched = (): object[] => [changesOf(lab, 'a'), changesOf(lab, 'b')];

describe.runIf(hasPostgres)('the page of a real capture', () => {
  it('arms both routers, tells of the incident during a rehearsal to whoever looks, and leaves both as they were', {
    timeout: 300_000,
  }, async () => {
    const operator = await come(OPERATOR);
    const viewer = await come(VIEWER);
    await arm(operator.page);
    expect(touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
    lab.b.router.say('SYS-5-CONFIG_I', `Configured from console by ${HOSTILE} on vty0 (192.0.2.9)`);
    await viewer.page.goto(`${origin}/incidents`);
    await viewer.page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
    const rehearsing = await come(OPERATOR);
    await rehearsing.page.goto(`${origin}/playbooks/tunnel.yaml`);
    await rehearsing.page.getByRole('button', { name: 'Rehearse' }).click();
    await rehearsing.page.waitForURL(/\/rehearsals\//);
    lab.play('delete-lost', 'b', 0);
    await viewer.page.locator('#news a[href^="/captures/"]').waitFor();
    expect(await viewer.page.locator('main').textContent()).toContain('hq - branch');
    expect(await viewer.page.evaluate(() => 'isTheSamePage' in globalThis)).toBe(true);
    await operator.page.locator('#capture dd', { hasText: 'captured: both routers are disarmed' }).waitFor();
    // Nothing is offered that is over, without the page being asked for again.
    expect(await operator.page.getByRole('link', { name: 'Stop and disarm' }).count()).toBe(0);
    expect(await operator.page.locator('.card').allTextContents()).toEqual([
      expect.stringMatching(/disarmed\s*$/),
      expect.stringMatching(/disarmed\s*$/),
    ]);
    await shoot(operator.page, 'served-captured-1400');
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    await operator.page.locator('#capture .news-list a').click();
    expect(await operator.page.locator('#verdict h2').first().textContent()).toContain('DELETE was lost');
    await rehearsing.page.locator('#rehearsal .good').waitFor();
    for (const { complaints } of [operator, viewer, rehearsing]) expect(complaints).toEqual([]);
  });

  it('stops one for an operator alone: not without a token, not for a viewer, not from elsewhere', { timeout: 300_000 }, async () => {
    const { page, complaints } = await come(OPERATOR);
    const captureId = await arm(page);
    await page.getByRole('link', { name: 'Stop and disarm' }).click();
    const form = await page
      .locator('form.deed, form[action$="/stop"]')
      .first()
      .evaluate((each) => Object.fromEntries(new FormData(each as HTMLFormElement)));
    const send = (headers: Record<string, string>, values: object) =>
      fetch(`${origin}/captures/${captureId}/stop`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams(values as Record<string, string>),
      });
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    expect((await send({ origin }, form)).status).toBe(401);
    expect((await send({ origin: 'https://evil.example.net', cookie }, form)).status).toBe(403);
    expect((await send({ origin, cookie }, { ...form, csrf: 'guessed' })).status).toBe(403);
    expect((await send({ origin, Authorization: `Bearer ${VIEWER}` }, form)).status).toBe(403);
    const { page: stranger } = await come('');
    await stranger.goto(`${origin}/captures/${captureId}`);
    expect(await stranger.content()).not.toContain('branch');
    expect(touched()).not.toEqual([UNTOUCHED, UNTOUCHED]);
    await page.getByRole('button', { name: `Stop capture ${captureId}` }).click();
    await page.locator('#capture dd', { hasText: 'stopped: both routers are disarmed' }).waitFor();
    expect(touched()).toEqual([UNTOUCHED, UNTOUCHED]);
    expect(complaints).toEqual([]);
  });

  it('takes what strangers hand in for text', { timeout: 120_000 }, async () => {
    const { page, complaints } = await come(OPERATOR);
    const path = join(folder, `${HOSTILE}.txt`);
    writeFileSync(path, `Dear all, ${HOSTILE}\n`);
    await page.goto(`${origin}/judge`);
    await page.getByLabel('Files').setInputFiles(path);
    await page.getByRole('button', { name: 'Judge' }).click();
    await page.waitForLoadState();
    expect(await page.locator('main').textContent()).toMatch(/That did not work|Nothing in it could be judged/);
    expect(await page.locator('main img').count()).toBe(0);
    expect(complaints.filter((each) => !each.includes('status of 4'))).toEqual([]);
  });
});
