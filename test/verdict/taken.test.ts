/** A debug or a log that the bundle has for the time of the incident is not asked for once more, unless much of it is lacking. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { invalid, later, packet, sa, sendsDelete, Y } from './two-ended-log.ts';

const ASKS = 'INFORMATIONAL Exchange REQUEST';
/** An SA and a message later on show that the debugs ran all the time. */
const on = (side: 'a' | 'b', time: string) =>
  sa(side, 'created', `10:${time}:00.000`, { spi: Y }) + packet(`10:${time}:01.000`, 'received', side, ASKS, Number(time));
const a = on('a', '05') + sa('a', 'created', '10:10:00.010') + on('a', '38') + later('10:39:00.000');
const b =
  on('b', '05') +
  sa('b', 'created', '10:10:00.000') +
  sa('b', 'deleted', '10:20:00.000') +
  sendsDelete('10:20:00.010', 77) +
  invalid('10:20:00.400') +
  invalid('10:21:01.000') +
  on('b', '38') +
  later('10:39:00.000');
const header = (lost: number) =>
  `Syslog logging: enabled (${lost} messages dropped, 0 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)
    Buffer logging:  level debugging, 60 messages logged, xml disabled,
                    filtering disabled

Log Buffer (4096000 bytes):

`;

function asked(logs: { a: string; b: string }): string[] {
  const { cause } = judge(timelineOf(logs)).incidents[0] ?? {};
  expect(cause?.confidence).not.toBe('certain');
  return (cause?.wouldDecide ?? []).flatMap(({ side, look }) =>
    'debug' in look ? [`${side} ${look.debug}`] : 'log' in look ? [`${side} log`] : [],
  );
}

describe('what would decide', () => {
  it('is no log and no debug that both ends have for the time', () => {
    expect(asked({ a, b })).toEqual([]);
  });

  it('is the record of the end that has none', () => {
    expect(asked({ a: '', b }).some((each) => each.startsWith('a '))).toBe(true);
  });

  it('is the same once more, where much of it is lacking', () => {
    expect(asked({ a: header(1) + a, b: header(1) + b })).toEqual([]);
    expect(asked({ a: header(400) + a, b: header(400) + b })).not.toEqual([]);
  });
});
