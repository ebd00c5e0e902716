/** A report of 100,000 events on one page: its size, how soon it is drawn, how long a redraw takes; and 50 MB a side judged in the page without freezing it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { writeEvents } from './event-logs.ts';
import { medianOf, printGoals } from './goal.ts';
import { writeLog } from './read-logs.ts';

const EVENTS = 100_000;
const OPENINGS = 5;
const MEGABYTES = 50;
const JUDGE_MS = 300_000;
const MAIN = join(import.meta.dirname, '../../dist/cli/main.js');
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-report-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'], timeout: 30_000 });

/** As a user writes it. */
function flaptrap(...args: string[]): void {
  execFileSync(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 1 << 28 });
}

/** ms from the navigation on. */
async function openings(path: string): Promise<{ ready: number; redraws: number[]; pages: number[]; events: string }[]> {
  const found = [];
  for (let turn = 0; turn < OPENINGS; turn += 1) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0, undefined, { timeout: 30_000 });
    for (const key of ['+', '+', 'ArrowRight', '+', 'ArrowLeft', '-', '0', 'c', 'c']) {
      await page.keyboard.press(key);
      await page.evaluate('new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))');
    }
    found.push({
      events: /, (\d+) events/.exec((await page.getAttribute('canvas', 'aria-label')) ?? '')?.[1] ?? '',
      ready: await markOf(page, 'ready'),
      redraws: await durationsOf(page, 'redraw'),
      // The first lays the page out too, and is part of `ready`.
      pages: (await durationsOf(page, 'page redraw')).slice(1),
    });
    await page.close();
  }
  return found;
}

/** Of the timeline alone, or of every part of the page. */
async function durationsOf(page: Page, name: 'redraw' | 'page redraw'): Promise<number[]> {
  return page.evaluate<number[]>(`performance.getEntriesByName(${JSON.stringify(name)}).map((each) => each.duration)`);
}

async function markOf(page: Page, name: string): Promise<number> {
  return page.evaluate<number>(`performance.getEntriesByName(${JSON.stringify(name)})[0].startTime`);
}

/** The longest time for which the page did not answer while its worker judged. */
async function judgeLarge(empty: string): Promise<{ seconds: number; frozenMs: number }> {
  const large = join(folder, 'large');
  for (const side of ['a', 'b'] as const) {
    mkdirSync(join(large, side), { recursive: true });
    await writeLog(join(large, side, 'show_logging.txt'), side, MEGABYTES * 1e6);
  }
  writeFileSync(join(large, 'tunnel.yaml'), 'a: { name: hq, address: 192.0.2.1 }\nb: { name: branch, address: 198.51.100.1 }\n');
  const page = await browser.newPage();
  await page.goto(pathToFileURL(empty).href);
  await page.evaluate(
    `globalThis.slowest = 0; let last = performance.now(); setInterval(() => { const now = performance.now(); slowest = Math.max(slowest, now - last); last = now; }, 10)`,
  );
  const startedAt = performance.now();
  await page.setInputFiles('#pick-folder', large);
  await page.waitForFunction(() => performance.getEntriesByName('judged').length > 0, undefined, { timeout: JUDGE_MS });
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, frozenMs: await page.evaluate<number>('slowest') };
}

try {
  await writeEvents(join(folder, 'events'), EVENTS);
  const [path, empty, json] = ['report.html', 'flaptrap.html', 'report.json'].map((name) => join(folder, name)) as [string, string, string];
  flaptrap('open', join(folder, 'events'), '--out', path);
  flaptrap('open', '--out', empty);
  flaptrap('analyze', join(folder, 'events'), '--json', '--out', json);
  const { messages, incidents } = JSON.parse(readFileSync(json, 'utf8')) as Record<'messages' | 'incidents', unknown[]>;
  const logs = ['a', 'b'].reduce((sum, side) => sum + statSync(join(folder, 'events', side, 'show_logging.txt')).size, 0);
  const pageBytes = statSync(empty).size;
  const found = await openings(path);
  const redraws = found.flatMap((each) => each.redraws);
  const pages = found.flatMap((each) => each.pages);
  console.log(
    `${found[0]?.events} events, ${messages.length} messages, ${incidents.length} incidents, ${(logs / 1e6).toFixed(1)} MB of logs`,
  );
  console.log(
    `ready ${found.map(({ ready }) => Math.round(ready)).join(', ')} ms; ${redraws.length} redraws, the longest ${Math.max(...redraws).toFixed(1)} ms`,
  );
  printGoals([
    { name: 'events', figure: Number(found[0]?.events), unit: 'events', limit: { atLeast: EVENTS } },
    { name: 'size of the report', figure: statSync(path).size / 1e6, unit: 'MB', limit: { atMost: 2 } },
    { name: 'size of the page that judges', figure: pageBytes / 1e6, unit: 'MB', limit: { atMost: 1.5 } },
    { name: 'ready', figure: medianOf(found.map(({ ready }) => ready)), unit: 'ms', limit: { atMost: 1000 } },
    { name: 'redraw, median', figure: medianOf(redraws), unit: 'ms', limit: { atMost: 50 } },
    { name: 'redraw, longest', figure: Math.max(...redraws), unit: 'ms', limit: { atMost: 50 } },
    { name: 'redraw of every part of the page, longest after the first', figure: Math.max(...pages), unit: 'ms', limit: { atMost: 50 } },
  ]);
  if (process.argv.includes('--judge')) {
    const { seconds, frozenMs } = await judgeLarge(empty);
    console.log(`2 x ${MEGABYTES} MB judged in the page in ${seconds.toFixed(1)} s`);
    printGoals([{ name: 'longest time for which the page did not answer', figure: frozenMs, unit: 'ms', limit: { atMost: 200 } }]);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
