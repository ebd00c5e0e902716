/** `swanctl --list-sas`: as text and as vici prints it, the same SAs; what is no SA of the tunnel, or not held, is none. */
import { describe, expect, it } from 'vitest';
import { swanctlSas } from '../../src/vendors/families/strongswan/sas.ts';
import { isPartOfListing, listingOfCommand, listingOfText, SHELL_PROMPT } from '../../src/vendors/shows.ts';

const CHILD = ['    local  10.2.0.0/16', '    remote 10.1.0.0/16'];
const HEAD = [
  "  local  'C=CH, O=example, CN=branch' @ 198.51.100.1[4500]",
  "  remote 'hq' @ 192.0.2.1[4500] EAP: 'x' [10.0.0.9]",
  '  AES_CBC-256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256',
];
function listing(state: string, child: string): string {
  return [
    'hq: #4, ESTABLISHED, IKEv2, 6fd55d95f66b4a67_i* cea64d4a303e0ca2_r',
    ...HEAD,
    '  established 2711s ago, rekeying in 11043s, reauth in 70120s',
    `  net: #8, reqid 1, ${state}, TUNNEL${child}`,
    '    installed 310s ago, rekeying in 3097s, expires in 3650s',
    '    in  c11fe004 (0x0000002a),   5860 bytes,    23 packets,    14s ago',
    '    out 5d0a77e1 (0x0000002a/0xffffffff),      0 bytes,     0 packets',
    ...CHILD,
  ].join('\n');
}

const PAIRS = [
  ['key', 'c11fe004', '5d0a77e1'],
  ['other', '0000beef', 'ffffffff'],
] as const;
function vici(form: 'raw' | 'pretty', [, spiIn, spiOut]: readonly [string, string, string]): string {
  const ike =
    'uniqueid=4 version=2 state=ESTABLISHED local-host=198.51.100.1 local-port=4500 local-id=branch remote-host=192.0.2.1 remote-id=hq initiator=yes initiator-spi=6fd55d95f66b4a67 established=2711';
  const child = `name=net uniqueid=8 reqid=1 state=INSTALLED mode=TUNNEL protocol=ESP encap=yes spi-in=${spiIn} spi-out=${spiOut} bytes-in=5860 life-time=3650 local-ts=[10.2.0.0/16] remote-ts=[10.1.0.0/16 10.3.0.0/16]`;
  if (form === 'raw') return `list-sa event {hq {${ike} child-sas {net-8 {${child}}}}}\nlist-sas reply {}\n`;
  const spread = (text: string, indent: string) => text.split(/ (?=[a-z-]+=)/).map((each) => indent + each.replace('=', ' = '));
  return [
    'list-sa event {',
    '  hq {',
    ...spread(ike, '    '),
    '    child-sas {',
    '      net-8 {',
    ...spread(child, '        '),
    '      }',
    '    }',
    '  }',
    '}',
    'list-sas reply {',
    '}',
  ].join('\n');
}

describe('the listing of SAs', () => {
  it('gives both SPIs of a child with their direction, peer, state, rest of life and selectors', () => {
    const { childSas, ikeSas } = swanctlSas.read(listing('INSTALLED', '-in-UDP, ESP:AES_GCM_16-256'));
    const shared = {
      remote: '192.0.2.1',
      status: 'INSTALLED',
      remainingSeconds: 3650,
      localProxy: '10.2.0.0/16',
      remoteProxy: '10.1.0.0/16',
    };
    expect(childSas?.map(({ value, line }) => ({ ...value, line }))).toEqual([
      { ...shared, spi: '0xC11FE004', direction: 'inbound', line: 8 },
      { ...shared, spi: '0x5D0A77E1', direction: 'outbound', line: 9 },
    ]);
    expect(ikeSas).toMatchObject([
      {
        line: 1,
        value: { state: 'READY', status: 'ESTABLISHED', isInitiator: true, activeSeconds: 2711, addresses: ['198.51.100.1', '192.0.2.1'] },
      },
    ]);
  });

  it.each(['INSTALLED', 'REKEYING', 'REKEYED', 'DELETING'])('holds a child that is %s', (state) => {
    expect(swanctlSas.read(listing(state, ', ESP:AES_CBC-256/HMAC_SHA2_256_128')).childSas).toHaveLength(2);
  });

  it.each(['CREATED', 'ROUTED', 'INSTALLING', 'DELETED', 'DESTROYING'])('does not hold one that is %s', (state) => {
    expect(swanctlSas.read(listing(state, ', ESP:AES_CBC-256/HMAC_SHA2_256_128')).childSas).toEqual([]);
  });

  it('reads a release that prints neither SPIs of IKE nor request ids', () => {
    const old = listing('INSTALLED', ', ESP:AES_CBC-128')
      .replace(/, 6fd.*/, '')
      .replace('reqid 1, ', '');
    expect(swanctlSas.read(old).childSas).toHaveLength(2);
  });

  it.each(['raw', 'pretty'] as const)('is the same as vici prints it: %s', (form) => {
    for (const pair of PAIRS) {
      const { childSas = [], ikeSas = [] } = swanctlSas.read(vici(form, pair));
      expect(childSas.map(({ value: { spi, direction } }) => [spi, direction])).toEqual([
        [`0x${pair[1].toUpperCase()}`, 'inbound'],
        [`0x${pair[2].toUpperCase()}`, 'outbound'],
      ]);
      expect(childSas[1]?.text).toContain(pair[2]);
      expect(childSas[0]?.value).toMatchObject({ remote: '192.0.2.1', remainingSeconds: 3650, remoteProxy: '10.1.0.0/16 10.3.0.0/16' });
      expect(ikeSas).toMatchObject([{ value: { state: 'READY', isInitiator: true, activeSeconds: 2711 } }]);
    }
  });

  it.each([
    ['a responder that waits for anybody', vici('raw', PAIRS[0]).replace('192.0.2.1', '%any')],
    ['an empty answer', 'list-sas reply {}\n'],
    ['one that is cut off in the middle of a name', vici('raw', PAIRS[0]).slice(0, 60)],
  ])('lists no child SA of %s', (_what, text) => {
    expect(swanctlSas.read(text).childSas).toEqual([]);
  });

  it('is known by its content, whatever the file is called', () => {
    expect(listingOfText(listing('INSTALLED', ', ESP:AES_GCM_16-256'))).toBe(swanctlSas);
    expect(listingOfText(vici('raw', PAIRS[0]))).toBe(swanctlSas);
    expect(listingOfText('Nov  9 14:00:00 branch charon: 11[IKE] IKE_SA hq[4] established')).toBeUndefined();
  });
});

describe('the command that lists them', () => {
  it.each(['swanctl -l', 'sudo swanctl --list-sas', '/usr/sbin/swanctl --list-sas --pretty'])('is known: %s', (typed) => {
    expect([listingOfCommand(typed), isPartOfListing(typed)]).toEqual([swanctlSas, false]);
  });

  it.each(['swanctl -l --ike other', 'swanctl --list-sas -c net', 'sudo swanctl -l | grep -A9 hq', 'swanctl -l | head -5'])(
    'shows a part: %s',
    (typed) => {
      expect(isPartOfListing(typed)).toBe(true);
    },
  );

  it.each([
    ['root@branch:~# swanctl -l', 'branch', 'swanctl -l'],
    ['[admin@branch.example.net ~]$ sudo swanctl -l', 'branch.example.net', 'sudo swanctl -l'],
    ['branch:/etc/swanctl$ swanctl -l', 'branch', 'swanctl -l'],
    ['vyos@branch:~$ ', 'branch', undefined],
  ])('stands behind a prompt: %s', (line, host, typed) => {
    const [, one, two, found] = SHELL_PROMPT.exec(line) ?? [];
    expect([one ?? two, found]).toEqual([host, typed]);
  });
});
