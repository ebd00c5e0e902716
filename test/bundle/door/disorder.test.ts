/** What UDP brings to a relay out of order is read in the order in which the router counted it; what only looks so stays where it is. */
import { describe, expect, it } from 'vitest';
import { putInOrder } from '../../../src/bundle/door/disorder.ts';
import { openText } from '../../../src/bundle/door/open.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const said = (count: number, second: number) =>
  `${count}: Jan  5 2026 03:00:${String(second).padStart(2, '0')}.100 UTC: %SYS-5-CONFIG_I: Configured from console by vty${count}`;
const at = (second: number, host: string) => `2026-01-05T04:00:${String(second).padStart(2, '0')}+01:00 ${host} `;

function orderOf(lines: readonly string[]): number[] {
  return putInOrder(openPage('udp.log', lines.join('\n'))).numbers;
}

describe('a message that was overtaken on its way to the relay', () => {
  it.each([
    ['by the next', [12, 11, 13], [2, 1, 3]],
    ['by three', [21, 22, 23, 20], [4, 1, 2, 3]],
    ['in a log that begins and ends with it', [912, 911, 913, 910], [4, 2, 1, 3]],
    ['with its neighbour lost', [40, 43, 41, 44], [1, 3, 2, 4]],
  ])('stands where its number says: %s', (_how, counts, order) => {
    expect(orderOf(counts.map((count) => at(30, 'hq') + said(count, count % 50)))).toEqual(order);
    expect(orderOf(counts.map((count) => `000${said(count, count % 50)}`))).toEqual(order);
  });

  it('takes the lines below it along', () => {
    const lines = [said(12, 12), said(11, 11), '  (key eng. msg.) OUTBOUND local= 192.0.2.1,', '    spi= 0x0(0)'];
    expect(orderOf(lines)).toEqual([2, 3, 4, 1]);
  });

  it('is told by the counter of its own router', () => {
    const [hq, branch] = ['hq', 'branch'].map((host) => (count: number) => at(30, host) + said(count, count % 50));
    expect(orderOf([hq?.(12), branch?.(5), hq?.(11), branch?.(6)].map(String))).toEqual([3, 1, 2, 4]);
  });

  it('may be a line of a debug, of which each was sent by itself', () => {
    const lines = [
      `${at(1, 'hq')}7: Jan  5 2026 03:00:01.003 UTC: IPSEC(create_sa): sa created,`,
      `${at(1, 'hq')}9:     sa_spi= 0x730C2FF8(1930178552), `,
      `${at(1, 'hq')}8:   (sa) sa_dest= 192.0.2.1, sa_proto= 50, `,
    ];
    const { rest } = openText({ path: 'udp.log', text: lines.join('\n') } as Parameters<typeof openText>[0], lines.join('\n'));
    expect(rest.numbers).toEqual([1, 3, 2]);
    expect(rest.lines[1]).toBe('  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ');
    expect(rest.done).toContain('1 message that came out of order was put where the sequence number says');
  });
});

describe('numbers that go back for another reason', () => {
  it.each([
    ['a router that started again counts from one, while its clock goes on', [said(4, 10), said(5, 11), said(1, 40), said(2, 41)]],
    ['a record that stands in the file twice has its numbers twice', [said(4, 10), said(5, 11), said(4, 10), said(5, 11)]],
    ['a message that two relays kept has one number', [at(1, 'hq') + said(4, 10), at(2, 'hq') + said(4, 10), at(3, 'hq') + said(5, 11)]],
    ['a clock that was set back keeps the count', [said(4, 40), said(5, 41), said(6, 10)]],
    ['more than were under way cannot have overtaken it', [...Array.from({ length: 40 }, (_, step) => said(51 + step, 20)), said(50, 20)]],
    ['what is typed stands between', [said(12, 12), 'hq#show logging', said(11, 11)]],
  ])('stay: %s', (_why, lines) => {
    expect(orderOf(lines)).toEqual(lines.map((_, place) => place + 1));
  });
});
