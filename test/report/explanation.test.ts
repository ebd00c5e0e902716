/** The explanation of an incident: three paragraphs that name peers, times on one clock, and what to do. */
import { expect, it } from 'vitest';
import { believe, type Explanation, explainIncident } from '../../src/report/explanation.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST, ONLY_THE_MESSAGE } from '../verdict/stories.ts';
import { acknowledged, hearsDelete, invalid, later, packet, sa, sendsDelete } from '../verdict/two-ended-log.ts';

function explain(story: { a: string; b: string }): Explanation {
  const timeline = timelineOf(story);
  const explanation = explainIncident(judge(timeline), timeline, 0);
  if (explanation === undefined) throw new Error('there is no incident');
  return explanation;
}

it('tells what happened in the order of one clock', () => {
  const { happened } = explain(DELETE_LOST);
  const [used, deleted, logged] = ['started sending with', 'branch deleted inbound', 'logged the unknown SPI'].map((words) =>
    happened.indexOf(words),
  );
  expect(happened).toContain("on hq's clock");
  expect([used, deleted, logged]).toEqual([used, deleted, logged].toSorted((one, two) => Number(one) - Number(two)));
  expect(used).toBeGreaterThan(0);
});

it('says which message got lost, and names no year that nobody printed', () => {
  const { happened } = explain(DELETE_LOST);
  expect(happened).toContain('(1148084868), which never arrived');
  expect(happened).not.toContain('1972');
});

it('says of a copy that never arrived that it is one, where a later one did', () => {
  const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };
  const again = packet('10:30:12.000', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 9);
  const gone = sa('b', 'deleted', '10:30:00.000') + sendsDelete('10:30:00.001', 9) + invalid('10:30:01.000');
  const heard = hearsDelete('10:30:12.004', 9) + packet('10:30:12.005', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 9);
  const before = (side: 'a' | 'b', way: 'sent' | 'received', kind: 'REQUEST' | 'RESPONSE', time: string) =>
    packet(time, way, side, `INFORMATIONAL Exchange ${kind}`, 8);
  const a = made.a + before('a', 'received', 'REQUEST', '10:29:00.004') + before('a', 'sent', 'RESPONSE', '10:29:00.005') + heard;
  const b = made.b + before('b', 'sent', 'REQUEST', '10:29:00.001') + before('b', 'received', 'RESPONSE', '10:29:00.008') + gone + again;
  const { happened } = explain({ a: a + later('10:50:00.000'), b: b + acknowledged('10:30:12.009', 9) + later('10:50:00.000') });
  expect(happened).toContain('(9), a copy that never arrived');
  expect(happened).not.toContain('which never arrived');
});

it('says how sure it is, and what would have decided', () => {
  expect(explain(DELETE_LOST).believed).toMatch(/^Certain: /);
  expect(explain(ONLY_THE_MESSAGE).believed).toMatch(/What would have shown the cause: .*debug crypto (?:isakmp|ipsec) on branch/);
});

it('says of a cause that is named what would have decided it', () => {
  const timeline = timelineOf(ONLY_THE_MESSAGE);
  const [incident] = judge(timeline).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  expect(believe({ ...incident.cause, id: 'delete-lost' })).toMatch(
    /What would have decided it: .*debug crypto (?:isakmp|ipsec) on branch/,
  );
});

it('gives a command for the right router', () => {
  expect(explain(DELETE_LOST).advice).toContain('On hq: clear crypto sa peer 198.51.100.1.');
});

it.each([
  [['203.0.113.77'], ' from 203.0.113.77, once'],
  [['203.0.113.77', '203.0.113.8'], ' from 203.0.113.77, 203.0.113.8, 2 times'],
  [
    ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4', '203.0.113.5'],
    ' from 203.0.113.1, 203.0.113.2, 203.0.113.3 and 2 more, 5 times',
  ],
  [['198.51.100.1'], ', once'],
])('names whom the packets come from when it is not the peer: %j', (sources, words) => {
  const said = sources.map(
    (source, second) =>
      `Nov  9 2025 14:10:0${second}.000 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB7A1F00D(3080843277), srcaddr=${source}, input interface=GigabitEthernet0/0/1`,
  );
  const configuration = 'ntp server 203.0.113.77\ncrypto ikev2 keyring K\n peer B\n  address 198.51.100.1\n';
  const timeline = timelineOf({ a: said.join('\n'), b: '' }, {}, { 'show_running-config.txt': configuration });
  expect(explainIncident(judge(timeline), timeline, 0)?.happened).toContain(`hq logged the unknown SPI 0xB7A1F00D${words}`);
});
