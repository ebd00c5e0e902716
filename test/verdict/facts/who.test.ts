/** Who sends from an address that is not the peer's: the peer after a move, or somebody else while the peer stays where it is. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { invalid, later, packet, sa } from '../two-ended-log.ts';
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
});
