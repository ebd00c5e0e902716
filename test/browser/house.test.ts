/** The served page in a real browser: coming in, following what happens, arming and stopping by a confirmed digest, and what strangers hand in. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RadarReport } from '../../src/fleet/radar/report.ts';
import type { RadarTunnel } from '../../src/fleet/radar/row.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import { writeLabPlaybook } from '../cli/lab-playbook.ts';
import { howMany } from '../how-many.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { stateOf, VIEWER_TOKEN } from '../web/fake-house.ts';
import { faults } from './axe.ts';
import { shoot } from './open-browser.ts';
import { type BrowserHouse, openBrowserHouse } from './open-house.ts';

const HOSTILE = '<script>alert(1)</script>';
const TURNED = 'hq\u202e gnp.exe\u001b]0;owned\u0007';

const tunnelOf = (branch: string, more: Partial<RadarTunnel>): RadarTunnel => ({
  name: null,
  ends: [
    { router: 'hq', address: toAddress('192.0.2.1') },
    { router: branch, address: toAddress('198.51.100.1') },
  ],
  interface: null,
  standing: 'flaps',
  flaps: 31,
  counted: 0,
  perDay: 24,
  firstAt: '2026-11-25T08:00:00.000Z',
  lastAt: '2026-11-26T14:51:09.000Z',
  longestSeconds: 40,
  signs: {},
  rhythm: { kind: 'irregular' } as RadarTunnel['rhythm'],
  rank: 1,
  reason: 'it flaps about every hour',
  trap: null,
  unheard: [],
  ...more,
});
const RADAR: RadarReport = {
  schema: 'flaptrap.radar/1',
  from: '2026-11-25T08:00:00.000Z',
  until: '2026-11-26T15:00:00.000Z',
  tunnels: [
    tunnelOf('branch', { name: 'hq-branch' }),
    tunnelOf('depot', {
      rank: null,
      flaps: 1,
      standing: 'flapped-once',
      reason: 'once, while the line was down',
      unheard: ['depot sends no messages'],
    }),
  ],
  routers: [],
  hubs: [],
  forgotten: 0,
};

let house: BrowserHouse;

beforeAll(async () => {
  house = await openBrowserHouse(
    [
      stateOf({
        bundles: [
          {
            folder: '/nowhere',
            at: '2026-11-26T13:12:44.000Z',
            incidents: 1,
            sentence: 'Branch deleted 0x9899360B, its DELETE was lost (likely).',
          },
        ],
      }),
      stateOf({
        captureId: '0badcafe',
        playbook: 'rekey-race',
        phase: 'fetching',
        trouble: 'branch: the session was lost while its files were fetched',
        peers: {
          a: { name: 'hq', address: '192.0.2.1', isOurs: true, standing: 'recording saved' },
          b: { name: 'cloud-gateway', address: '203.0.113.9', isOurs: false, standing: 'not ours' },
        },
      }),
      stateOf({
        captureId: '11111111',
        peers: {
          a: { name: HOSTILE, address: '192.0.2.1', isOurs: true, standing: '"><img src=x onerror=alert(2)>' },
          b: { name: TURNED, address: '198.51.100.1', isOurs: true, standing: 'armed' },
        },
        trouble: `javascript:alert(3) ${HOSTILE}`,
      }),
      stateOf({ captureId: '22222222', phase: 'ended', ending: 'captured: both routers are disarmed' }),
    ],
    RADAR,
  );
});
afterEach(() => house.leave());
afterAll(() => house[Symbol.asyncDispose]());

describe('coming in', () => {
  it('without a token nothing is shown, and a wrong one is refused in words', async () => {
    const { page } = await house.visit({ token: '' });
    await page.goto(`${house.origin}/captures/7f3a9c01`);
    expect(await page.locator('h1').textContent()).toBe('flaptrap');
    expect(await page.content()).not.toContain('branch');
    await page.getByLabel('Token').fill('not the token of anybody here');
    await page.getByRole('button', { name: 'Come in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('This token is not known here.');
    await shoot(page, 'door-1400');
  });

  it('a viewer is offered nothing that changes anything', async () => {
    const { page } = await house.visit({ token: VIEWER_TOKEN });
    await page.goto(`${house.origin}/captures/7f3a9c01`);
    expect(await page.getByRole('link', { name: /Stop/ }).count()).toBe(0);
    await page.goto(`${house.origin}/captures/7f3a9c01/stop`);
    expect(await page.locator('main').textContent()).toContain('Only an operator may do this.');
  });
});

const PAGES: [string, string][] = [
  ['tunnels', '/'],
  ['capture', '/captures/7f3a9c01'],
  ['trouble', '/captures/0badcafe'],
  ['stop', '/captures/7f3a9c01/stop'],
  ['lease', '/captures/7f3a9c01/extend?for=3d'],
  ['incidents', '/incidents'],
  ['radar', '/radar'],
  ['playbooks', '/playbooks'],
  ['playbook', '/playbooks/tunnel-flaps.yaml'],
  ['judge', '/judge'],
];

/** Each width and each palette once; with FULL=1 each with each. */
const LOOKS = [
  { width: 1400, dark: false },
  { width: 390, dark: true },
  { width: 1400, dark: true },
  { width: 390, dark: false },
].slice(0, howMany(2, 4));

describe.each(PAGES)('the page of %s', (name, path) => {
  it.each(LOOKS)(
    'at $width px, dark $dark, has nothing that axe minds, nothing beside it, and a clean console',
    async ({ width, dark }) => {
      const { page, complaints } = await house.visit({ width, dark, path });
      expect(await faults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await shoot(page, `house-${name}-${width}${dark ? '-dark' : ''}`);
      // Axe is put in by the browser itself, whatever the law of the page says.
      expect(complaints).toEqual([]);
    },
  );

  it('is whole without a script', async () => {
    const [withScript, without] = await Promise.all([house.visit({ path }), house.visit({ path, script: false })]);
    const [one, other] = await Promise.all([withScript, without].map(({ page }) => page.locator('main').textContent()));
    // A minute may have passed between the two.
    const timeless = (text: string | null | undefined) => text?.replaceAll(/\d\d:\d\d UTC|Digest [0-9a-f]{16}|in [\d dhmin]+/g, '');
    expect(timeless(other)).toBe(timeless(one));
  });
});

describe('names of strangers', () => {
  it('are text, run nothing and turn nothing around', async () => {
    const { page, complaints } = await house.visit();
    for (const path of ['/', '/captures/11111111', '/captures/11111111/stop']) {
      await page.goto(`${house.origin}${path}`);
      const text = (await page.locator('main').textContent()) ?? '';
      expect(text).toContain(HOSTILE);
      expect(text).toContain('hq\\u202e gnp.exe\\u001b]0;owned\\u0007');
      expect(text).not.toMatch(/[\u202e\u001b]/);
      expect(await page.locator('main script, main img').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });
});

describe('by the keyboard alone', () => {
  it('one comes from the head of the page to stopping a capture', async () => {
    const { page } = await house.visit({ path: '/captures/7f3a9c01' });
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('to the content');
    for (let steps = 0; steps < 30 && (await focused()) !== 'Stop and disarm'; steps += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/stop$/);
    expect(await page.locator('h1').textContent()).toBe('Stop capture 7f3a9c01');
  });
});

describe('what is done to a capture', () => {
  it('is shown, confirmed by its digest, and then done', async () => {
    const { page } = await house.visit({ path: '/captures/7f3a9c01' });
    await page.getByRole('link', { name: 'Stop and disarm' }).click();
    expect(await page.locator('.deed li').first().textContent()).toContain('The waiting ends.');
    await page.getByRole('button', { name: 'Stop capture 7f3a9c01' }).click();
    await page.waitForURL(/captures\/7f3a9c01$/);
    expect(house.engine.done).toContain('stop 7f3a9c01 by olga');
  });

  it('is refused when it is no longer what was read', async () => {
    const { page } = await house.visit({ path: '/captures/7f3a9c01/extend?for=3d' });
    const [state] = house.engine.states;
    if (state !== undefined) state.leaseEndsAt = '2026-11-30T00:00:00.000Z';
    await page.getByRole('button', { name: 'Change the lease' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('this has changed since you read it; nothing was done');
    expect(house.engine.done.filter((each) => each.startsWith('lease'))).toEqual([]);
    await page.goBack();
    await page.reload();
    await page.getByRole('button', { name: 'Change the lease' }).click();
    await page.waitForURL(/captures\/7f3a9c01$/);
    expect(house.engine.done.at(-1)).toMatch(/^lease 7f3a9c01 20\d\d-\S+:00\.000Z by olga$/);
  });
});

/** The next word of the feed has been taken in. */
async function shows(page: Page, text: string): Promise<void> {
  await page.locator('main', { hasText: text }).waitFor();
}

describe('an open page', () => {
  it('shows what has changed, and tells of an incident, without being asked', async () => {
    const { page } = await house.visit();
    const state = stateOf({ captureId: '33333333', playbook: 'followed' });
    house.engine.states.push(state);
    house.engine.tell({ captureId: '33333333', news: { about: 'progress', text: 'armed' } });
    await shows(page, 'followed');
    state.bundles.push({ folder: '/nowhere', at: '2026-11-26T15:00:00.000Z', incidents: 1, sentence: 'A rekey came between (certain).' });
    await page.locator('#news', { hasText: 'A rekey came between' }).waitFor();
    await shows(page, 'A rekey came between (certain).');
    expect(await page.locator('#news a').getAttribute('href')).toBe('/captures/33333333/reports/1');
  });
});

describe('a rehearsal from the page', () => {
  it('is followed live to its verdict, and its report opens shut off from the page', async () => {
    const { page, complaints } = await house.visit({ path: '/playbooks/tunnel-flaps.yaml' });
    const other = await house.visit({ path: '/incidents' });
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await page.waitForURL(/\/rehearsals\//);
    await shows(page, 'Under way');
    await page.locator('#rehearsal .lead a').waitFor({ timeout: 90_000 });
    await other.page.locator('#news', { hasText: 'Rehearsal of' }).waitFor();
    await page.locator('#rehearsal .good').waitFor({ timeout: 90_000 });
    await shoot(page, 'house-rehearsal-1400');
    await page.locator('#rehearsal .lead a').click();
    await page.locator('#verdict h2').first().waitFor();
    await shoot(page, 'house-report-1400');
    // It runs its own script, and has neither our cookie nor our pages.
    expect(await page.evaluate(() => globalThis.origin)).toBe('null');
    expect(complaints).toEqual([]);
    expect(house.faults).toEqual([]);
  }, 180_000);
});

describe('a plan on the page', () => {
  it('is shown line by line, and armed when its digest is confirmed; then the capture is stopped', async () => {
    const lab = await startTestLab({ a: routerOf('hq', '192.0.2.1'), b: routerOf('branch', '198.51.100.1'), speed: 0 });
    try {
      writeLabPlaybook(lab, join(house.folder, 'playbooks'));
      const { page, complaints } = await house.visit();
      await page.goto(`${house.origin}/playbooks`);
      await page.getByRole('link', { name: 'tunnel.yaml', exact: true }).click();
      await page.getByRole('button', { name: 'Show the plan' }).click();
      await page.getByText('steps, ').first().click();
      expect(await page.locator('.steps').first().textContent()).toContain('event manager applet FLAPTRAP-');
      expect(await faults(page)).toEqual([]);
      await shoot(page, 'house-plan-1400');
      await page.getByRole('button', { name: 'Arm by this plan' }).click();
      await page.waitForURL(/captures\/[0-9a-f]{8}$/);
      const { captureId } = house.engine.begun[0]?.plan ?? { captureId: '' };
      expect(page.url()).toBe(`${house.origin}/captures/${captureId}`);
      await page.getByRole('link', { name: 'Stop and disarm' }).click();
      await page.getByRole('button', { name: `Stop capture ${captureId}` }).click();
      await page.waitForURL(/captures\/[0-9a-f]{8}$/);
      expect(house.engine.done.at(-1)).toBe(`stop ${captureId} by olga`);
      expect(complaints).toEqual([]);
      expect(await page.content()).not.toContain(lab.a.password);
    } finally {
      await lab.close();
    }
  }, 120_000);

  it('of routers that cannot be reached is an error in words, and nothing is armed', async () => {
    const begun = house.engine.begun.length;
    const { page } = await house.visit({ path: '/playbooks/tunnel-flaps.yaml' });
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByRole('alert').waitFor();
    expect(house.engine.begun.length).toBe(begun);
  });
});

const routerOf = (hostname: string, address: string) => ({ hostname, address: toAddress(address), platform: 'ios', offsetMs: 0 }) as const;

describe('what is handed in', () => {
  const handIn = async (page: Page, name: string, bytes: Uint8Array | string): Promise<string> => {
    const path = join(house.folder, name);
    writeFileSync(path, bytes);
    await page.goto(`${house.origin}/judge`);
    await page.getByLabel('Files').setInputFiles(path);
    await page.getByRole('button', { name: 'Judge' }).click();
    await page.waitForLoadState();
    return (await page.locator('main').textContent()) ?? '';
  };

  it.each([
    ['letter.txt', 'Dear all,\nthe tunnel is down again.\n'],
    ['empty.tar.gz', gzipSync('')],
    ['torn.tar.gz', gzipSync('x'.repeat(100_000)).subarray(0, 60)],
    ['bomb.tar.gz', gzipSync(Buffer.alloc(600 * 1024 * 1024))],
    ['program.zip', Buffer.from('PK\u0003\u0004 not a zip at all')],
  ])('%s is refused in words, and the page lives', async (name, bytes) => {
    const { page } = await house.visit();
    const text = await handIn(page, name, bytes);
    expect(text).toMatch(/That did not work|Nothing in it could be judged/);
    expect(text).not.toContain(house.folder);
    await page.goto(`${house.origin}/`);
    expect(await page.locator('h1').textContent()).toBe('Tunnels');
    expect(house.faults).toEqual([]);
  });
});
