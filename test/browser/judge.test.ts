/** The page judges what is handed to it as the command line does, without a network: every case with `npm run test:web`, every twentieth on CI, in every form in which people hand logs in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats/index.ts';
import { judgeBundle } from '../../src/run/judge-bundle.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { type TarEntry, tarOf, zipOf } from '../bundle/archives.ts';
import { CASES, filesOfCase, unpackCase } from '../case/open.ts';
import { howMany } from '../how-many.ts';
import { type OpenedBrowser, type OpenedPage, openBrowser, shoot, whole, writeEmptyPage } from './open-browser.ts';

/** As `maxConcurrency` in vitest.web.config.ts. */
const AT_ONCE = 3;

let browser: OpenedBrowser;
let opened: OpenedPage;
let pages: OpenedPage[];
let free: OpenedPage[];
let turn = 0;

beforeAll(async () => {
  browser = await openBrowser();
  const empty = writeEmptyPage(join(browser.folder, 'flaptrap.html'));
  pages = await Promise.all(Array.from({ length: AT_ONCE }, () => browser.open(empty)));
  free = [...pages];
  opened = pages[0] as OpenedPage;
});
afterAll(() => browser[Symbol.asyncDispose]());

/** As many tests run at once as there are pages, each with a page of its own. */
async function lendPage<T>(work: (page: OpenedPage) => Promise<T>): Promise<T> {
  const lent = free.pop();
  if (lent === undefined) throw new Error(`more than ${AT_ONCE} tests at once`);
  try {
    return await work(lent);
  } finally {
    free.push(lent);
  }
}

function place(name: string): string {
  turn += 1;
  return join(browser.folder, `${turn}-${name}`);
}

async function unpacked(name: string): Promise<string> {
  const folder = place('case');
  mkdirSync(folder);
  await unpackCase(name, folder);
  return folder;
}

/** What the button of that name gives. */
async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return file.path();
}

async function judgeInPage({ page }: OpenedPage, paths: string | string[]): Promise<unknown> {
  const door = page.getByRole('button', { name: 'Judge other logs' });
  if (await door.isVisible()) await door.click();
  await page.locator(typeof paths === 'string' ? '#pick-folder' : '#pick-files').setInputFiles(paths);
  await page.locator('#verdict, .trouble').first().waitFor();
  if (await page.locator('.trouble').isVisible()) return await page.locator('.trouble').textContent();
  return JSON.parse(readFileSync(await download(page, 'Save JSON'), 'utf8'));
}

async function judgeHere(paths: string | string[]): Promise<Verdict> {
  const { verdict, timeline } = await judgeBundle(paths, Date.now());
  return JSON.parse(FORMATS.json.print(verdict, timeline)) as Verdict;
}

describe('the page judges as the command does', () => {
  const TRIED = CASES.filter((_name, index) => index % howMany(20, 1) === 0);

  it.concurrent.each(TRIED)('%s', async (name) => {
    const folder = await unpacked(name);
    const there = await lendPage((page) => judgeInPage(page, folder));
    expect(there).toEqual(await judgeHere(folder));
  });

  it('and complains of nothing on the way', () => {
    expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});

it('who has no logs at hand sees the report of an example', async () => {
  const { page } = opened;
  await page.getByRole('button', { name: 'Judge other logs' }).click();
  await page.getByRole('button', { name: 'See the report of an example' }).click();
  await page.locator('#verdict').waitFor();
  expect(await page.locator('#verdict h2').first().textContent()).toMatch(/^branch deleted 0xB761863E, its DELETE was lost/);
});

describe('the page takes', () => {
  const NAME = 'delete-lost/124-xe';
  let wanted: Verdict;
  beforeAll(async () => {
    wanted = await judgeHere(await unpacked(NAME));
  });

  const archived = async (): Promise<TarEntry[]> =>
    (await filesOfCase(NAME)).map(({ path, bytes }) => ({ name: path, text: Buffer.from(bytes) }));

  it.each([
    ['.tar', async () => tarOf(await archived())],
    ['.tar.gz', async () => gzipSync(await tarOf(await archived()))],
    ['.gz of two members', async () => twoMembers(await tarOf(await archived()))],
    ['.zip', async () => zipOf(await archived())],
  ] as const)('a %s', async (ending, pack) => {
    const path = join(browser.folder, `bundle${ending.replace(' of two members', '')}`);
    writeFileSync(path, await pack());
    expect(await judgeInPage(opened, [path])).toEqual(wanted);
  });

  it('no archive that is cut short or damaged', async () => {
    const whole = gzipSync(await tarOf(await archived()));
    const [cut, damaged] = [join(browser.folder, 'cut.tar.gz'), join(browser.folder, 'damaged.tar.gz')];
    writeFileSync(cut, whole.subarray(0, whole.length - 20));
    writeFileSync(damaged, whole.fill(0x55, whole.length - 8, whole.length - 4));
    expect(await judgeInPage(opened, [cut])).toContain('it is cut short');
    expect(await judgeInPage(opened, [damaged])).toContain('it is damaged');
  });

  it('two logs that are named like their routers', async () => {
    const folder = await unpacked(NAME);
    const paths = (['a', 'b'] as const).map((side) => {
      const path = join(browser.folder, `${side === 'a' ? 'hq' : 'branch'}.log`);
      writeFileSync(path, readFileSync(join(folder, side, 'show_logging.txt')));
      return path;
    });
    expect(await judgeInPage(opened, paths)).toEqual(await judgeHere(paths));
  });

  it('nothing that names no peers, and says what is right', async () => {
    const path = join(browser.folder, 'letter.txt');
    writeFileSync(path, 'Dear all,\nthe tunnel is down again.\n');
    expect(await judgeInPage(opened, [path])).toContain('in which no line names both peers');
  });
});

/** Of each incident what was found, whoever is called what. */
function judgement({ incidents }: Verdict): unknown[] {
  return incidents.map(({ spi, receiver, occurrences, cause }) => ({
    spi,
    receiver,
    occurrences,
    id: cause.id,
    confidence: cause.confidence,
  }));
}

describe('what the page saves', () => {
  it('is a report that opens like any other', async () => {
    await judgeInPage(opened, await unpacked('delete-lost/124-xe'));
    const title = await opened.page.locator('#verdict h2').first().textContent();
    const saved = join(browser.folder, 'saved.html');
    writeFileSync(saved, readFileSync(await download(opened.page, 'Save this report')));
    const again = await browser.open(saved);
    await whole(again.page);
    expect(await again.page.locator('#verdict h2').first().textContent()).toBe(title);
    expect(await again.page.locator('#raw .line code').first().textContent()).not.toBe('');
    expect(again.complaints).toEqual([]);
    await shoot(again.page, 'saved-1400');
  });

  const SAVED = CASES.filter((_name, index) => index % howMany(36, 9) === 0);

  /** What the page judged, and how the command judges what that button then saved. */
  async function judgedAndSaved(name: string, button: string): Promise<{ wanted: Verdict; saved: Verdict }> {
    const folder = await unpacked(name);
    const path = place('saved.tar.gz');
    const wanted = await lendPage(async (lent) => {
      const judged = (await judgeInPage(lent, folder)) as Verdict;
      writeFileSync(path, readFileSync(await download(lent.page, button)));
      return judged;
    });
    return { wanted, saved: await judgeHere(path) };
  }

  it.concurrent.each(SAVED)('is a bundle without secrets, of which the verdict is the same: %s', async (name) => {
    const { wanted, saved } = await judgedAndSaved(name, 'Save the bundle without secrets');
    expect(judgement(saved)).toEqual(judgement(wanted));
  });

  it.concurrent.each(SAVED)('is a bundle without addresses and names either: %s', async (name) => {
    const { wanted, saved } = await judgedAndSaved(name, 'Save it without addresses and names');
    expect(judgement(saved)).toEqual(judgement(wanted));
    expect(JSON.stringify(saved)).not.toContain(wanted.tunnel.a.address);
  });
});

/** As `cat one.gz two.gz` makes it. */
function twoMembers(bytes: Buffer): Buffer {
  const half = bytes.length >> 1;
  return Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
}
