/** A DELETE that could not be sent is printed when an SA goes, and for each packet that is logged afterwards: alone it tells of the end only where the message follows sooner than IOS logs it again. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, BRANCH, HQ, invalid, later, sa, X } from './two-ended-log.ts';

const tried = (time: string, word = 'ISAKMP-ERROR: (0)') =>
  at(time, `${word}:ignoring request to send delete notify (no ISAKMP sa) src ${BRANCH} dst ${HQ} for SPI 0x${X}`);
const packet = (time: string, state = 'QM_IDLE') =>
  at(time, `ISAKMP-PAK: (1003):received packet from ${HQ} dport 500 sport 500 Global (R) ${state}`);
const ended = (time: string) => at(time, `ISAKMP: (1003):deleting SA reason "Recevied fatal informational" state (R) QM_IDLE (peer ${HQ})`);
const causeOf = (...lines: string[]) =>
  judge(
    timelineOf({
      a: sa('a', 'created', '10:00:00.010') + later('11:09:00.000'),
      b: later('10:50:00.000') + lines.join('') + later('11:09:00.000'),
    }),
  ).incidents[0]?.cause;

describe('a DELETE that could not be sent, with the debug of IPsec off', () => {
  it.each(['11:00:00.010', '11:00:04.000', '11:00:58.000'])('tells of the end of the SA when the message follows at %s', (time) => {
    expect(causeOf(tried('11:00:00.000'), invalid(time), tried(time))).toMatchObject({ id: 'delete-unsendable', confidence: 'likely' });
  });

  it.each(['11:01:00.000', '11:01:00.600', '11:02:01.000', '11:05:00.000'])(
    'may answer a message that is lost when the next comes at %s',
    (time) => {
      const cause = causeOf(tried('11:00:00.000', 'ISAKMP:(0)'), invalid(time), tried(time, 'ISAKMP:(0)'));
      expect(cause?.confidence).toBe('possible');
    },
  );
});

describe('a DELETE that could not be sent, at a router that had an IKE SA before', () => {
  const without = [tried('11:00:00.000'), invalid('11:00:04.000')];

  it('is only possible where the record listened and does not show how the IKE SA ended: what ended both may be among the lines that it lacks', () => {
    const cause = causeOf(packet('10:55:00.000'), ...without);
    expect(cause).toMatchObject({ id: 'delete-unsendable', confidence: 'possible' });
  });

  it.each([
    ['its end is on record', [packet('10:55:00.000'), ended('10:56:00.000')]],
    ['what came was of an IKE SA that was never made', [packet('10:55:00.000', 'MM_NO_STATE')]],
  ])('is likely where %s', (_, before) => {
    expect(causeOf(...before, ...without)).toMatchObject({ id: 'delete-unsendable', confidence: 'likely' });
  });
});
