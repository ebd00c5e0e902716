/** Two routers whose addresses were masked are told by the names of their logs or by their prompts, and how sure that is is said. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../../src/bundle/read.ts';
import { buildTimeline } from '../../../src/timeline/timeline.ts';
import { judge } from '../../../src/verdict/judge.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'masked-'));
});
afterEach(() => rm(directory, { recursive: true }));

const invalid = (own: string, source: string, minute = 10, host = '') =>
  `Nov  9 2025 14:${minute}:00.000 UTC: ${host}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${own}, prot=50, spi=0xB7A1F00D(3080843277), srcaddr=${source}, input interface=GigabitEthernet0/0/1`;
const created = (own: string, source: string) =>
  `Nov  9 2025 14:00:00.000 UTC: IKEv2:(SESSION ID = 9,SA ID = 2):Sending Packet [To ${source}:500/From ${own}:500/VRF i0:f0] `;

async function read(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), `${text}\n`);
  }
  const { bundle } = await readBundle(directory);
  return { bundle, verdict: judge(buildTimeline(bundle)) };
}

const three = (own: string, source: string) => [10, 11, 12].map((minute) => invalid(own, source, minute)).join('\n');

describe('every source masked, and no tunnel.yaml', () => {
  it.each(['xxx.xxx.xxx.xxx', '<peer-ip>', 'A.B.C.D', '*.*.*.*', '[REDACTED]'])(
    'two logs that are named give the peers: %s',
    async (mask) => {
      const { bundle, verdict } = await read({ 'hq.log': three('192.0.2.1', mask), 'branch.log': created('198.51.100.1', mask) });
      expect(bundle.tunnel.a).toEqual({ name: 'hq', address: '192.0.2.1' });
      expect(bundle.tunnel.b).toEqual({ name: 'branch', address: '198.51.100.1' });
      expect(bundle.assumed?.confidence).toBe('possible');
      expect(verdict.incidents).toMatchObject([{ spi: '0xB7A1F00D', receiver: 'a', occurrences: 3 }]);
      expect(verdict.incidents[0]?.cause.id).not.toBe('foreign-traffic');
    },
  );

  it('two prompts in two pastes give them, whatever the files are called', async () => {
    const { bundle } = await read({
      'putty.log': `hq#show logging\n${three('192.0.2.1', 'x.x.x.x')}`,
      'putty2.log': `branch#show logging\n${created('198.51.100.1', 'x.x.x.x')}`,
    });
    expect([bundle.tunnel.a.name, bundle.tunnel.b.name]).toEqual(['hq', 'branch']);
  });

  it.each([
    ['one of them', '192.0.2.1', { a: '192.0.2.1', b: 'ADDRESS-OF-BRANCH' }],
    ['both', 'x.x.x.x', { a: 'ADDRESS-OF-BRANCH', b: 'ADDRESS-OF-HQ' }],
  ])('an address that no line has is a word in its place: %s', async (_what, own, addresses) => {
    const { bundle, verdict } = await read({ 'hq.log': three(own, 'x.x.x.x'), 'branch.log': created('x.x.x.x', 'x.x.x.x') });
    expect({ a: bundle.tunnel.a.address, b: bundle.tunnel.b.address }).toEqual(addresses);
    expect(bundle.assumed?.why).toContain('branch (no line has its address)');
    expect(verdict.incidents).toMatchObject([{ spi: '0xB7A1F00D', occurrences: 3 }]);
    expect(bundle.tunnel[verdict.incidents[0]?.receiver ?? 'b'].name).toBe('hq');
    expect(bundle.doubts).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['three logs', { 'hq.log': three('192.0.2.1', 'x.x.x.x'), 'branch.log': created('x', 'y'), 'depot.log': created('x', 'y') }],
    ['logs without a name', { 'log1.txt': three('192.0.2.1', 'x.x.x.x'), 'log2.txt': created('x', 'y') }],
    ['two texts that speak of no tunnel', { 'hq.txt': 'hello', 'branch.txt': 'Nov  9 2025 14:00:00.000 UTC: %SYS-5-CONFIG_I: Configured' }],
    ['two logs of one router', { 'hq-old.log': three('x', 'x.x.x.x'), 'hq-new.log': created('x', 'y') }],
    ['two logs of one address', { 'hq.log': three('192.0.2.1', 'x.x.x.x'), 'copy-of-hq.log': created('192.0.2.1', 'x.x.x.x') }],
  ])('are asked for where nobody can tell them: %s', async (_what, files) => {
    await expect(read(files)).rejects.toThrow('no tunnel.yaml');
  });
});

describe('one record alone, whatever it is called and whatever was masked', () => {
  it.each([
    ['its own address', 'x.x.x.x', '198.51.100.1', { a: 'ADDRESS-OF-ROUTER-A', b: '198.51.100.1' }],
    ['both', 'y.y.y.y', 'x.x.x.x', { a: 'ADDRESS-OF-ROUTER-A', b: 'ADDRESS-OF-B' }],
    ['both, in brackets', '[REDACTED]', '[REDACTED]', { a: 'ADDRESS-OF-ROUTER-A', b: 'ADDRESS-OF-B' }],
    ['both, so that nothing is left', '', '', { a: 'ADDRESS-OF-ROUTER-A', b: 'ADDRESS-OF-B' }],
  ])('%s', async (_what, own, source, addresses) => {
    const { bundle, verdict } = await read({ 'console.log': three(own, source) });
    expect({ a: bundle.tunnel.a.address, b: bundle.tunnel.b.address }).toEqual(addresses);
    expect(verdict.incidents).toMatchObject([{ spi: '0xB7A1F00D', receiver: 'a', occurrences: 3 }]);
    expect(bundle.assumed?.confidence).toBe('possible');
  });
});

describe('folders whose addresses were masked', () => {
  const dropped = three('x.x.x.x', 'y.y.y.y');
  const held = created('x.x.x.x', 'x.x.x.x');
  const receiverOf = async (files: Record<string, string>) => {
    const { bundle, verdict } = await read(files);
    expect(verdict.incidents).toMatchObject([{ spi: '0xB7A1F00D', occurrences: 3 }]);
    expect(bundle.doubts ?? []).not.toContainEqual(expect.objectContaining({ why: expect.stringContaining('wrong folder') }));
    return { name: bundle.tunnel[verdict.incidents[0]?.receiver ?? 'b'].name, a: bundle.tunnel.a.name, b: bundle.tunnel.b.name };
  };

  it.each<[string, Record<string, string>, string, string]>([
    ['by file, against the alphabet', { 'a/hq.log': dropped, 'b/branch.log': held }, 'hq', 'branch'],
    ['by file, along it', { 'a/alpha.log': dropped, 'b/zulu.log': held }, 'alpha', 'zulu'],
    ['by prompt', { 'a/session.txt': `zulu#show logging\n${dropped}`, 'b/session.txt': `alpha#show logging\n${held}` }, 'zulu', 'alpha'],
    ['by a host before each line', { 'a/log.txt': three('x', 'y').replaceAll('%C', 'hq: %C'), 'b/branch.log': held }, 'hq', 'branch'],
    ['by several files of one', { 'a/hq.log': dropped, 'a/hq-debug.log': held, 'b/branch.log': held }, 'hq', 'branch'],
    [
      'by a log that speaks of no tunnel',
      { 'a/hq.log': dropped, 'b/branch.log': held.replace(/IKEv2.*/, '%SYS-5-CONFIG_I: Configured') },
      'hq',
      'branch',
    ],
    ['by nothing but the folder', { 'a/show_logging.txt': dropped, 'b/show_logging.txt': held }, 'router-a', 'router-b'],
    ['although the sender alone has an address', { 'a/hq.log': dropped, 'b/branch.log': created('198.51.100.1', 'x') }, 'hq', 'branch'],
  ])('are of whom speaks in them: %s', async (_what, files, a, b) => {
    expect(await receiverOf(files)).toEqual({ name: a, a, b });
    await rm(directory, { recursive: true });
    const turned = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name.replace(/^./, (side) => (side === 'a' ? 'b' : 'a')), text]),
    );
    const [left, right] = [a, b].map((name) => name.replace(/^router-(.)$/, (_all, side) => `router-${side === 'a' ? 'b' : 'a'}`));
    expect(await receiverOf(turned)).toEqual({ name: left, a: right, b: left });
  });

  it('and a record that lies alone in b/ is of b', async () => {
    expect(await receiverOf({ 'b/hq.log': dropped })).toEqual({ name: 'hq', a: 'router-a', b: 'hq' });
  });
});

describe('a name of several words, beside words that any log bears', () => {
  it.each([
    ['dc-rtr-01.log', 'br-rtr-02.log', 'dc-rtr-01'],
    ['debug-hq.log', 'debug-branch.log', 'hq'],
    ['hq_old.txt', 'branch_new.txt', 'hq'],
    ['debug-dc-rtr-01.log', 'log_br-rtr-02.log', 'dc-rtr-01'],
  ])('still brings the file home: %s', async (one, two, name) => {
    const { bundle, verdict } = await read({ [one]: three('x.x.x.x', 'y.y.y.y'), [two]: created('x.x.x.x', 'x.x.x.x') });
    expect(verdict.incidents).toMatchObject([{ spi: '0xB7A1F00D', occurrences: 3 }]);
    expect(bundle.tunnel[verdict.incidents[0]?.receiver ?? 'b'].name).toBe(name);
  });
});

describe('a record with whole addresses that lies alone in one folder', () => {
  it.each(['a', 'b'] as const)('is of that side, and nothing is called swapped: %s/', async (side) => {
    const lines = 'Nov  9 2025 14:00:00.000 UTC: ISAKMP:(1004): local= 198.51.100.1:0, remote= 192.0.2.1:0';
    const { bundle } = await read({ [`${side}/branch.log`]: lines });
    expect(bundle.tunnel[side]).toEqual({ name: 'branch', address: '198.51.100.1' });
    expect(bundle.tunnel[side === 'a' ? 'b' : 'a']).toMatchObject({ address: '192.0.2.1', name: `router-${side === 'a' ? 'b' : 'a'}` });
    const missing = buildTimeline(bundle).missing.join('\n');
    expect(missing).not.toContain('swapped');
    expect(missing).not.toContain('nothing of branch');
    expect(missing).toContain('nothing of router-');
  });
});
