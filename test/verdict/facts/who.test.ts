/** Who sends from an address that is not the peer's: the peer after a move, or somebody else while the peer stays where it is. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, invalid, later, packet, sa, X, Y } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const ELSEWHERE = '203.0.113.99';
const ASKS = 'INFORMATIONAL Exchange REQUEST';
const a = sa('a', 'created', '10:00:00.010') + later('10:39:00.000');
const born = sa('b', 'created', '10:00:00.000');
const hears = (time: string, id: number) => packet(time, 'received', 'b', ASKS, id);
const message = invalid('10:20:00.000', ELSEWHERE);

describe('an SPI of the tunnel that comes from another address', () => {
  const stays = { a, b: born + hears('10:19:00.000', 3) + message + hears('10:20:40.000', 4) + later('10:39:00.000') };
  const leaves = { a, b: born + hears('10:19:00.000', 3) + message + later('10:39:00.000') };

  it('does not come of a move, where the peer speaks from its own address before and behind it', () => {
    expect(asked('sender-moved', stays)).toMatchObject({ is: 'no', grade: 'suggested' });
    expect(asked('stranger', stays)).toMatchObject({ is: 'yes', grade: 'hinted' });
  });

  it('is then laid on somebody else as no more than possible, and its receiver is not said to have never had it', () => {
    const [incident] = judge(timelineOf(stays)).incidents;
    expect(incident?.cause).toMatchObject({ id: 'foreign-traffic', confidence: 'possible' });
    expect(incident?.chain.sends.how).toBe('not-the-sender');
    expect(incident?.chain.forgot.how).not.toBe('never-had');
  });

  it('may come of a move, where nothing of the peer was heard since', () => {
    expect(asked('sender-moved', leaves)).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(asked('stranger', leaves)).toMatchObject({ is: 'no' });
  });

  const again = invalid('10:21:00.400', ELSEWHERE) + later('10:39:00.000');
  const judgedBy = (logs: { a: string; b: string }) => judge(timelineOf(logs)).incidents[0]?.cause;

  it('says more of the peer than of a data plane that lacks the SA, which takes packets of its own peer alone', () => {
    const cause = judgedBy({ a: '', b: born + hears('10:19:00.000', 3) + message + again });
    expect(cause).toMatchObject({ id: 'sender-address-changed', confidence: 'possible' });
    expect(cause?.alternatives).toContain('receiver-data-plane-missing');
  });

  it("is the peer's own where the peer was given that address, though by its clock a millisecond behind the message", () => {
    const assigned = at(
      '10:20:00.012',
      `%DHCP-6-ADDRESS_ASSIGN: Interface GigabitEthernet0/1 assigned DHCP address ${ELSEWHERE}, mask 255.255.255.0, hostname hq`,
    );
    const given = { a: sa('a', 'created', '10:00:00.010') + assigned + later('10:39:00.000'), b: born + message + again };
    expect(asked('sender-moved', given)).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(judgedBy(given)).toMatchObject({ id: 'sender-address-changed', confidence: 'likely' });
    // Its IKE comes from there, too: no NAT has made that up.
    const unknown = at('10:20:09.000', `%CRYPTO-4-IKMP_NO_SA: IKE message from ${ELSEWHERE} has no SA and is not an initialization offer`);
    const known = { a: given.a, b: born + message + unknown + again };
    expect(asked('translated-sender', known)).toMatchObject({ is: 'no' });
    expect(judgedBy(known)).toMatchObject({ id: 'sender-address-changed', confidence: 'likely' });
  });
});

describe('an SPI that its receiver lists for the peer', () => {
  const listing = (peer: string) => `
interface: Tunnel0
    Crypto map tag: Tunnel0-head-0, local addr 198.51.100.1

   local  ident (addr/mask/prot/port): (198.51.100.1/255.255.255.255/47/0)
   remote ident (addr/mask/prot/port): (${peer}/255.255.255.255/47/0)
   current_peer ${peer} port 500

     inbound esp sas:
      spi: 0x${X}(3076621886)
        transform: esp-256-aes esp-sha256-hmac ,
        sa timing: remaining key lifetime (k/sec): (4607999/1800)
        Status: ACTIVE(ACTIVE)
`;
  const peers = 'crypto isakmp key ****** address 192.0.2.1\n';
  const files = (peer: string) => ({ 'show_crypto_ipsec_sa.txt': listing(peer), 'show_running_config_section_crypto.txt': peers });
  const b = message + invalid('10:21:00.400', ELSEWHERE) + later('10:39:00.000');
  const assigned = at('10:19:15.000', `%DHCP-6-ADDRESS_ASSIGN: Interface Gi0/0 assigned DHCP address ${ELSEWHERE}, mask 255.255.255.0`);

  it("is the tunnel's own, wherever it comes from: who receives by it has chosen it", () => {
    expect(asked('stranger', { a: later('10:39:00.000'), b }, files('192.0.2.1'))).toMatchObject({ is: 'no' });
  });

  it('and comes from a peer under a new address, where the peer was given that', () => {
    const [incident] = judge(timelineOf({ a: assigned + later('10:39:00.000'), b }, files('192.0.2.1'))).incidents;
    expect(incident?.cause).toMatchObject({ id: 'sender-address-changed', confidence: 'likely' });
  });

  it("is not the tunnel's where it is listed for another peer", () => {
    expect(asked('stranger', { a: later('10:39:00.000'), b }, files('203.0.113.200'))).toMatchObject({ is: 'yes' });
  });
});

describe.each([
  ['203.0.113.140', 'in the same range'],
  ['198.18.7.9', 'at another provider'],
])('an SA that its receiver made with the peer at %s, %s', (former) => {
  const from = (side: 'a' | 'b', time: string) => sa(side, 'created', time).replaceAll('192.0.2.1:0', `${former}:0`);
  const again = invalid('10:20:00.000') + invalid('10:21:00.400') + later('10:39:00.000');
  const assigned = at('10:19:58.500', '%DHCP-6-ADDRESS_ASSIGN: Interface Gi0/0 assigned DHCP address 192.0.2.1, mask 255.255.255.0');
  const own = from('a', '10:00:00.010');
  const made = from('b', '10:00:00.000');

  it.each([
    ['was given since', own + assigned + later('10:39:00.000')],
    ['has by the tunnel file', own + later('10:39:00.000')],
  ])('and that comes from the address which the peer %s, is one of a peer that moved', (_what, hq) => {
    const logs = { a: hq, b: made + again };
    expect(asked('sender-moved', logs)).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(asked('mapping-stale', logs)).not.toMatchObject({ is: 'no', grade: 'shown' });
    const cause = judge(timelineOf(logs)).incidents[0]?.cause;
    expect(cause).toMatchObject({ id: 'sender-address-changed', confidence: 'likely' });
    expect(cause?.alternatives).not.toContain('receiver-data-plane-missing');
  });

  it('is cleared there by the address with which it was made', () => {
    const hq = own + later('10:39:00.000');
    const b = made + at('10:10:00.000', '%PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:!exec: show clock') + again;
    const remedies = judge(timelineOf({ a: hq, b })).incidents.flatMap(({ cause }) => [
      cause.remedy,
      ...cause.blocks.flatMap(({ lines }) => lines),
    ]);
    expect(remedies.join('\n')).not.toContain('peer 192.0.2.1');
  });
});

describe('an SA that its receiver made with the address from which it comes', () => {
  it('is not one of a peer that moved', () => {
    const b = born + invalid('10:20:00.000') + invalid('10:21:00.400') + later('10:39:00.000');
    expect(asked('sender-moved', { a, b })).toMatchObject({ is: 'no', grade: 'shown' });
    expect(asked('mapping-stale', { a, b })).toMatchObject({ is: 'no', grade: 'shown' });
  });

  it('is not surely so where its making is not on record, and the peer was given that address', () => {
    const assigned = at('10:19:58.500', '%DHCP-6-ADDRESS_ASSIGN: Interface Gi0/0 assigned DHCP address 192.0.2.1, mask 255.255.255.0');
    const b = invalid('10:20:00.000') + invalid('10:21:00.400') + later('10:39:00.000');
    expect(asked('sender-moved', { a: assigned + later('10:39:00.000'), b })).toMatchObject({ is: 'no', grade: 'hinted' });
  });
});

describe("a group's SA, which is made with nobody", () => {
  it.each(['0.0.0.0', '239.1.1.1'])('tells by %s of no move', (nobody) => {
    const b = born.replaceAll('192.0.2.1:0', `${nobody}:0`) + invalid('10:20:00.000') + invalid('10:21:00.400') + later('10:39:00.000');
    expect(asked('sender-moved', { a, b })).not.toMatchObject({ is: 'yes' });
  });
});

describe('an SA that its sender alone recorded to have negotiated', () => {
  const making =
    at('10:00:00.000', 'ISAKMP (1008): received packet from 198.51.100.1 dport 500 sport 500 Global (R) QM_IDLE      ') +
    at('10:00:00.000', 'ISAKMP: set new node 1371771431 to QM_IDLE      ') +
    at('10:00:00.000', 'ISAKMP:(1008): processing HASH payload. message ID = 1371771431') +
    at('10:00:00.000', 'ISAKMP:(1008): processing SA payload. message ID = 1371771431') +
    sa('a', 'created', '10:00:00.010');
  const answered = { a: making + later('10:39:00.000'), b: later('09:59:00.000') + invalid('10:20:00.000') + later('10:39:00.000') };

  it('is not said to be of another router, where its receiver records no IKE at all', () => {
    expect(asked('alive-elsewhere', answered)?.is).not.toBe('yes');
    expect(judge(timelineOf(answered)).incidents[0]?.cause).not.toMatchObject({ id: 'misrouted-esp', confidence: 'likely' });
  });
});

describe('a stray packet, whose SPI no record knows, from an address that is nobody of the tunnel', () => {
  const stray = (time: string) => invalid(time, ELSEWHERE);
  const atHq = stray('10:19:30.000').replace('destaddr=198.51.100.1', 'destaddr=192.0.2.1');
  const tunnel = {
    a: sa('a', 'created', '10:00:00.010', { spi: Y }) + atHq + later('10:39:00.000'),
    b: sa('b', 'created', '10:00:00.000', { spi: Y }),
  };

  it.each([
    ['a clear', at('10:19:59.000', '%PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:!exec: clear crypto session')],
    ['a restart', at('10:19:40.000', '%SYS-5-RESTART: System restarted --')],
    ['a dead peer', at('10:19:58.000', 'ISAKMP:(1017):peer 192.0.2.1 not responding!')],
    ['a shortage', at('10:19:50.000', '%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed')],
  ])('does not come of what befell the tunnel: %s', (_what, line) => {
    for (const message of [stray('10:20:00.000'), stray('10:20:00.000') + stray('10:21:01.000')]) {
      const { incidents } = judge(timelineOf({ a: tunnel.a, b: tunnel.b + line + message + later('10:39:00.000') }));
      expect(incidents.map(({ receiver }) => receiver)).toEqual(['a', 'b']);
      for (const { cause } of incidents) {
        expect(['unknown', 'foreign-traffic', 'sender-address-changed', 'nat-rebinding']).toContain(cause.id);
        expect(cause.blocks).toEqual([]);
      }
    }
  });
});
