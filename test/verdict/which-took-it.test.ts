/** Of two things that could have taken X the record says which did: the nearer, the named, the one of its own IKE SA. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, ike, invalid, later, sa, X, Y } from './two-ended-log.ts';

/** branch (b) receives with X, hq (a) sends. */
function judged(a: string, b: string): JudgedIncident & { fact(id: string): ToldFact | undefined } {
  const { incidents, facts } = judge(timelineOf({ a, b }));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { ...incident, fact: (id) => facts.find(({ fact }) => fact === id) };
}

const hq = sa('a', 'created', '10:00:00.020');
const made = sa('b', 'created', '10:00:00.000') + sa('b', 'created', '10:00:00.000', { spi: Y });
const gone = (time: string) => sa('b', 'deleted', time) + sa('b', 'deleted', time, { spi: Y });
const messages = invalid('10:20:00.500') + invalid('10:21:01.200') + later('10:22:30.000');
const dies = (time: string) =>
  at(time, `ISAKMP:(1002):peer ${HQ} not responding!`) +
  at(time, `ISAKMP:(1002):deleting SA reason "P1 errcounter exceeded (PEERS_ALIVE_TIMER)" state (R) QM_IDLE       (peer ${HQ})`);
const typed = (command: string) => `branch#${command}\n`;

describe('an SA that outlived the death of its peer', () => {
  it('was taken by the operator who cleared it seconds later', () => {
    const { cause, chain, fact } = judged(
      hq,
      made + dies('10:19:52.000') + typed(`clear crypto sa peer ${HQ}`) + gone('10:20:00.000') + messages,
    );
    expect(cause).toMatchObject({ id: 'sa-cleared', confidence: 'likely' });
    expect(chain.forgot.how).toBe('deleted-by-operator');
    expect(fact('declared-dead')?.is).not.toBe('yes');
  });

  it('went with the peer where the clear came before the death, or names another peer', () => {
    for (const log of [
      typed(`clear crypto sa peer ${HQ}`) + dies('10:19:52.000'),
      dies('10:19:52.000') + typed('clear crypto sa peer 203.0.113.40'),
      dies('10:19:52.000') + typed('clear crypto sa map OTHER'),
    ])
      expect(judged(hq, made + log + gone('10:20:00.000') + messages).fact('declared-dead')).toMatchObject({ is: 'yes' });
  });
});

describe('a clear of one entry', () => {
  const cleared = (command: string) => judged(hq, made + typed(command) + gone('10:20:00.000') + messages);

  it.each([
    ['the SPI in hexadecimal', `clear crypto sa entry ${BRANCH} esp 0x${X}`],
    ['the SPI as a number', `clear crypto sa entry ${BRANCH} esp ${Number.parseInt(X, 16)}`],
    ['the other half of the pair, which goes with it', `clear crypto sa entry ${HQ} esp 0x${Y}`],
  ])('took the SA that it names: %s', (_, command) => {
    const { cause, fact } = cleared(command);
    expect(fact('cleared')).toMatchObject({ is: 'yes' });
    expect(cause.id).toBe('sa-cleared');
  });

  it('took no other', () => {
    expect(cleared(`clear crypto sa entry ${BRANCH} esp 0x0BADCAFE`).fact('cleared')).toMatchObject({ is: 'no' });
  });

  it('does not hide a clear of all that came behind it', () => {
    const { fact } = judged(
      hq,
      made + typed('clear crypto sa') + typed(`clear crypto sa entry ${BRANCH} esp 0x0BADCAFE`) + gone('10:20:00.000') + messages,
    );
    expect(fact('cleared')).toMatchObject({ is: 'yes' });
  });
});

describe('two IKE SAs through one NAT', () => {
  const hears = (time: string, port: number, spi: string, exchange: string, id: number) =>
    at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):Received Packet [From ${HQ}:${port}/To ${BRANCH}:4500/VRF i0:f0] `) +
    `Initiator SPI : ${spi} - Responder SPI : BB515F3AD24E6123 Message id: ${id}\nIKEv2 ${exchange} \nPayload contents: \n  \n\n`;
  const [own, beside] = ['C571EF343834DF4F', '1D00F00D1D00F00D'];
  const isMade = hears('09:59:59.990', 41001, own, 'CREATE_CHILD_SA Exchange RESPONSE', 2) + made;
  const moved = (spi: string) => hears('10:10:00.000', 41777, spi, 'INFORMATIONAL Exchange REQUEST', 3);
  const port = (log: string) => judged(hq, isMade + log + gone('10:20:00.000') + messages).fact('sender-rebound');

  it('have a port each: that of another may change, and X stays where it was', () => {
    const log =
      hears('10:05:00.000', 42000, beside, 'INFORMATIONAL Exchange REQUEST', 2) +
      moved(beside) +
      hears('10:15:00.000', 41001, own, 'INFORMATIONAL Exchange REQUEST', 4);
    expect(port(log)).toMatchObject({ is: 'no' });
  });

  it('say that the NAT moved the sender where the IKE SA that made X changes its port', () => {
    expect(port(moved(own))).toMatchObject({ is: 'yes' });
  });

  it('say so too where a new one comes from a new port, and the old one is heard no more', () => {
    expect(port(moved(beside) + ike('10:10:00.100', 'Processing IKE_AUTH message'))).toMatchObject({ is: 'yes' });
  });
});

describe('a DELETE of the sender right before the end of X', () => {
  const OLD = '0A0B0C0D';
  const older = sa('b', 'created', '09:10:00.000', { spi: Y })
    .replaceAll(Y, OLD)
    .replace(`${Number.parseInt(Y, 16)}`, `${Number.parseInt(OLD, 16)}`);
  const names = (spi: string) =>
    at('10:00:00.100', `IKEv2:(SESSION ID = 7,SA ID = 2):Processing DELETE INFO message for IPsec SA [SPI: 0x${spi}]`);
  const told = (spi: string) =>
    judged(hq, older + made + names(spi) + gone('10:00:00.180') + invalid('10:00:00.900') + later('10:02:30.000'));

  it('took another pair where it names a half that R had made long before', () => {
    const { chain, fact } = told(OLD);
    expect(fact('deleted-by-sender')?.is).not.toBe('yes');
    expect(chain.sends.how).not.toBe('data-plane-stale');
  });

  it('took X where it names the half that R made with it', () => {
    expect(told(Y).fact('deleted-by-sender')).toMatchObject({ is: 'yes' });
  });
});
