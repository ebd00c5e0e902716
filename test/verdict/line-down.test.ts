/** A line that went down while the peer was given up: only of one that is known to carry the tunnel it shows that the path was out. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, HQ, invalid, later, sa } from './two-ended-log.ts';

/** Every record with its number, as `service sequence-numbers` prints it: nothing can be missing in between. */
function numbered(log: string): string {
  let number = 500;
  return log.replaceAll(/^(?=Sep {2}2)/gm, () => `${String(number++).padStart(6, '0')}: `);
}

const line = (time: string, name: string, to: 'up' | 'down') =>
  at(time, `%LINEPROTO-5-UPDOWN: Line protocol on Interface ${name}, changed state to ${to}`);
const through = (time: string, name?: string) =>
  name === undefined ? invalid(time) : invalid(time).replace(/\n$/, `, input interface=${name}\n`);
const isakmp = (time: string, text: string) => at(time, `ISAKMP:(1002): ${text}`);
const GIVEN_UP =
  ['10:19:36.000', '10:19:44.000', '10:19:52.000', '10:20:00.000', '10:20:08.000']
    .map((time, turn) => isakmp(time, `DPD incrementing error counter (${turn + 1}/5)`))
    .join('') +
  isakmp('10:20:16.001', `peer ${HQ} not responding!`) +
  sa('b', 'deleted', '10:20:16.003');

interface Told {
  /** Of branch, which receives: the line that fell, and that on which the packets come in. */
  fell?: string;
  input?: string;
  /** Of hq, which sends. */
  fellAtSender?: string;
  fellAt?: string;
  /** While the line of the sender is still down, too. */
  message?: string;
  session?: string;
}

function judged({ fell, input, fellAtSender, fellAt = '10:19:30.000', message = '10:23:02.100', session }: Told): JudgedIncident {
  const between = (name: string | undefined) =>
    name === undefined ? ['', ''] : [line(fellAt, name, 'down'), line('10:23:00.000', name, 'up')];
  const [down, up] = between(fell);
  const messages = through(message, input) + through('10:24:03.000', input);
  const a = sa('a', 'created', '10:00:00.020') + between(fellAtSender).join('') + later('10:30:00.000');
  const b = sa('b', 'created', '10:00:00.000') + down + GIVEN_UP + up + messages + later('10:30:00.000');
  const shown = session === undefined ? {} : { 'show_crypto_session_detail.txt': sessionOn(session) };
  const [incident] = judge(timelineOf({ a: numbered(a), b: numbered(b) }, {}, shown)).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
}

const sessionOn = (name: string) =>
  `Crypto session current status\n\nInterface: ${name}\nSession status: UP-ACTIVE     \nPeer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)\n`;

describe('a line that was down when the peer was given up', () => {
  it.each([
    ['of the sender, of which nothing is known', { fellAtSender: 'GigabitEthernet0/1' }],
    ['of the receiver, whose packets come in on another one', { fell: 'GigabitEthernet0/1', input: 'GigabitEthernet0/0' }],
    ['of the receiver, whose message names no interface', { fell: 'GigabitEthernet0/1' }],
    ['whose name only ends like that of the input', { fell: 'GigabitEthernet0/0', input: 'Ethernet0/0' }],
    ['below a dialer, which may lie on any port', { fell: 'GigabitEthernet0/0', input: 'Dialer1' }],
    ['of the sender, whose session lies on another one', { fellAtSender: 'GigabitEthernet0/1', session: 'GigabitEthernet0/0' }],
    ['of the sender, whose session names its tunnel', { fellAtSender: 'GigabitEthernet0/1', session: 'Tunnel7' }],
    ['of the sender, while its ESP arrived', { fellAtSender: 'GigabitEthernet0/1', message: '10:22:02.100' }],
    [
      'that fell when the probes had long been in vain',
      { fell: 'GigabitEthernet0/0', input: 'GigabitEthernet0/0', fellAt: '10:20:15.900' },
    ],
  ] as const)('%s, does not show the outage', (_what, told) => {
    const { cause } = judged(told);
    expect(cause.confidence).not.toBe('certain');
    expect([cause.id, ...cause.alternatives]).toEqual(expect.arrayContaining(['path-outage', 'dpd-false-positive']));
  });

  it.each([
    ['on which the packets came in later', { fell: 'GigabitEthernet0/0', input: 'GigabitEthernet0/0' }],
    ['of which the input is a part', { fell: 'GigabitEthernet0/0', input: 'GigabitEthernet0/0.100' }],
    ['of the sender, on which its crypto session lies', { fellAtSender: 'GigabitEthernet0/1', session: 'GigabitEthernet0/1' }],
  ] as const)('%s, shows it', (_what, told) => {
    expect(judged(told).chain.forgot.how).toBe('deleted-by-dpd');
    expect(judged(told).cause.id).toBe('path-outage');
    expect(judged(told).cause.alternatives).not.toContain('dpd-false-positive');
  });
});

describe('a sender of which nothing came for minutes', () => {
  it('may have had nothing to send: the peer may have been alive', () => {
    const { cause } = judged({});
    expect(cause).toMatchObject({ id: 'path-outage', confidence: 'likely' });
    expect(cause.alternatives).toContain('dpd-false-positive');
  });
});
