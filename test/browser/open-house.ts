/** A house in a real browser: the page with its own server on loopback, an engine that remembers what it is told, and rehearsals on simulated routers. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import { FileStore } from '../../src/capture/file-store.ts';
import type { CaptureState } from '../../src/engine/engine.ts';
import type { RadarReport } from '../../src/fleet/radar/report.ts';
import type { Ports } from '../../src/run/ports.ts';
import { openPage } from '../../src/web/open-page.ts';
import { Rates } from '../../src/web/rates.ts';
import { type FakeEngine, fakeEngine, OPERATOR_TOKEN, TOKENS } from '../web/fake-house.ts';
import { findChromium } from './open-browser.ts';

export interface BrowserHouse extends AsyncDisposable {
  origin: string;
  engine: FakeEngine;
  folder: string;
  faults: unknown[];
  /** All visitors go. */
  leave(): Promise<void>;
  /** A page of a visitor of its own; `complaints` are the console's, the script's and of requests elsewhere. */
  visit(options?: {
    token?: string | undefined;
    width?: number;
    dark?: boolean;
    script?: boolean;
    path?: string;
  }): Promise<{ page: Page; complaints: string[] }>;
}

const MANY = { perSecond: 1000, burst: 100_000 };

export async function openBrowserHouse(states: CaptureState[], radar?: RadarReport): Promise<BrowserHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  const playbooks = join(folder, 'playbooks');
  mkdirSync(playbooks);
  cpSync(join(import.meta.dirname, '../../playbooks/tunnel-flaps.yaml'), join(playbooks, 'tunnel-flaps.yaml'));
  const engine = fakeEngine(states);
  const faults: unknown[] = [];
  let armings = 0;
  const ports: Ports = {
    say: () => undefined,
    ask: async () => false,
    stop: new AbortController().signal,
    clock: SYSTEM_CLOCK,
    journal: new FileStore(join(folder, 'journals')),
    nonce: () => {
      armings += 1;
      return `0123456789ab${armings}`;
    },
  };
  const served = await openPage({
    listen: { host: '127.0.0.1', port: 0 },
    engine,
    tokens: TOKENS,
    playbooks,
    state: folder,
    ports,
    rehearsalPorts: ports,
    rehearsalSpeed: 600,
    causes: ['delete-lost', 'rekey-race'],
    uploadBytes: 4 * 1024 * 1024,
    // All visitors of a test come from one address, and faster than people.
    rates: new Rates({ ask: MANY, change: MANY, enter: MANY, judge: MANY }),
    radar: radar === undefined ? undefined : async () => radar,
    fault: (error) => void faults.push(error),
  });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 });
  return {
    origin: served.origin,
    engine,
    folder,
    faults,
    leave: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    visit: (options) => visit(browser, served.origin, options),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await served[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function visit(
  browser: Browser,
  origin: string,
  {
    token = OPERATOR_TOKEN,
    width = 1400,
    dark = false,
    script = true,
    path = '/',
  }: { token?: string | undefined; width?: number; dark?: boolean; script?: boolean; path?: string } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(?:data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  const hearConsole = () => page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  if (token !== '') {
    await context.addCookies([await comeIn(origin, token)]);
    hearConsole();
  }
  await page.goto(`${origin}${path}`);
  // Who has not come in is told so by the browser too.
  if (token === '') hearConsole();
  return { page, complaints };
}

async function comeIn(origin: string, token: string): Promise<{ name: string; value: string; url: string }> {
  const answer = await fetch(`${origin}/enter`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    headers: { origin },
    redirect: 'manual',
  });
  const [name = '', value = ''] = answer.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? [];
  return { name, value, url: origin };
}
