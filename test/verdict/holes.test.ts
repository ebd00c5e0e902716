/** A log that lost messages says little by its silence: what S's record does not show of a DELETE is lost on the way for certain only where nothing else was lost. */
import { describe, expect, it } from 'vitest';
import { text } from '../../src/report/formats/text.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { DELETE_LOST } from './stories.ts';

const header = (lost: string, buffered: number) =>
  `Syslog logging: enabled (${lost}, 0 flushes, 0 overruns, xml disabled, filtering disabled)\n    Buffer logging:  level debugging, ${buffered} messages logged, xml disabled,\n\nLog Buffer (1000000 bytes):\n\n`;
const told = (above: string) => {
  const timeline = timelineOf({ a: `${above}${DELETE_LOST.a}`, b: DELETE_LOST.b });
  const verdict = judge(timeline);
  const [incident] = verdict.incidents;
  return { cause: incident?.cause.id, confidence: incident?.cause.confidence, report: text.print(verdict, timeline) };
};

describe('the DELETE that the log of S does not show', () => {
  it.each([
    ['nothing', '0 messages dropped, 0 messages rate-limited'],
    ['what every router loses when it starts', '0 messages dropped, 3 messages rate-limited'],
  ])('never arrived, where that log lost %s', (_what, lost) => {
    const { report, cause } = told(header(lost, 8122));
    expect(cause).toBe('delete-lost');
    expect(report).toContain('never arrived');
  });

  it.each([
    ['41233 were held back by a rate limit', '0 messages dropped, 41233 messages rate-limited'],
    ['900 were dropped', '900 messages dropped, 0 messages rate-limited'],
  ])('may have been, where %s', (_what, lost) => {
    const { report, ...judged } = told(header(lost, 8122));
    expect(judged.confidence).toBe('possible');
    expect(report).not.toMatch(/never arrived|lost on the way: /);
  });

  it('may have been, where most of what its router counted is there, and some of it was taken out', () => {
    const nothing = '0 messages dropped, 0 messages rate-limited';
    const [stamp = ''] = /^.{0,40}?\d{2}:\d{2}:\d{2}\.\d{3}[^:]*: /.exec(DELETE_LOST.a) ?? [];
    const notes = `${stamp}%SYS-5-CONFIG_I: Configured from console by ops\n`.repeat(200);
    const lines = `${header(nothing, 0)}${notes}${DELETE_LOST.a}`.split('\n').length;
    // A debug of several lines may count as one message or as several.
    expect(told(`${header(nothing, lines - 1)}${notes}`).report).toContain('never arrived');
    expect(told(`${header(nothing, lines + 3)}${notes}`).report).not.toMatch(/never arrived|lost on the way: /);
  });
});
