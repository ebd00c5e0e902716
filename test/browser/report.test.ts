/** A report opened from the disk: what a person sees of one incident, of many, of none, and of half a record; by mouse, by keys, on paper. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackCase } from '../case/open.ts';
import { faults } from './axe.ts';
import { frame, type OpenedBrowser, openBrowser, shoot, whole, writePage } from './open-browser.ts';

const ONE = 'delete-lost/124-xe';

let browser: OpenedBrowser;
let one: string;

beforeAll(async () => {
  browser = await openBrowser();
  one = await pageOf(ONE, 'one');
});
afterAll(() => browser[Symbol.asyncDispose]());

async function pageOf(name: string, as: string, change: (folder: string) => void = () => undefined): Promise<string> {
  const folder = join(browser.folder, as);
  mkdirSync(folder);
  await unpackCase(name, folder);
  change(folder);
  return writePage(folder, join(browser.folder, `${as}.html`));
}

/** As if 39 more SPIs had been met, one a minute. */
function addIncidents(folder: string): void {
  const path = join(folder, 'b/show_logging.txt');
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findLastIndex((line) => line.includes('RECVD_PKT_INV_SPI'));
  const more = Array.from({ length: 39 }, (_, index) => {
    const spi = 0x1111_0000 + index * 7919;
    const time = `${String(9 + Math.floor((27 + index) / 60)).padStart(2, '0')}:${String((27 + index) % 60).padStart(2, '0')}:10.000`;
    return (lines[at] ?? '')
      .replace(/spi=0x\w+\(\d+\)/, `spi=0x${spi.toString(16).toUpperCase()}(${spi})`)
      .replace(/\d\d:\d\d:\d\d\.\d+/, time);
  });
  lines.splice(at + 1, 0, ...more);
  writeFileSync(path, lines.join('\n'));
}

/** All of them, screen by screen: only those in sight are drawn. */
async function rungsOf(page: Page): Promise<{ said: string; arrow: string[] }[]> {
  const list = page.locator('#ladder .long');
  const all = new Map<string, { said: string; arrow: string[] }>();
  const height = await list.evaluate((each) => each.scrollHeight);
  for (let top = 0; top < height; top += 300) {
    await list.evaluate((each, to) => each.scrollTo(0, to), top);
    await frame(page);
    const seen = await page.locator('#ladder .long .rung').evaluateAll((rungs) =>
      rungs.map((rung) => ({
        key: rung.textContent ?? '',
        said: rung.querySelector('.said')?.textContent ?? '',
        arrow: [...(rung.querySelector('.arrow')?.classList ?? [])],
      })),
    );
    for (const { key, ...rung } of seen) all.set(key, rung);
  }
  return [...all.values()];
}

const note = (page: Page): Promise<string | null> => page.locator('#timeline .note').first().textContent();

describe('a report of one incident', () => {
  it('opens from the disk with a clean console and without a request, the verdict and its chain first, in words', async () => {
    const { page, complaints } = await browser.open(one);
    await whole(page);
    expect(await page.locator('main > :first-child h2').first().textContent()).toMatch(/^branch deleted 0x9899360B, its DELETE was lost/);
    expect(await page.locator('#verdict .lead').textContent()).toContain('The DELETE to hq was lost');
    expect(await page.locator('#verdict .chain ol > li').count()).toBe(4);
    expect(await page.title()).toBe('hq - branch: flaptrap');
    await shoot(page, 'one-1400');
    expect(complaints).toEqual([]);
  });

  it('is zoomed and moved by button, by wheel and by keys, and shows less of the ladder then', async () => {
    const { page, complaints } = await browser.open(one);
    await whole(page);
    const before = await note(page);
    expect(await page.locator('#ladder .note').textContent()).toMatch(/^18 of 18 messages/);
    await page.getByRole('button', { name: 'zoom in' }).click();
    await frame(page);
    const zoomed = await note(page);
    expect(zoomed).not.toBe(before);
    await page.keyboard.press('ArrowLeft');
    await frame(page);
    const moved = await note(page);
    expect(moved).not.toBe(zoomed);
    await page.locator('canvas').hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await frame(page);
    expect(await note(page)).not.toBe(moved);
    await page.keyboard.press('z');
    await frame(page);
    expect(await page.locator('#ladder .note').textContent()).not.toMatch(/^18 of/);
    await shoot(page, 'one-incident-1400');
    await page.keyboard.press('0');
    await frame(page);
    expect(await note(page)).toBe(before);
    expect(complaints).toEqual([]);
  });

  it('shows the events of one family, one SA or one peer alone', async () => {
    const { page } = await browser.open(one);
    await whole(page);
    const shown = () => page.locator('#ladder .note').textContent();
    const cursor = () => page.locator('#under-cursor').textContent();
    await page.getByRole('checkbox', { name: 'isakmp' }).uncheck();
    await frame(page);
    expect(await shown()).toMatch(/^0 of 18/);
    await page.getByRole('checkbox', { name: 'isakmp' }).check();
    await page.locator('#timeline select').selectOption('0x9899360B');
    await frame(page);
    expect(await shown()).toMatch(/^[1-9]\d? of 18/);
    expect(await shown()).not.toMatch(/^18/);
    await page.locator('#timeline select').selectOption('every SA');
    await page.getByRole('checkbox', { name: 'hq' }).uncheck();
    for (const _ of [1, 2, 3]) {
      await page.keyboard.press('p');
      await frame(page);
      expect(await cursor()).toMatch(/^branch:/);
    }
  });

  it('leads from a fact to its line in the raw file, with the time on both clocks', async () => {
    const { page } = await browser.open(one);
    await whole(page);
    const fact = page.locator('#verdict .told > .part .cited').nth(1);
    expect(await fact.locator('.link').textContent()).toBe('branch \u00b7 b/show_logging.txt:127');
    await fact.locator('.link').click();
    const marked = page.locator('#raw .line.marked');
    await marked.waitFor();
    expect(await marked.locator('span').allTextContents()).toEqual(['127', '09:23:46.300', '09:23:50.000']);
    expect(await marked.locator('code').textContent()).toBe(await fact.locator('code').textContent());
    expect(await marked.isVisible()).toBe(true);
  });

  it('searches in all raw files', async () => {
    const { page } = await browser.open(one);
    await whole(page);
    await page.keyboard.press('/');
    await page.keyboard.type('recvd_pkt_inv_spi');
    expect(await page.locator('#raw .line.marked code').textContent()).toContain('%CRYPTO-4-RECVD_PKT_INV_SPI');
    expect(await page.locator('#raw .tools .soft').textContent()).toBe('1 of 4');
    await page.keyboard.press('Enter');
    expect(await page.locator('#raw .tools .soft').textContent()).toBe('2 of 4');
  });

  it('switches the alignment of the clocks off with one key', async () => {
    const { page } = await browser.open(one);
    await whole(page);
    expect(await note(page)).toContain("Both on hq's clock: branch's clock is 3.7 s ahead");
    const picture = () => page.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await page.keyboard.press('z');
    await frame(page);
    const aligned = await picture();
    await page.keyboard.press('c');
    await frame(page);
    expect(await note(page)).toContain("Each router's own stamps, not aligned");
    expect(await picture()).not.toBe(aligned);
    expect(await page.getByRole('button', { name: 'Own stamps' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('shows lost messages in the ladder, and the moment at which the ends of an SA part', async () => {
    const { page } = await browser.open(one);
    await whole(page);
    await page.locator('#ladder .long').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator('#ladder .arrow.lost').first().waitFor();
    expect(await page.locator('#ladder .said em').allTextContents()).toContain('lost');
    expect(await page.locator('#sas .note').textContent()).toContain('one end let it go, the other did not');
    expect(await page.locator('#sas button.part').allTextContents()).toContain('branch lets go 09:23:50');
  });

  it.each([
    ['sent once and lost', ONE, { said: /^informational 1 \u00b7 \d+lost$/, arrow: ['lost'] }],
    ['resent and lost', 'dpd-false-positive/probes-lost-xe-vs-15-ikev1', { said: /^main mode 1sent againlost$/, arrow: ['again', 'lost'] }],
    [
      'resent, and nobody knows',
      'rekey-race/trap-retransmitted-qm1-bends-the-clock',
      { said: /^quick mode 1 \u00b7 3870350867sent againnot known whether it arrived$/, arrow: ['again', 'open'] },
    ],
    [
      'resent and arrived',
      'rekey-race/trap-retransmitted-qm1-bends-the-clock',
      { said: /^quick mode 1 \u00b7 3870350867sent again$/, arrow: ['again'] },
    ],
  ])('draws and names a message that was %s', async (what, name, { said, arrow }) => {
    const { page } = await browser.open(name === ONE ? one : await pageOf(name, what.replaceAll(/\W+/g, '-')));
    await whole(page);
    const rungs = (await rungsOf(page)).filter((each) => said.test(each.said));
    expect(rungs).not.toEqual([]);
    const drawn = ['lost', 'open', 'again'];
    for (const rung of rungs) expect(drawn.filter((each) => rung.arrow.includes(each)).sort()).toEqual([...arrow].sort());
    if (arrow.length === 2) await shoot(page, `ladder-${what.replaceAll(/\W+/g, '-')}`);
  });

  it('is printed with its verdict, its timeline and its rungs', async () => {
    const { page } = await browser.open(one);
    await whole(page);
    const paper = await page.pdf({ format: 'A4' });
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.actions').isVisible()).toBe(false);
    expect(await page.locator('#verdict h2').isVisible()).toBe(true);
    await shoot(page, 'one-print');
  });
});

describe.each([
  { width: 1400, dark: false },
  { width: 1400, dark: true },
  { width: 390, dark: false },
  { width: 390, dark: true },
])('at $width px, dark: $dark', ({ width, dark }) => {
  it('axe finds nothing serious, and nothing stands beyond the edge', async () => {
    const { page } = await browser.open(one, { width, dark });
    await whole(page);
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await shoot(page, `one-${width}${dark ? '-dark' : ''}`);
  });
});

describe('a report', () => {
  it('is no wider than a phone, however long the names of its files are', async () => {
    const { page } = await browser.open(one, { width: 390, dark: false });
    await whole(page);
    const lists = page.locator('select');
    await lists
      .last()
      .evaluate((list: HTMLSelectElement) => list.add(new Option('show_at_arming_crypto_call_admission_statistics.txt'.repeat(2))));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('of 40 incidents tells them by story, and any of them at a press', async () => {
    const { page, complaints } = await browser.open(await pageOf(ONE, 'forty', addIncidents));
    await whole(page);
    expect(await page.locator('#verdict > .incidents .count').textContent()).toBe('40 incidents, 2 stories');
    expect(await page.locator('.choice').count()).toBe(40);
    await page.locator('.choice').nth(20).click();
    await frame(page);
    expect(await page.locator('.choice[aria-pressed="true"]').textContent()).toMatch(/^21 /);
    expect(await page.locator('#verdict .told').textContent()).toContain('0x111');
    expect(await faults(page)).toEqual([]);
    await shoot(page, 'forty-1400');
    await page.setViewportSize({ width: 390, height: 900 });
    await shoot(page, 'forty-390');
    expect(complaints).toEqual([]);
  });

  it('of a healthy tunnel says so, and of what time', async () => {
    const { page, complaints } = await browser.open(await pageOf('healthy/ios', 'none'));
    await whole(page);
    expect(await page.locator('#verdict h2').textContent()).toBe('No incident');
    expect(await page.locator('#verdict').textContent()).toContain('in which they surely listened');
    expect(await faults(page)).toEqual([]);
    await shoot(page, 'none-1400');
    expect(complaints).toEqual([]);
  });

  it.each(['a', 'b'])('of a record without side %s says what is missing, and takes its silence for nothing', async (side) => {
    const { page, complaints } = await browser.open(
      await pageOf(ONE, `half-${side}`, (folder) => rmSync(join(folder, side), { recursive: true })),
    );
    await whole(page);
    expect(await page.locator('#record').textContent()).toContain(`${side === 'a' ? 'hq' : 'branch'}: the folder ${side}/ is missing`);
    expect(await page.locator('#verdict h2').textContent()).not.toBe('No incident');
    // What one end alone has on record parts from nothing.
    expect(await page.locator('#sas button.part').count()).toBe(0);
    expect(await page.locator('#sas .note').textContent()).toContain('whether the two ends part is not on record');
    expect(await faults(page)).toEqual([]);
    await shoot(page, `half-without-${side}-1400`);
    expect(complaints).toEqual([]);
  });

  it('runs nothing of what routers are called or have logged', async () => {
    const evil = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
    const path = await pageOf(ONE, 'evil', (folder) => {
      writeFileSync(
        join(folder, 'tunnel.yaml'),
        `a: {name: ${JSON.stringify(evil)}, address: 192.0.2.1}\nb: {name: "b\\u202e<b>bold</b>", address: 198.51.100.1}\n`,
      );
      const log = join(folder, 'b/show_logging.txt');
      writeFileSync(log, `${readFileSync(log, 'utf8')}\nMar 11 09:26:52.900: %SYS-5-CONFIG_I: ${evil} {{evil}} \${evil}\n`);
    });
    const { page, complaints } = await browser.open(path);
    await whole(page);
    expect(await page.locator('h1').textContent()).toContain(evil);
    expect(await page.locator('h1').textContent()).toContain('b\\u202e<b>bold</b>');
    expect(await page.locator('img, #page b b, #page script').count()).toBe(0);
    await page.keyboard.press('/');
    await page.keyboard.type('onerror=alert');
    await page.locator('#raw .line.marked').waitFor();
    expect(complaints).toEqual([]);
  });
});
