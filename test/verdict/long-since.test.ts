/** What befell R says little of an SPI that neither record knows, once S would have been heard with it, or has a younger SA. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { Cause } from '../../src/verdict/verdict.ts';
import { timelineOf } from './bundle-of.ts';
import { at, HQ, invalid, later, sa, Y } from './two-ended-log.ts';

const restarted = (time: string) => at(time, '%SYS-5-RESTART: System restarted --');
const cleared = (time: string) => at(time, '%PARSER-5-CFGLOG_LOGGEDCMD: User:kim  logged command:clear crypto sa');
const died = (time: string) => at(time, `ISAKMP: (1003):peer ${HQ} not responding!`);
const denied = (time: string, peer: string) =>
  at(time, `%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from ${peer} to 198.51.100.1 due to IKE SA LIMIT REACHED`);
const fragmented = (time: string) => at(time, '%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from 0x61AA3C2C, alignment 32');

function causeOf(...lines: string[]): Cause | undefined {
  const b = `${later('09:00:00.000')}${lines.join('')}${invalid('11:00:00.000')}${later('11:09:00.000')}`;
  return judge(timelineOf({ a: later('09:00:00.000') + later('11:09:00.000'), b })).incidents[0]?.cause;
}

describe('of an SPI that is on neither record', () => {
  it.each([
    ['a restart', restarted, 'peer-reloaded'],
    ['a shortage of memory', fragmented, 'resource-exhaustion'],
    ['a refusal of this peer', (time: string) => denied(time, HQ), 'resource-exhaustion'],
  ])('%s right before the message is likely the cause', (_, line, id) => {
    expect(causeOf(line('10:59:20.000'))).toMatchObject({ id, confidence: 'likely' });
  });

  it.each([
    ['a restart', restarted],
    ['a clear', cleared],
    ['a death of the peer', died],
    ['a shortage of memory', fragmented],
  ])('%s is no more than possible where R heard nothing for many minutes since', (_, line) => {
    expect(causeOf(line('10:44:00.000'))?.confidence).toBe('possible');
  });

  it.each([
    ['a restart', restarted],
    ['a shortage of memory', fragmented],
  ])('%s is no more than possible where R has made a younger SA with S since', (_, line) => {
    const made = sa('b', 'created', '10:59:30.000', { spi: Y });
    expect(causeOf(line('10:59:20.000'), made)?.confidence).toBe('possible');
  });

  it('the refusal of another peer is no more than possible', () => {
    expect(causeOf(denied('10:59:20.000', '203.0.113.50'))?.confidence).toBe('possible');
  });
});

describe('of an SPI that R made', () => {
  it('no shortage that was before is the cause', () => {
    const cause = causeOf(fragmented('10:50:00.000'), sa('b', 'created', '10:55:00.000'));
    expect(cause?.id).not.toBe('resource-exhaustion');
    expect(cause?.alternatives).not.toContain('resource-exhaustion');
  });
});

describe('of an SPI that S made behind the restart of R, by clocks that no message ties', () => {
  const made = later('10:00:00.000') + sa('a', 'created', '10:59:50.000') + later('11:09:00.000');
  const b = later('10:58:00.000') + restarted('10:59:20.000') + invalid('11:00:00.000') + later('11:09:00.000');
  const shown = (source: string) => ({ 'show_clock_detail.txt': `11:10:00.000 UTC Wed Sep 2 2026\nTime source is ${source}\n` });
  const idOf = (source: string) => judge(timelineOf({ a: made, b }, shown(source), shown(source))).incidents[0]?.cause.id;

  it('the restart is not the cause where both clocks follow a time server', () => {
    expect(idOf('NTP')).toBe('unknown');
  });

  it('the restart may be the cause where somebody set them by hand', () => {
    expect(idOf('user configuration')).toBe('peer-reloaded');
  });
});
