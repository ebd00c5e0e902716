/** No step is told at a finer time than its line has: what was typed on a terminal lies between the stamps around it. */
import { describe, expect, it } from 'vitest';
import { tellTimes } from '../../src/report/explanation.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST } from '../verdict/stories.ts';

type Told = { time: string; said: string }[];

function told(story: { a: string; b: string }): Told {
  const timeline = timelineOf(story);
  const [incident] = judge(timeline).incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return tellTimes(incident, timeline);
}

const typed = (b: string, command: string) => b.replace('Sep  2 13:35:00.000: IPSEC(delete_sa)', `branch#${command}\n$&`);

describe('the time of a step', () => {
  it.each(['clear crypto sa peer 192.0.2.1', 'clear crypto session remote 192.0.2.1'])(
    'of "%s", which has no stamp, is what lies around it',
    (command) => {
      const step = told({ ...DELETE_LOST, b: typed(DELETE_LOST.b, command) }).find(({ said }) => said.includes('typed'));
      expect(step).toEqual({ time: '', said: `someone typed "${command}" on branch, between 13:30:00 and 13:35:01` });
    },
  );

  it('of a stamp in whole seconds has no milliseconds', () => {
    const coarse = (log: string) => log.replaceAll(/^(Sep {2}2 [\d:]{8})\.\d{3}/gm, '$1');
    const steps = told({ a: coarse(DELETE_LOST.a), b: coarse(DELETE_LOST.b) });
    expect(steps.length).toBeGreaterThan(2);
    for (const { time } of steps) expect(time).toMatch(/^(?:\d{2}:\d{2}:\d{2})?$/);
  });

  it('of a stamp in milliseconds has them', () => {
    expect(told(DELETE_LOST).map(({ time }) => time)).toContain('13:35:00.000');
  });

  it('of another day than that of the message names its day', () => {
    const late = (log: string) =>
      log
        .replaceAll(/^Sep {2}2 13:3[0-5]/gm, (stamp) => stamp.replace('Sep  2 13:', 'Dec 31 23:'))
        .replaceAll(/^Sep {2}2 13:/gm, 'Jan  1 00:');
    const steps = told({ a: late(DELETE_LOST.a), b: late(DELETE_LOST.b) });
    expect(steps.filter(({ time }) => time.startsWith('23:')).every(({ said }) => said.endsWith(', on 12-31'))).toBe(true);
    expect(steps.filter(({ time }) => time.startsWith('00:')).some(({ said }) => said.includes(', on '))).toBe(false);
  });
});
