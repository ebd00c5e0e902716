/** Messages: all forms in which IOS and relays send one, taken apart. */
import { describe, expect, it } from 'vitest';
import { decodeMessage, readMessage } from '../../src/syslog/message.ts';

const BODY = '%CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.1 has no SA and is not an initialization offer';
const of = (prefix: string) => {
  const { isRead, body, host, sent, logged } = readMessage(`${prefix}${BODY}`);
  return { isRead, isWhole: body === BODY, host, sent, logged };
};
const read = { isRead: true, isWhole: true, host: undefined, sent: undefined, logged: undefined };

describe('a message', () => {
  it.each([
    ['', read],
    ['<188>29: ', { ...read, sent: 29 }],
    ['<188>29: *Sep  2 13:27:57.707: ', { ...read, sent: 29 }],
    ['<188>29: .Sep  2 2026 13:27:57.707 CET: ', { ...read, sent: 29 }],
    ['<188>29: 000123: Sep  2 13:27:57: ', { ...read, sent: 29, logged: 123 }],
    ['<188>000123: Sep  2 13:27:57: ', { ...read, logged: 123 }],
    ['<188>29: hq: *Sep  2 13:27:57.707: ', { ...read, sent: 29, host: 'hq' }],
    ['<188>29: hq: 000123: *Sep  2 13:27:57.707 UTC: ', { ...read, sent: 29, host: 'hq', logged: 123 }],
    ['<188>29: 192.0.2.1: *Sep  2 13:27:57.707 UTC: ', { ...read, sent: 29, host: '192.0.2.1' }],
    ['<188>511: 43w2d: ', { ...read, sent: 511 }],
    ['<188>511: hq: 00:01:01.123: ', { ...read, sent: 511, host: 'hq' }],
    ['<188>Sep  2 13:27:57 hq 521: *Sep  2 13:27:57.707: ', { ...read, sent: 521, host: 'hq' }],
    ['<188>Sep  2 13:27:57 hq.example.net ', { ...read, host: 'hq.example.net' }],
    ['<188>Sep  2 13:27:57 198.51.100.7 29: ', { ...read, sent: 29, host: '198.51.100.7' }],
    ['Sep  2 13:27:57 2001:db8::1 29: *Sep  2 13:27:57.707: ', { ...read, sent: 29, host: '2001:db8::1' }],
    ['<188>1 2026-09-02T13:27:57.707+02:00 hq - - - - ', { ...read, host: 'hq' }],
    ['<188>1 2026-09-02T13:27:57Z hq IOS 1 - [meta x="1"] \ufeff', { ...read, host: 'hq' }],
    ['<188>1 2026-09-02T13:27:57Z 192.0.2.1 - - - - 29: *Sep  2 13:27:57.707: ', { ...read, host: '192.0.2.1', sent: 29 }],
    ['2026-09-02T13:27:57.707+02:00 hq 29: *Sep  2 13:27:57.707: ', { ...read, host: 'hq', sent: 29 }],
    ['<188>Original Address=192.0.2.1 MSGOUT 29: *Sep  2 13:27:57.707: ', { ...read, host: '192.0.2.1', sent: 29 }],
    ['Sep  2 13:27:57.707 EDT: : ', read],
    ['Sep  2 13:27:57 EDT: ', read],
    ['<188>29: Sep  2 13:27:57.707 EDT: : ', { ...read, sent: 29 }],
    ['<188>989474: *Feb  2 11:39:59KST: ', { ...read, sent: 989474 }],
  ])('with `%s` before it says who printed it and how it was counted', (prefix, expected) => {
    expect(of(prefix)).toEqual(expected);
  });

  it('is read in a form that a relay makes of it, the host behind the stamp', () => {
    expect(readMessage(`Sep  2 13:27:57 hq: ${BODY}`)).toMatchObject({ isRead: true, host: 'hq', body: BODY });
  });

  it('is not read when it has nothing that IOS begins a message with', () => {
    expect(readMessage('GET / HTTP/1.1')).toMatchObject({ isRead: false, body: 'GET / HTTP/1.1' });
  });

  it('of several lines is one line, and half a character is no end of it', () => {
    expect(decodeMessage(Buffer.from('<188>1: %A-1-B: one\r\n  two\n\0'))).toBe('<188>1: %A-1-B: one two');
    expect(decodeMessage(Buffer.from([0x61, 0xc3]))).toBe('a\ufffd');
  });
});
