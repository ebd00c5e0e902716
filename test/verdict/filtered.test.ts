/** What a router's own log says that it dropped of the other's IKE: the list is named, in the cause and in what to do. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { asked } from './facts/asked.ts';
import { acknowledged, at, BRANCH, HQ, hearsDelete, ike, invalid, later, packet, sa, sendsDelete } from './two-ended-log.ts';

const ASKS = 'INFORMATIONAL Exchange REQUEST';
const denied = (time: string, from: string, to: string, what = 'list OUTSIDE-IN denied udp', port = '500') =>
  at(time, `%SEC-6-IPACCESSLOGP: ${what} ${from}(${port}) -> ${to}(${port}), 1 packet`);
const dropped = at(
  '10:20:58.030',
  `%FW-6-DROP_PKT: Dropping udp session ${HQ}:500 ${BRANCH}:500 on zone-pair OUT-SELF class class-default due to  DROP action found in policy-map with ip ident 0`,
);
const a = sa('a', 'created', '10:00:00.010');
const b = sa('b', 'created', '10:00:00.000');
const probes = ['10:20:50', '10:20:54', '10:20:58'].map((time, turn) => packet(`${time}.000`, 'sent', 'b', ASKS, 5 + turn)).join('');
const dies = ike('10:21:02.000', ': Maximum number of retransmissions reached') + sa('b', 'deleted', '10:21:02.010');
const messages = invalid('10:21:02.050') + invalid('10:22:03.000') + later('10:39:00.000');

describe('IKE that its receiver drops by its own log', () => {
  it.each([
    ['a list', denied('10:20:58.030', HQ, BRANCH), 'list OUTSIDE-IN'],
    ['a list behind a NAT', denied('10:20:58.030', HQ, BRANCH, 'list 101 denied udp', '4500'), 'list 101'],
    [
      'a list with the interface',
      at(
        '10:20:58.030',
        `%SEC-6-IPACCESSLOGP: list OUT denied udp ${HQ}(500) (GigabitEthernet0/0 aabb.cc00.0100) -> ${BRANCH}(500), 3 packets`,
      ),
      'list OUT',
    ],
    ['a zone pair', dropped, 'zone pair OUT-SELF'],
  ])('is blocked by %s, which is named in what to do', (_, line, name) => {
    const logs = { a: a + later('10:39:00.000'), b: b + probes + line + dies + messages };
    expect(asked('ike-blocked', logs)).toMatchObject({
      is: 'yes',
      grade: 'suggested',
      said: `${name} of branch drops IKE of hq, while its ESP comes`,
    });
    const [incident] = judge(timelineOf(logs)).incidents;
    expect(incident?.cause).toMatchObject({ id: 'ike-blocked', confidence: 'likely' });
    expect(incident?.cause.remedy).toContain(`On branch: permit UDP 500 and 4500 from hq in ${name}`);
  });

  it.each([
    ['of another host', denied('10:20:58.030', '203.0.113.99', BRANCH)],
    ['to another host', denied('10:20:58.030', HQ, '198.51.100.200')],
    ['of another service', denied('10:20:58.030', HQ, BRANCH, 'list OUTSIDE-IN denied udp', '161')],
    ['that was let in', denied('10:20:58.030', HQ, BRANCH, 'list OUTSIDE-IN permitted udp')],
    ['of an hour before', denied('09:20:58.030', HQ, BRANCH)],
  ])('says nothing of IKE with a line %s', (_, line) => {
    const logs = { a: a + later('10:39:00.000'), b: (line.includes('09:20') ? line : '') + b + probes + line + dies + messages };
    expect(asked('ike-blocked', { ...logs, b: line.includes('09:20') ? line + b + probes + dies + messages : logs.b })?.said).not.toContain(
      'drops IKE',
    );
  });

  it('is not blocked any more where IKE came behind the line', () => {
    const logs = {
      a: a + later('10:39:00.000'),
      b: b + probes + denied('10:20:55.000', HQ, BRANCH) + acknowledged('10:20:58.040', 7) + dies + messages,
    };
    expect(asked('ike-blocked', logs)?.said).not.toContain('drops IKE');
  });
});

describe('a DELETE that the list of its receiver drops', () => {
  const goes = sa('b', 'deleted', '10:21:02.010') + sendsDelete('10:21:02.011', 5);
  const passed = packet('10:10:00.012', 'received', 'a', ASKS, 1);
  const asks = packet('10:10:00.000', 'sent', 'b', ASKS, 1);
  const logs = (line: string) => ({ a: a + passed + line + later('10:39:00.000'), b: b + asks + goes + messages });

  it('was lost, and the list is named', () => {
    const line = denied('10:21:02.030', BRANCH, HQ, 'list OUT-IN denied udp');
    expect(asked('delete-lost', logs(line))).toMatchObject({
      is: 'yes',
      said: expect.stringContaining('list OUT-IN of hq drops IKE of branch'),
    });
    const [incident] = judge(timelineOf(logs(line))).incidents;
    expect(incident?.cause.id).toBe('delete-lost');
    expect(incident?.cause.remedy).toContain(
      'On hq: permit UDP 500 and 4500 from branch in list OUT-IN, which drops them, as the log of hq says.',
    );
  });

  it('was not, where it came all the same', () => {
    const line = denied('10:21:01.900', BRANCH, HQ);
    const came = { ...logs(line), a: a + passed + line + hearsDelete('10:21:02.040', 5) + later('10:39:00.000') };
    expect(asked('delete-lost', came)).toMatchObject({ is: 'no' });
  });
});
