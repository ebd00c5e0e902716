/** A show that was broken at the width of a terminal is read as it was printed, and one that was not is left as it stands. */
import { describe, expect, it } from 'vitest';
import { unfoldShow } from '../../../src/bundle/door/unfold-show.ts';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const cut = (line: string, width: number) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''];
const page = (lines: string[]) => ({ path: 'a.txt', lines, numbers: lines.map((_line, at) => at + 1), done: [] });
const unfolded = (id: keyof typeof SHOWS, lines: string[]) => unfoldShow(page(lines), (text) => SHOWS[id].read(text));

const IKEV2 = [
  'Tunnel-id Local                 Remote                fvrf/ivrf            Status',
  '3         192.0.2.1/4500        203.0.113.77/1024     INET/CUST            IN-NEG',
  '      Encr: AES-CBC, keysize: 128, PRF: SHA1, Hash: SHA96, DH Grp:5, Auth sign: RSA, Auth verify: ECDSA',
  '      Life/Active Time: 86400/0 sec',
];
const SESSION = [
  'Peer: 198.51.100.2 port 500 fvrf: (none) ivrf: (none)',
  'Session status: UP-ACTIVE',
  '  IPSEC FLOW: permit ip 10.20.20.0/255.255.255.0 10.10.100.0/255.255.255.0',
];

describe('a folded show', () => {
  it.each([60, 72, 78, 80, 100])('of IKEv2 says at %i characters what it said', (width) => {
    const { lines, done } = unfolded(
      'crypto-ikev2-sa',
      IKEV2.flatMap((line) => cut(line, width)),
    );
    const [ike] = SHOWS['crypto-ikev2-sa'].read(lines.join('\n')).ikeSas ?? [];
    expect(ike?.value).toMatchObject({ state: 'IN-NEG', localAuth: 'RSA', remoteAuth: 'ECDSA', activeSeconds: 0 });
    expect(done).toEqual([`unfolded at ${width} characters`]);
  });

  it('is put together where a value alone was cut short, and its lines keep their numbers', () => {
    const folded = SESSION.flatMap((line) => cut(line, 72));
    const { lines } = unfolded('crypto-session', folded);
    expect(lines).toHaveLength(folded.length);
    expect(lines.slice(0, 3)).toEqual(SESSION);
  });
});

describe('a show that was not folded', () => {
  it.each([
    ['crypto-ikev2-sa', IKEV2],
    ['crypto-session', SESSION],
    [
      'crypto-isakmp-sa',
      ['1001  192.0.2.1       198.51.100.1           ACTIVE aes  sha    psk  5  23:25:03', '       Engine-id:Conn-id =  SW:1'],
    ],
    [
      'ip-nhrp',
      ['10.0.0.2/32 via 10.0.0.2', '   NBMA address: 198.51.100.11111', '10.0.0.3/32 via 10.0.0.3', '   NBMA address: 198.51.100.12'],
    ],
    // A value that ends where no terminal does is whole, whatever follows.
    ['crypto-ipsec-profile', ['IPSEC profile A-PROFILE-WITH-A-NAME-THAT-IS-THE-LONGEST-LINE', 'IPSEC', 'profile']],
    ['crypto-map', ['Crypto Map IPv4 "A-MAP-WITH-A-LONG-NAME" 10 ipsec-isakmp', '\tPeer = 198.51.100.1']],
  ] as const)('of %s is left as it is', (id, lines) => {
    expect(unfolded(id, [...lines])).toEqual(page([...lines]));
  });
});
