/** A show says the same wherever it was pasted: indented, on a terminal that printed its prompt and the time, with blanks and carriage returns. */
import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../../src/ios/shows/index.ts';
import type { Show } from '../../../src/ios/shows/show.ts';

const SURROUNDINGS: readonly [string, (sample: string, command: string) => string][] = [
  ['indented by four', (sample) => sample.replace(/^/gm, '    ')],
  ['indented by eight, as a quotation in a document is', (sample) => sample.replace(/^/gm, '        ')],
  ['with carriage returns and blanks at the ends of its lines', (sample) => sample.replaceAll('\n', '  \r\n')],
  ['below prompt and command', (sample, command) => `hq#${command}\n${sample}\nhq#`],
  [
    'below what `terminal exec prompt timestamp` prints',
    (sample, command) =>
      `hq#${command}\nLoad for five secs: 1%/0%; one minute: 2%; five minutes: 3%\nTime source is user configuration, 03:00:00.000 UTC Mon Jan 5 2026\n\n${sample}`,
  ],
  ['between empty lines', (sample) => `\n\n${sample}\n\n`],
];

function saidBy(show: Show, text: string): Record<string, unknown> {
  const said = Object.entries(show.read(text)).flatMap(([key, facts]) => {
    if (facts === undefined) return [];
    return [[key, [facts].flat().map(({ value }: { value: unknown }) => withoutPlaces(value))]];
  });
  return Object.fromEntries(said);
}

/** The text of a line is the line as it stands there. */
function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'dpdLine' ? undefined : each)) ?? 'null');
}

describe.each(Object.values(SHOWS))('the output of `$command`', (show: Show) => {
  it.each(SURROUNDINGS)('says the same %s', (_where, put) => {
    for (const sample of show.samples) expect(saidBy(show, put(sample, show.command))).toEqual(saidBy(show, sample));
  });
});
