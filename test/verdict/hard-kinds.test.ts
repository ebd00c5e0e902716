/** Kinds of fault that hard stories found in the verdict: a hole where the answer would stand, a line that speaks of something else. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { Cause, JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, later, packet, sa, X } from './two-ended-log.ts';

/** branch (b) receives with X, hq (a) sends. */
const invalid = (source = HQ, spi = X) =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${spi}(${Number.parseInt(spi, 16)}), srcaddr=${source}, input interface=GigabitEthernet0/0`;

interface Told {
  cause: Cause;
  incident: JudgedIncident;
  fact(id: string): ToldFact | undefined;
}

function judged(a: string, b: string, shown: Readonly<Record<string, string>> = {}, ofHq: Readonly<Record<string, string>> = {}): Told {
  const { incidents, facts } = judge(timelineOf({ a, b }, shown, ofHq));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { cause: incident.cause, incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

/** With sequence numbers, but for those of the lines that hold the word. */
function numbered(log: string, missing?: string): string {
  let sequence = 100;
  return log
    .split('\n')
    .map((line) => {
      if (!line.startsWith('Sep ')) return line;
      sequence += 1;
      return `${String(sequence).padStart(6, '0')}: ${line}`;
    })
    .filter((line) => missing === undefined || !line.includes(missing))
    .join('\n');
}

describe('a message that did not come again', () => {
  const log = (minutes: number) =>
    sa('b', 'created', '10:00:00.000') +
    sa('b', 'deleted', '10:20:00.000') +
    at('10:20:00.010', invalid()) +
    Array.from({ length: minutes * 6 }, (_, tick) => {
      const second = tick * 10 + 5;
      return at(`10:2${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}.000`, `%SYS-5-CONFIG_I: tick ${tick}.`);
    }).join('');
  const hq = sa('a', 'created', '10:00:00.020');

  it('is shown not to have come where the numbers leave no hole', () => {
    expect(judged(hq, numbered(log(4))).fact('goes-on')).toMatchObject({ is: 'no', grade: 'shown' });
  });

  it.each([0, 3, 5, 6, 8, 11])('is not where the numbers have a hole, %d0 s behind it', (tick) => {
    expect(judged(hq, numbered(log(4), `tick ${tick}.`)).fact('goes-on')).toMatchObject({ is: 'no', grade: 'suggested' });
  });

  it('is not where nothing tells of holes', () => {
    expect(judged(hq, log(4)).fact('goes-on')).toMatchObject({ is: 'no', grade: 'suggested' });
  });

  it('is not known where less than a minute is left of the record', () => {
    const short = numbered(log(2), 'tick')
      .concat(`000160: ${at('10:21:50.000', '%SYS-5-CONFIG_I: the end')}`)
      .concat(`000161: ${at('10:21:55.000', '%SYS-5-CONFIG_I: the end')}`);
    const { incident, fact } = judged(hq, short);
    expect(incident.persistence).toBe('unknown');
    expect(fact('goes-on')).toMatchObject({ is: 'unknown' });
  });
});

describe('a router that becomes active', () => {
  const active = (time: string, name = 'GigabitEthernet0/0', change = 'Standby -> Active') =>
    at(time, `%HSRP-5-STATECHANGE: ${name} Grp 1 state ${change}`);
  const unsendable = at(
    '10:01:41.410',
    `ISAKMP-ERROR: (0):ignoring request to send delete notify (no ISAKMP sa) src ${BRANCH} dst ${HQ} for SPI 0x${X}`,
  );
  const told = at('10:01:41.400', invalid()) + unsendable + later('10:04:00.000');
  const shown = {
    'show_standby_brief.txt': `Interface   Grp  Pri P State   Active          Standby         Virtual IP\nGi0/0       1    100 P Active  local           unknown         ${BRANCH}\n`,
  };
  const hq = sa('a', 'created', '09:50:10.030');
  const first = later('09:40:00.000');

  it('took over where its log is whole since the making of the SA', () => {
    const { cause } = judged(hq, numbered(first + active('10:01:40.200') + told), shown);
    expect(cause.id).toBe('ha-failover');
  });

  it('is never certain to have where its record begins behind the making', () => {
    expect(judged(hq, numbered(active('10:01:40.200') + told), shown).cause.confidence).not.toBe('certain');
    expect(judged(hq, active('10:01:40.200') + told, shown).cause.confidence).not.toBe('certain');
  });

  it.each([
    [
      'had been active when the SA was made',
      active('10:00:40.000', undefined, 'Active -> Speak') + active('10:00:44.000', undefined, 'Speak -> Standby'),
    ],
    [
      'spoke IKE with the peer before',
      at('09:50:10.020', `ISAKMP-PAK: (1001):received packet from ${HQ} dport 500 sport 500 Global (R) QM_IDLE`),
    ],
  ])('is no takeover that is told as such where it %s', (_, before) => {
    const { cause, fact } = judged(hq, first + before + active('10:01:40.200') + told, shown);
    expect(fact('took-over')?.is).not.toBe('yes');
    expect(cause.id).not.toBe('ha-failover');
  });

  it('did not take over what it made itself', () => {
    const own = at('09:50:10.040', `ISAKMP: (1001):Successfully installed IPSEC SA (SPI:0x${X}) on GigabitEthernet0/0`);
    const { fact } = judged(hq, first + own + active('10:01:40.200') + told, shown);
    expect(fact('made-at-receiver')?.is).toBe('yes');
    expect(fact('took-over')?.is).toBe('no');
  });

  it.each([
    ['of another interface', active('10:01:40.200', 'GigabitEthernet0/2')],
    ['of a VLAN', active('10:01:40.200', 'Vlan20')],
    [
      'of a standby that was put in',
      at('10:01:40.200', '%REDUNDANCY-5-PEER_MONITOR_EVENT: Active detected a standby insertion (raw-event=PEER_FOUND(4))'),
    ],
  ])('is nothing to the tunnel in the message %s', (_, event) => {
    const { cause, fact } = judged(hq, first + event + told);
    expect(fact('took-over')?.is).not.toBe('yes');
    expect(cause).toMatchObject({ id: 'unknown' });
  });

  it('and restarted shortly before leaves both causes', () => {
    const restart = at('10:01:02.000', '%SYS-5-RESTART: System restarted --');
    const { cause } = judged(hq, first + restart + active('10:01:40.200') + told, shown);
    expect([cause.id, ...cause.alternatives]).toEqual(expect.arrayContaining(['peer-reloaded', 'ha-failover']));
  });
});

describe('a clear', () => {
  const [made, gone] = [sa('b', 'created', '10:00:00.000'), sa('b', 'deleted', '10:20:00.000')];
  const message = at('10:20:45.000', invalid()) + at('10:21:46.000', invalid()) + later('10:25:00.000');
  const hq = sa('a', 'created', '10:00:00.020');

  it.each(['clear crypto sa', `clear crypto sa peer ${HQ}`, 'clear crypto session', 'clear crypto ikev2 sa', 'clear crypto isakmp'])(
    'is %s before the deletion, in the order of the lines',
    (command) => {
      expect(judged(hq, `${made}branch#${command}\nbranch#\n${gone}${message}`).fact('cleared')).toMatchObject({ is: 'yes' });
    },
  );

  it.each([
    'clear crypto sa ?',
    'clear crypto sa counters',
    'clear crypto ikev2 stats',
    'clear crypto isakmp stats',
    'clear crypto ikev2 ?',
    'clear crypto session ?',
    'clear crypto sa peer 203.0.113.7',
  ])('is not %s', (command) => {
    expect(judged(hq, `${made}branch#${command}\nbranch#\n${gone}${message}`).fact('cleared')).toMatchObject({ is: 'no' });
  });

  it.each(["% Invalid input detected at '^' marker.", '% Incomplete command.', 'Command authorization failed.'])(
    'is none that the router answers with %s',
    (answer) => {
      expect(
        judged(hq, `${made}branch#clear crypto sa\n            ^\n${answer}\n\nbranch#\n${gone}${message}`).fact('cleared'),
      ).toMatchObject({ is: 'no' });
    },
  );

  it('behind the deletion did not bring it about', () => {
    const { fact, incident } = judged(hq, `${made}${gone}branch#clear crypto sa peer ${HQ}\nbranch#\n${message}`);
    expect(fact('cleared')).toMatchObject({ is: 'no', grade: 'hinted' });
    expect(incident.chain.forgot.how).not.toBe('deleted-by-operator');
  });

  it('long before it, by the next line with a stamp, did not either', () => {
    const between = later('10:05:00.000') + later('10:10:00.000');
    expect(judged(hq, `${made}branch#clear crypto sa\nbranch#\n${between}${gone}${message}`).fact('cleared')).toMatchObject({ is: 'no' });
  });
});

describe('an interface that is shut down', () => {
  const [made, gone] = [sa('b', 'created', '10:00:00.000'), sa('b', 'deleted', '10:20:00.400')];
  const message = at('10:20:01.000', invalid()) + later('10:25:00.000');
  const down = (name: string) => at('10:20:02.000', `%LINK-5-CHANGED: Interface ${name}, changed state to administratively down`);
  const hq = sa('a', 'created', '10:00:00.020');
  const forgot = (b: string) => judged(hq, b).incident.chain.forgot.how;

  it.each([
    ['as it was typed', `branch(config)#interface Tunnel33\nbranch(config-if)#shutdown\n`, ''],
    ['as its link is told down', '', down('Tunnel33')],
    ['as the line by which the packets come is', '', down('GigabitEthernet0/0')],
  ])('is why the SA went, %s', (_, typed, told) => {
    expect(forgot(made + typed + gone + message.replace('\n', `\n${told}`))).toBe('deleted-by-operator');
  });

  it.each([
    ['of another line', '', down('GigabitEthernet0/7')],
    ['that was lifted', 'branch(config-if)#no shutdown\n', ''],
    ['minutes before', `branch(config-if)#shutdown\n${later('10:10:00.000')}`, ''],
  ])('is not, %s', (_, typed, told) => {
    expect(forgot(made + typed + gone + message.replace('\n', `\n${told}`))).not.toBe('deleted-by-operator');
  });
});

describe('healing', () => {
  const [made, gone] = [sa('b', 'created', '10:00:00.000'), sa('b', 'deleted', '10:20:00.000')];
  const again = at('10:20:45.000', invalid()) + at('10:21:46.000', invalid());
  const hq = sa('a', 'created', '10:00:00.020');
  const up = (peer: string, state = 'UP') =>
    at('10:22:30.000', `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is ${state}.  Peer ${peer}:500       Id: ${peer}`);

  it('is a new pair at both ends for the same traffic, and nothing is to be cleared then', () => {
    const [b, a] = [sa('b', 'created', '10:22:30.000', { spi: '0A0B0C0D' }), sa('a', 'created', '10:22:30.020', { spi: '0A0B0C0D' })];
    // What both saw ties their clocks.
    const asked = 'INFORMATIONAL Exchange REQUEST';
    const [sent, come] = [packet('10:10:00.000', 'sent', 'b', asked, 4), packet('10:10:00.010', 'received', 'a', asked, 4)];
    const before = made + sent + gone + again;
    const { incident, cause } = judged(hq + come + a, before + b + later('10:25:00.000'));
    expect(incident.healing).toMatchObject({ will: 'healed', by: 'new-sa' });
    expect(cause.remedy).not.toContain('clear crypto');
    expect(cause.blocks.filter(({ does }) => does === 'masks')).toEqual([]);
    expect(judged(hq + come, before + b + later('10:25:00.000')).incident.healing.by).not.toBe('new-sa');
    expect(judged(hq + come + a, before + later('10:25:00.000')).incident.healing.by).not.toBe('new-sa');
  });

  it('is the session that comes up again', () => {
    const { incident, cause } = judged('', made + gone + again + up(HQ) + later('10:25:00.000'));
    expect(incident.healing).toMatchObject({ will: 'healed' });
    expect(cause.remedy).not.toContain('clear crypto');
    expect(cause.blocks.filter(({ does }) => does === 'masks')).toEqual([]);
  });

  it.each([
    ['of another peer', up('203.0.113.9')],
    ['that goes down', up(HQ, 'DOWN')],
    ['that comes up and goes down', up(HQ) + up(HQ, 'DOWN')],
  ])('is no session %s', (_, line) => {
    expect(judged('', made + gone + again + line + later('10:25:00.000')).incident.healing.will).not.toBe('healed');
  });
});

describe("the peer's address as source", () => {
  const table = (address: string, spi: string) =>
    `interface: Tunnel0\n   current_peer ${address} port 500\n     inbound esp sas:\n      spi: 0x${spi}(${Number.parseInt(spi, 16)})\n        Status: ACTIVE(ACTIVE)\n     outbound esp sas:\n      spi: 0x0${spi.slice(1)}(${Number.parseInt(`0${spi.slice(1)}`, 16)})\n        Status: ACTIVE(ACTIVE)\n`;
  const file = 'show_crypto_ipsec_sa.txt';
  const b = at('10:20:00.000', invalid(HQ, '00010000')) + later('10:25:00.000');
  const both = [{ [file]: table(HQ, '5A5A5A51') }, { [file]: table(BRANCH, '4B4B4B41') }] as const;

  it('does not say that the peer sent, where neither end lists the SPI', () => {
    const { fact, cause, incident } = judged('', b, ...both);
    expect(fact('stranger')?.is).toBe('unknown');
    expect([cause.id, ...cause.alternatives]).toContain('foreign-traffic');
    expect(incident.chain.sends.how).not.toBe('still-current');
    expect(cause.remedy).not.toContain('clear crypto');
  });

  it('is made up where a stranger sends with the same SPI', () => {
    const { cause } = judged('', at('10:19:59.000', invalid('203.0.113.9', '00010000')) + b, ...both);
    expect(cause.id).toBe('foreign-traffic');
  });

  it('says so where the tables were not asked for', () => {
    expect(judged('', b).fact('stranger')?.is).toBe('no');
  });
});
