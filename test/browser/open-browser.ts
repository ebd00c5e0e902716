/** Opening a browser gives Debian's Chromium without a network, and pages that remember whatever they complained of. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { FORMATS } from '../../src/report/formats/index.ts';
import { judgeBundle } from '../../src/run/judge-bundle.ts';
import { loadEnclosure, loadPage } from '../../src/run/load.ts';

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SCREENSHOTS = join(import.meta.dirname, 'screenshots');

export interface OpenedBrowser extends AsyncDisposable {
  folder: string;
  /** `complaints`: of console, script and network, as they come. */
  open(path: string, options?: { width?: number; dark?: boolean }): Promise<OpenedPage>;
}

export interface OpenedPage {
  page: Page;
  complaints: string[];
}

export function findChromium(): string {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) throw new Error('no Chromium here: apt-get install chromium, or set CHROMIUM to its path');
  return executablePath;
}

export async function openBrowser(): Promise<OpenedBrowser> {
  const executablePath = findChromium();
  // In a container there is no name space for its sandbox; nothing but our own page is opened.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 });
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-web-'));
  return {
    folder,
    open: (path, options) => openPage(browser, path, options),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPage(browser: Browser, path: string, { width = 1400, dark = false } = {}): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height: 1000 },
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
    offline: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(?:file|blob|data):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(path).href);
  return { page, complaints };
}

/** Writes the report of a bundle as `flaptrap report --format html` does, and gives its path. */
export async function writePage(bundle: string, path: string): Promise<string> {
  const { verdict, timeline, bundle: read } = await judgeBundle(bundle, Date.now());
  writeFileSync(path, FORMATS.html.print(verdict, timeline, loadEnclosure(read)));
  return path;
}

/** The page without a report. */
export function writeEmptyPage(path: string): string {
  writeFileSync(path, loadPage());
  return path;
}

/** Waits until the texts are unpacked too. */
export async function whole(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0);
  await frame(page);
}

/** What was changed is drawn in the next frame. */
export async function frame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
}

/** For whoever looks at them (`npm run test:web`): no test reads one, and each is drawn anew by the processor, as long as the page is. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env['FULL'] === undefined) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}
