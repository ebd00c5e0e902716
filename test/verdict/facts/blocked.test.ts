/** IKE alone is dropped both ways where each end, which recorded, had none of what the other sent for a while, and ESP came all the same. */
import { describe, expect, it } from 'vitest';
import { ike, invalid, later, packet, sa } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const [ASKS, ANSWERS] = ['INFORMATIONAL Exchange REQUEST', 'INFORMATIONAL Exchange RESPONSE'];
/** Asked and answered ten minutes before: both record. */
const passed = (side: 'a' | 'b') =>
  side === 'b'
    ? packet('10:10:00.000', 'sent', 'b', ASKS, 1) + packet('10:10:00.030', 'received', 'b', ANSWERS, 1)
    : packet('10:10:00.012', 'received', 'a', ASKS, 1) + packet('10:10:00.013', 'sent', 'a', ANSWERS, 1);
/** One question, sent again four times over half a minute; hq asks ten seconds later. */
const TIMES = { a: ['20:10', '20:12', '20:16', '20:24', '20:40'], b: ['20:00', '20:02', '20:06', '20:14', '20:30'] } as const;
const vain = (side: 'a' | 'b', id: number) =>
  TIMES[side]
    .map(
      (time, turn) =>
        (turn === 0 ? '' : ike(`10:${time}.000`, 'Retransmitting packet ')) + packet(`10:${time}.000`, 'sent', side, ASKS, id),
    )
    .join('');
const givesUp = (time: string) => ike(time, ': Maximum number of retransmissions reached');
const a = sa('a', 'created', '10:00:00.010') + passed('a');
const b = sa('b', 'created', '10:00:00.000') + passed('b');
const end = givesUp('10:21:02.000') + sa('b', 'deleted', '10:21:02.010') + invalid('10:21:02.050') + later('10:39:00.000');

describe('one question of each end that is sent again and again', () => {
  it('shows that nothing of IKE passes where neither came to the other, to the moment at which the peer was given up', () => {
    const both = { a: a + vain('a', 7) + later('10:39:00.000'), b: b + vain('b', 5) + end };
    expect(asked('ike-blocked', both)).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('shows nothing of the kind where the one end asked nothing', () => {
    expect(asked('ike-blocked', { a: a + later('10:39:00.000'), b: b + vain('b', 5) + end })).not.toMatchObject({
      grade: 'suggested',
      is: 'yes',
    });
  });

  it('nor where one of the copies did come', () => {
    const heard = packet('10:20:30.012', 'received', 'a', ASKS, 5);
    const both = { a: a + vain('a', 7) + heard + later('10:39:00.000'), b: b + vain('b', 5) + end };
    expect(asked('ike-blocked', both)).not.toMatchObject({ grade: 'suggested', is: 'yes' });
  });
});
