/** A peer that is declared dead takes all of its SAs along: one that was made before and stands behind it was not that peer's last, and of a death that no line tells the last questions speak. */
import { describe, expect, it } from 'vitest';
import { at, HQ, ike, invalid, later, packet, sa } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const REQUEST = 'INFORMATIONAL Exchange REQUEST';
const born = sa('b', 'created', '10:00:00.000');
const dead = at('10:30:00.000', `ISAKMP:(1002): peer ${HQ} not responding!`);
const gone = sa('b', 'deleted', '10:30:00.010');
const message = invalid('10:30:00.060') + later('10:39:00.000');
const younger = (what: 'created' | 'deleted', time: string) => sa('b', what, time, { spi: '0A0B0C0D' });

describe('a death that stands right before the end of an SA', () => {
  it('ended it where nothing of that peer was left', () => {
    expect(asked('declared-dead', { a: '', b: born + dead + gone + message })).toMatchObject({ is: 'yes', grade: 'shown' });
  });

  it('did not where a younger SA with the same peer outlives it', () => {
    const b = born + younger('created', '10:20:00.000') + dead + gone + message;
    expect(asked('declared-dead', { a: '', b })).toMatchObject({ is: 'no', grade: 'suggested' });
  });

  it('did where the younger one went with it', () => {
    const b = born + younger('created', '10:20:00.000') + dead + gone + younger('deleted', '10:30:00.015') + message;
    expect(asked('declared-dead', { a: '', b })).toMatchObject({ is: 'yes' });
  });

  it('did where the other was made only behind the death', () => {
    const b = born + dead + gone + younger('created', '10:30:05.000') + message;
    expect(asked('declared-dead', { a: '', b })).toMatchObject({ is: 'yes' });
  });
});

describe('a death of an IKE SA, where the other end has two with the same address', () => {
  const OTHER = ['C571EF343834DF4F - Responder SPI : BB515F3AD24E6123', '0A57D9B0C8E1F236 - Responder SPI : 6D11E2F3A4B5C607'] as const;
  const ofOther = (lines: string) => lines.replaceAll(...OTHER).replaceAll('SESSION ID = 7', 'SESSION ID = 31');
  const probe = ofOther(packet('10:29:40.000', 'sent', 'b', REQUEST, 9));
  const givenUp = ofOther(ike('10:29:59.700', 'Maximum number of retransmissions reached'));
  const [answered, renews] = ['INFORMATIONAL Exchange RESPONSE', 'CREATE_CHILD_SA Exchange REQUEST'];
  const before = packet('10:25:00.000', 'sent', 'b', REQUEST, 4) + packet('10:25:00.040', 'received', 'b', answered, 4);
  const told = (old: string, between: string) =>
    asked('declared-dead', { a: '', b: born + old + probe + givenUp + between + gone + message });

  it.each([
    ['a request', packet('10:29:59.900', 'received', 'b', renews, 2)],
    ['an answer', packet('10:29:59.950', 'received', 'b', answered, 5)],
  ])('took nothing of the one in which %s came before the end of the SA', (_what, heard) => {
    expect(told(before, heard)).toMatchObject({ is: 'no', grade: 'shown' });
  });

  it('took it where nothing came in between', () => {
    expect(told(before, '')).toMatchObject({ is: 'yes' });
  });

  it('took it where what came was the beginning of a new IKE SA, or of one that was made since', () => {
    const anew = ofOther(packet('10:29:59.800', 'received', 'b', 'IKE_SA_INIT Exchange REQUEST', 0)).replaceAll(
      '0A57D9B0C8E1F236',
      '77AA00BB11CC22DD',
    );
    const inside = ofOther(packet('10:29:59.950', 'received', 'b', answered, 1)).replaceAll('0A57D9B0C8E1F236', '77AA00BB11CC22DD');
    expect(told(before, anew + inside)).toMatchObject({ is: 'yes' });
  });
});

describe('a death of which the line is missing', () => {
  const question = packet('10:29:40.000', 'sent', 'b', REQUEST, 5);
  const copy = ike('10:29:52.000', 'Retransmitting packet ') + packet('10:29:52.000', 'sent', 'b', REQUEST, 5);
  const answer = packet('10:29:52.030', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 5);
  const byIke = at('10:30:00.005', "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP");
  const told = (lines: string) => asked('declared-dead', { a: '', b: born + question + lines + gone + message });

  it('is told by one copy in vain where IKE then made IPsec delete', () => {
    expect(told(copy + byIke)).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it('is not where IPsec deleted of itself', () => {
    expect(told(copy)?.is).not.toBe('yes');
  });

  it('is not where the copy was answered', () => {
    expect(told(copy + answer + byIke)?.is).not.toBe('yes');
  });
});

describe('a record that breaks off after questions in vain, without the end of the SA', () => {
  const copy = (time: string) => ike(time, 'Retransmitting packet ') + packet(time, 'sent', 'b', REQUEST, 5);
  const copies = ['10:29:12.000', '10:29:24.000', '10:29:36.000'];
  const question = packet('10:29:00.000', 'sent', 'b', REQUEST, 5);
  const answer = packet('10:29:36.030', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 5);
  const told = (lines: string, end = message) => asked('declared-dead', { a: '', b: born + question + lines + end });

  it.each([3, 2])('hints at a death by copies of one request, from three on: %i', (count) => {
    expect(told(copies.slice(0, count).map(copy).join(''))?.is === 'yes').toBe(count === 3);
  });

  it.each([
    ['they were answered', copies.map(copy).join('') + answer, message],
    ['the message came much later', copies.map(copy).join(''), invalid('10:40:00.000') + later('10:49:00.000')],
  ])('does not where %s', (_what, lines, end) => {
    expect(told(lines, end)?.is).not.toBe('yes');
  });

  it('hints at it by probes of IKEv1 that were counted as missed', () => {
    const missed = (time: string, count: number) => at(time, `ISAKMP:(1002):DPD incrementing error counter (${count}/5)`);
    const b = born + missed('10:29:10.000', 1) + missed('10:29:20.000', 2) + missed('10:29:30.000', 3) + message;
    expect(asked('declared-dead', { a: '', b })).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(asked('held-by-receiver', { a: '', b })?.is).not.toBe('yes');
    expect(asked('deleted-at-receiver', { a: '', b })?.is ?? 'unknown').toBe('unknown');
  });
});

describe('how long a peer was asked in vain', () => {
  const missed = (count: number) => at(`10:29:${count}0.000`, `ISAKMP:(1002):DPD incrementing error counter (${count}/5)`);
  const probed = (...counts: number[]) =>
    at('10:29:00.000', `ISAKMP:(1002):DPD/R_U_THERE sent to peer ${HQ}, sequence 0x66BB3B2`) + counts.map(missed).join('');
  const around = (probes: string) =>
    asked('esp-around', { a: '', b: born + probes + dead + gone + invalid('10:30:02.000') + later('10:39:00.000') });

  it('lets ESP that comes soon afterwards speak for a path that was never out', () => {
    expect(around(probed(1, 2, 3, 4, 5))).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it.each([[[1, 5]], [[5]], [[1, 2, 5]]])('is not told over a hole of the record, where an answer may have come: %j', (counts) => {
    expect(around(probed(...counts))).toMatchObject({ is: 'yes', grade: 'hinted' });
  });
});
