/** Two `show tech-support` in one file: whose each part of them is, they say themselves. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const judged = (files: Record<string, string>, tunnel = TUNNEL) =>
  judgeFiles(
    [...(tunnel === '' ? [] : [put('tunnel.yaml', tunnel)]), ...Object.entries(files).map(([path, text]) => put(path, text))],
    'tech',
  );

const MESSAGE = `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0`;
const LOGS = {
  hq: [`Jan  5 2026 02:58:00.000 UTC: %SYS-5-CONFIG_I: by vty0`, `Jan  5 2026 03:00:21.223 UTC: ${MESSAGE}`],
  branch: ['Jan  5 2026 02:57:00.000 UTC: %SYS-5-CONFIG_I: by vty0', 'Jan  5 2026 03:02:00.000 UTC: %SYS-5-CONFIG_I: by vty0'],
};
const SAS = 'interface: Tunnel7\n   current_peer 198.51.100.1 port 500\n    #pkts encaps: 5, #pkts encrypt: 5, #pkts digest: 5';
const PARTS: Record<string, (host: 'hq' | 'branch') => string> = {
  clock: () => 'show clock ------------------\n\n03:20:00.123 UTC Mon Jan 5 2026\n',
  version: (host) =>
    `show version ------------------\n\nCisco IOS Software, Version 15.5(3)S7, RELEASE SOFTWARE (fc1)\n${host} uptime is 3 weeks, 2 days\n`,
  configuration: (host) =>
    `show running-config ------------------\n\nhostname ${host}\ncrypto isakmp key x address ${host === 'hq' ? '198.51.100.1' : '192.0.2.1'}\nend\n`,
  sas: (host) => `show crypto ipsec sa ------------------\n\n${host === 'hq' ? SAS : SAS.replace('198.51.100.1', '192.0.2.1')}\n`,
  log: (host) => `show logging ------------------\n\nLog Buffer (8192 bytes):\n\n${LOGS[host].join('\n')}\n`,
};
const tech = (host: 'hq' | 'branch', order: readonly string[]) =>
  order.map((part) => `------------------ ${PARTS[part]?.(host) ?? ''}`).join('\n');

const ORDERS = [
  ['clock', 'version', 'configuration', 'sas', 'log'],
  ['version', 'configuration', 'log', 'sas'],
  ['configuration', 'clock', 'log', 'clock'],
  ['log', 'version'],
];

describe('two show tech-support in one file', () => {
  const forms = ORDERS.flatMap((order) => [
    { order, hosts: ['hq', 'branch'] as const },
    { order, hosts: ['branch', 'hq'] as const },
  ]);
  it.each(forms)('are told apart: $hosts, $order', async ({ order, hosts }) => {
    const { verdict, timeline } = await judged({ 'tech.txt': hosts.map((host) => tech(host, order)).join('\n') });
    expect(verdict.incidents).toMatchObject([{ spi: '0x730C2FF8', receiver: 'a', firstAt: '2026-01-05T03:00:21.223Z' }]);
    expect(timeline.doubts).toEqual([]);
    expect(timeline.events.filter(({ kind, side }) => kind === 'syslog' && side === 'b').length).toBe(2);
    expect(timeline.files?.[0]?.leftOut ?? []).toEqual([]);
  });
});

describe('one show tech-support of each router', () => {
  it('has parts of the router whose log stands in it, though no tunnel.yaml names it', async () => {
    const [order = []] = ORDERS;
    const { timeline } = await judged({ 'x.txt': tech('hq', order), 'y.txt': tech('branch', order) }, '');
    expect(timeline.files?.flatMap(({ leftOut }) => leftOut)).toEqual([]);
  });
});
