/** Tools put the lines of a log into fields and envelopes of their own: the message is found in each of them, once, and none is lost. */
import { describe, expect, it } from 'vitest';
import { unexport } from '../../../src/bundle/door/exported.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const said = (minute: number) => `Nov  9 2025 14:0${minute}:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by vty${minute}`;
const MINUTES = [1, 2, 3];

const ENVELOPES: Record<string, (message: string) => object> = {
  plain: (message) => ({ host: 'hq', message }),
  'of a search job': (message) => ({ preview: false, offset: 7, result: { host: 'hq', _raw: message } }),
  'of an index': (message) => ({ _index: 'net', _source: { host: { name: 'hq' }, event: { original: message } } }),
  'of a journal': (message) => ({ _HOSTNAME: 'relay', SYSLOG_IDENTIFIER: 'hq', MESSAGE: message }),
};

describe('a record of JSON a line', () => {
  it.each(Object.entries(ENVELOPES))('gives its message out of an envelope: %s', (_what, envelope) => {
    const text = MINUTES.map((minute) => JSON.stringify(envelope(said(minute)))).join('\n');
    const { lines, numbers } = unexport(openPage('export.json', text));
    expect(lines.map((line) => line.slice(line.indexOf('Nov')))).toEqual(MINUTES.map(said));
    expect(numbers).toEqual([1, 2, 3]);
  });
});

describe('the answer of a search as one value', () => {
  const answers: Record<string, (records: object[]) => object> = {
    'a list': (records) => records,
    hits: (records) => ({ took: 4, hits: { total: { value: 3 }, hits: records } }),
    results: (records) => ({ results: records, fields: [{ name: '_raw' }] }),
  };
  const forms = Object.entries(answers).flatMap(([what, answer]) =>
    Object.entries(ENVELOPES).flatMap(([kind, envelope]) =>
      [0, 2].map((indent) => ({
        what,
        kind,
        indent,
        text: JSON.stringify(answer(MINUTES.map((minute) => envelope(said(minute)))), null, indent),
      })),
    ),
  );
  it.each(forms)('gives every message: $what, $kind, indented by $indent', ({ text }) => {
    const { lines, numbers } = unexport(openPage('answer.json', `${text}\n`));
    const found = lines.filter((line) => line.includes('%SYS'));
    expect(found.map((line) => line.slice(line.indexOf('Nov')))).toEqual(MINUTES.map(said));
    expect(numbers).toEqual(numbers.toSorted((one, two) => one - two));
  });

  it('is left as it stands when it is cut off', () => {
    const page = openPage('answer.json', '{"hits":[\n{"message":"x"},\n{"mess');
    expect(unexport(page)).toBe(page);
  });
});
