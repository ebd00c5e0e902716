/** A third router's unknown SPI is no incident of this tunnel, whatever way its lines came in; a peer's own is never lost for a second address or name. */
import { describe, expect, it } from 'vitest';
import { isOfAnother } from '../../../src/bundle/door/another-router.ts';
import { speakersOf } from '../../../src/bundle/door/speaker.ts';
import { toAddress } from '../../../src/ipsec/address.ts';
import { judgeFiles } from '../../case/open.ts';

const put = ([path, text]: [string, string]) => ({ path, bytes: new TextEncoder().encode(text) });
const stamp = (time: string) => `Jan  5 2026 ${time} UTC: `;
const unknownSpi = (to: string, from: string, spi = '730C2FF8') =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${to}, prot=50, spi=0x${spi}(${Number.parseInt(spi, 16)}), srcaddr=${from}, input interface=Gi0/0`;
const line = (time: string, text: string) => `${stamp(time)}${text}`;

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const HQ = [line('03:00:21.223', unknownSpi('192.0.2.1', '198.51.100.1')), line('03:01:22.005', unknownSpi('192.0.2.1', '198.51.100.1'))];
const BRANCH = [
  line('03:00:00.100', 'IPSEC(create_sa): sa created,'),
  '  (identity) local= 198.51.100.1:0, remote= 192.0.2.1:0,',
  line('03:00:00.140', 'IPSEC(update_current_outbound_sa): updated peer 192.0.2.1 current outbound sa to SPI 730C2FF8'),
];
const third = (from: string, to = '203.0.113.50') => line('03:00:40.000', unknownSpi(to, from, '44445555'));
const relay = (host: string, lines: readonly string[]) =>
  lines.map((each) => (each.startsWith('Jan') ? `Jan  5 ${each.slice(12, 20)} ${host} 17: ${each}` : each));

const incidentsOf = async (files: Record<string, string>) => {
  const { verdict, timeline } = await judgeFiles(Object.entries(files).map(put), 'bundle');
  return {
    incidents: verdict.incidents.map(({ spi, receiver, occurrences }) => [spi, timeline.tunnel[receiver].name, occurrences]),
    left: (timeline.files ?? []).flatMap(({ leftOut }) => leftOut),
  };
};

const OURS = { 'hq.log': HQ.join('\n'), 'branch.log': BRANCH.join('\n') };
const MIXED = [...relay('hq', HQ), ...relay('branch', BRANCH)];

describe.each(['with', 'without'])('a third router, %s tunnel.yaml', (how) => {
  const yaml: Record<string, string> = how === 'with' ? { 'tunnel.yaml': TUNNEL } : {};
  it.each<[string, Record<string, string>]>([
    ['in a file of its own, of the hub', { ...OURS, 'spoke9.log': third('192.0.2.1') }],
    ['in a file of its own, of the branch', { ...OURS, 'spoke9.log': third('198.51.100.1') }],
    ['several times', { ...OURS, 'spoke9.log': [third('192.0.2.1'), third('192.0.2.1').replace(':40.', ':41.')].join('\n') }],
    ['behind its prompt, in a file that says nothing', { ...OURS, 'console.txt': `spoke9#show logging\n${third('192.0.2.1')}\nspoke9#` }],
    ['in the relay file of all', { 'all.log': [...MIXED, ...relay('spoke9', [third('192.0.2.1')])].join('\n') }],
    ['in that file, by its address', { 'all.log': [...MIXED, ...relay('203.0.113.50', [third('192.0.2.1')])].join('\n') }],
    ['whose name only begins as the peer is called', { ...OURS, 'branch2.log': third('192.0.2.1') }],
  ])('has its own unknown SPI %s', async (_what, files) => {
    const { incidents, left } = await incidentsOf({ ...yaml, ...files });
    expect(incidents).toEqual([['0x730C2FF8', 'hq', 2]]);
    expect(left.join(', ')).toMatch(/\b(?:is of another router|are of other routers)\b/);
  });
});

describe('a peer of the tunnel keeps its unknown SPI', () => {
  it.each<[string, Record<string, string>]>([
    ['behind a NAT, under another name', { 'hq.log': HQ.join('\n'), 'rtr-9.log': third('192.0.2.1', '10.20.0.2') }],
    ['at a second address, by the name of its file', { 'hq.log': HQ.join('\n'), 'branch.txt': third('192.0.2.1') }],
    ['at a second address, by a longer name', { 'hq.log': HQ.join('\n'), 'branch-rtr-01.txt': third('192.0.2.1') }],
    ['at a second address, in its folder', { 'a/hq.log': HQ.join('\n'), 'b/spoke9.log': third('192.0.2.1') }],
    ['at a second address, in a file that says nothing', { 'hq.log': HQ.join('\n'), 'console.log': third('192.0.2.1') }],
    ['where its address was masked', { 'hq.log': HQ.join('\n'), 'spoke9.log': third('192.0.2.1', 'x.x.x.x') }],
  ])('%s', async (_what, files) => {
    const { incidents } = await incidentsOf({ 'tunnel.yaml': TUNNEL, ...files });
    expect(incidents).toContainEqual(['0x44445555', 'branch', 1]);
  });
});

describe('the two signs', () => {
  const speakers = speakersOf({
    a: { name: 'hq', address: toAddress('192.0.2.1') },
    b: { name: 'spoke1', address: toAddress('198.51.100.1') },
  });
  it.each([
    ['spoke10', '203.0.113.50', true],
    ['spoke1', '203.0.113.50', false],
    ['dc-spoke1-rtr', '203.0.113.50', false],
    ['spoke10', '198.51.100.1', false],
    ['spoke10', '192.168.7.1', false],
    ['203.0.113.50', '203.0.113.50', true],
    ['10.9.9.9', '203.0.113.50', false],
  ])('%s at %s: %s', (name, own, is) => {
    expect(isOfAnother(unknownSpi(own, '192.0.2.1'), [name], speakers)).toBe(is);
  });

  it('are not looked for where nobody named the peer', () => {
    const unnamed = speakersOf({ a: { name: 'a', address: toAddress('192.0.2.1') }, b: { name: 'b', address: toAddress('198.51.100.1') } });
    expect(isOfAnother(unknownSpi('203.0.113.50', '192.0.2.1'), ['spoke9'], unnamed)).toBe(false);
  });
});
