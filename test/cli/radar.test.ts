/** `flaptrap radar`, as an engineer uses it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { radar } from '../../src/cli/radar.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'radar-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
}

/** Every eight hours of some days. */
const FLAPS = Array.from({ length: 9 }, (_, index) => {
  const at = new Date(Date.UTC(2026, 0, 5, 3) + index * 8 * 3_600_000).toISOString();
  return `${at} hq ${10 + index}: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1`;
});
const LOG = write('hq.log', `${FLAPS.join('\n')}\n`);
const INVENTORY = write(
  'tunnels.csv',
  `name,a.name,a.host,a.address,b.name,b.host,b.address,login
hq-branch,hq,hq.example.net,192.0.2.1,branch,branch.example.net,198.51.100.1,ops
hq-far,hq,hq.example.net,192.0.2.1,far,far.example.net,198.51.100.2,ops
old-new,old,old.example.net,192.0.2.9,new,new.example.net,198.51.100.9,ops
`,
);

async function printed(files: readonly string[], options = {}, text?: string): Promise<string> {
  const screen = silentScreen();
  if (text !== undefined)
    screen.input = (async function* () {
      yield Buffer.from(text);
    })();
  expect(await radar(files, options, screen)).toBe(0);
  return screen.printed;
}

describe('flaptrap radar', () => {
  it('says first which tunnels deserve a trap, with the trap', async () => {
    expect(await printed([LOG])).toBe(`9 lines of 1 router, from 2026-01-05 03:00 to 2026-01-07 19:00; 1 tunnel

DESERVE A TRAP  1
  1 hq 192.0.2.1 - 198.51.100.1: 9 flaps, since 2026-01-05 03:00, last 2026-01-07 19:00
    it flapped 9 times, 3.4 times a day, every 8 h as a lifetime would have it: a trap of 24 h should catch the next
    trap: playbooks/tunnel-flaps.yaml with a: hq 192.0.2.1, b: 198.51.100.1, trigger: invalid-spi, lease: 1d
    not known: 198.51.100.1 is not heard: what it says nobody knows
`);
  });

  it('says of each tunnel of an inventory whether it was heard', async () => {
    const said = await printed([LOG], { inventory: INVENTORY });
    expect(said).toContain('  1 hq-branch: hq 192.0.2.1 - branch 198.51.100.1: 9 flaps');
    expect(said).toContain('NOT HEARD WELL ENOUGH  1\n  old-new: old 192.0.2.9 - new 198.51.100.9: 0 flaps');
    expect(said).toContain('1 tunnel of the inventory: heard, and quiet');
  });

  it('reads standard input where nothing is named, or `-`', async () => {
    for (const files of [[], ['-']]) expect(await printed(files, {}, FLAPS.join('\r\n'))).toContain('9 lines of 1 router');
  });

  it('prints JSON, with what was read', async () => {
    const report = JSON.parse(await printed([LOG, LOG], { json: true }));
    expect(report).toMatchObject({
      schema: 'flaptrap.radar/1',
      tunnels: [{ rank: 1, flaps: 9 }],
      read: { lines: 9, unread: 0, undated: 0 },
    });
  });

  it('says so where nothing deserves a trap', async () => {
    expect(await printed([write('one.log', `${FLAPS[0]}\n`)])).toMatch(/No tunnel deserves a trap by what was heard\.\n$/);
  });

  it('says what is missing of whom, and that this is not well', async () => {
    const said = await printed([write('gap.log', [...FLAPS.slice(0, 3), ...FLAPS.slice(6)].join('\n'))]);
    expect(said).toContain('not known: hq: 3 messages are missing in 1 place');
    expect(said).toContain(
      'ROUTERS OF WHICH SOMETHING IS MISSING  1: what happened then is unknown, not well\n  hq: 3 messages missing in 1 place\n',
    );
  });

  it('prints the first of each kind, and all of them when asked', async () => {
    const many = write(
      'many.log',
      Array.from({ length: 30 }, (_, peer) => `${FLAPS[0]}`.replace('198.51.100.1', `198.51.100.${peer}`)).join('\n'),
    );
    expect(await printed([many])).toContain('and 10 more (--all)');
    expect((await printed([many], { all: true })).match(/1 flap,/g)).toHaveLength(30);
  });

  it.each([
    ['a file that is not there', [join(FOLDER, 'none.log')], {}, /none\.log/],
    ['a folder', [FOLDER], {}, /it is a folder/],
    ['a file without a line', [write('empty.log', '')], {}, /empty\.log: there is no line in it/],
    ['nothing that is piped in', [], {}, /nothing is piped in/],
    ['an inventory with mistakes', [LOG], { inventory: write('bad.csv', 'name,a.host\nx,\n') }, /bad\.csv has mistakes/],
  ])('refuses %s', async (_what, files, options, message) => {
    await expect(radar(files, options, silentScreen())).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });
});
