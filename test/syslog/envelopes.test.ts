/** Envelopes: what is read by the form says the same as what is read whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Envelopes } from '../../src/syslog/envelopes.ts';
import { readMessage } from '../../src/syslog/message.ts';

const host = fc.constantFrom(
  'hq',
  'hq2',
  'sw01',
  'branch-7',
  'branch-12',
  'a_1',
  'HQ.example.net',
  '192.0.2.1',
  '192.0.2.11',
  '2001:db8::1',
  '2001:db8::2',
  '2001:db8:1:2:3:4:5:6',
  '2001:db8:1:2:3:4:5:7',
  '4711',
);
const count = fc.oneof(fc.nat(99_999), fc.nat(4_000_000_000)).map(String);
const padded = fc.nat(99_999).map((logged) => String(logged).padStart(6, '0'));
const stamp = fc.constantFrom(
  '*Jan  5 03:00:21.123: ',
  'Jan 15 2026 03:00:21: ',
  '.Jan 15 03:00:21.001 CET: ',
  '00:12:34: ',
  '3d04h: ',
  '',
);
const prefix = fc.oneof(
  fc.tuple(count, host, stamp).map(([sent, name, at]) => `<189>${sent}: ${name}: ${at}`),
  fc.tuple(fc.oneof(count, padded), stamp).map(([sent, at]) => `<189>${sent}: ${at}`),
  fc.tuple(count, host, count, stamp).map(([sent, name, logged, at]) => `<189>${sent}: ${name}: ${logged.padStart(6, '0')}: ${at}`),
  fc.tuple(count, host, stamp).map(([sent, name, at]) => `<189>Jan  5 03:00:21 ${name} ${sent}: ${at}`),
  fc.tuple(host, stamp).map(([name, at]) => `<189>1 2026-01-05T03:00:21Z ${name} - - - - ${at}`),
);

describe('an envelope that is like another', () => {
  it('says of its router what it says when it is read whole', () => {
    fc.assert(
      fc.property(fc.array(prefix, { minLength: 2, maxLength: 40 }), (prefixes) => {
        const envelopes = new Envelopes();
        for (const each of prefixes) {
          const text = `${each}%SYS-5-CONFIG_I: Configured from console by ops 100%`;
          const quick = envelopes.read(text);
          const { body, host: name, sent, logged } = readMessage(text);
          if (quick !== undefined) expect(quick).toEqual({ body, host: name, sent, logged });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is read by its form where nothing but the count and the time differ', () => {
    const envelopes = new Envelopes();
    const read = [1, 22, 333].map((sent) => envelopes.read(`<189>${sent}: sw01: *Jan  5 03:00:2${sent % 10}.${100 + sent}: %A-1-B: x`));
    expect(read).toEqual([1, 22, 333].map((sent) => ({ body: '%A-1-B: x', host: 'sw01', sent, logged: undefined })));
  });

  it('is read whole where it is none', () => {
    for (const text of ['hello', '<189>000123: Jan  5 03:00:21: %A-1-B: x', `${'x'.repeat(200)}%A-1-B: x`])
      expect(new Envelopes().read(text)).toBeUndefined();
  });
});
