/** Who the two peers are is proved where each names an address that the other has; one side's word alone proves nothing. */
import { describe, expect, it } from 'vitest';
import { openFile } from '../../../src/bundle/door/open.ts';
import { workOutPeers } from '../../../src/bundle/door/peers.ts';

const file = (path: string, ...lines: string[]) => {
  const text = lines.join('\n');
  return openFile({ path, text, bytes: text.length, sha256: path });
};
const configured = (name: string, own: string, peer: string) => [
  `hostname ${name}`,
  'crypto map CM 10 ipsec-isakmp',
  ` set peer ${peer}`,
  'interface GigabitEthernet0/0',
  ` ip address ${own} 255.255.255.0`,
  ' crypto map CM',
];
const shown = (name: string, own: string) => [
  `${name}#show crypto isakmp sa`,
  'dst             src             state          conn-id status',
  '192.0.2.1       198.51.100.1    QM_IDLE           1003 ACTIVE',
  `${name}#show ip interface brief`,
  `GigabitEthernet0/0         ${own}       YES NVRAM  up                    up`,
];

describe('two routers that name each other', () => {
  it.each([
    ['in their configurations', configured('hq', '192.0.2.1', '198.51.100.1'), configured('branch', '198.51.100.1', '192.0.2.1')],
    ['in a table of SAs, beside their interfaces', shown('hq', '192.0.2.1'), shown('branch', '198.51.100.1')],
    ['one in a table, one in its configuration', shown('hq', '192.0.2.1'), configured('branch', '198.51.100.1', '192.0.2.1')],
  ])('are the peers, likely: %s', (_where, one, two) => {
    const found = workOutPeers([file('1.txt', ...one), file('2.txt', ...two)]);
    expect(found?.assumed.confidence).toBe('likely');
    expect(found?.tunnel).toMatchObject({ a: { name: 'hq', address: '192.0.2.1' }, b: { name: 'branch', address: '198.51.100.1' } });
  });
});

describe('what proves no pair', () => {
  const hub = configured('hq', '192.0.2.1', '198.51.100.1');
  it.each([
    ['a spoke that names the hub, of which the hub knows nothing', configured('spoke2', '198.51.100.2', '192.0.2.1')],
    ['the same configuration under a second name', hub],
    ['a router that names another peer', configured('branch', '198.51.100.1', '192.0.2.9')],
  ])('%s', (_what, other) => {
    expect(workOutPeers([file('1.txt', ...hub), file('2.txt', ...other)])?.assumed.confidence).not.toBe('likely');
  });

  it('two pairs of which either may be meant', () => {
    const spokes = ['198.51.100.1', '198.51.100.2'].map((address, at) =>
      file(`${at}.txt`, ...configured(`spoke${at}`, address, '192.0.2.1')),
    );
    const both = file('hub.txt', ...hub, 'crypto map CM 20 ipsec-isakmp', ' set peer 198.51.100.2');
    expect(workOutPeers([both, ...spokes])?.assumed.confidence).toBe('possible');
  });
});
