/** Two routers whose addresses were masked are told by the names of their logs or by their prompts, and how sure that is is said. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), `${text}\n`);
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
