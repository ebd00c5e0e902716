/** Frames: whatever pieces a stream comes in, its messages are the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_BYTES_MAX, Framing } from '../../src/syslog/frame.ts';

interface Read {
  text: string;
  isCut: boolean;
}

function read(chunks: readonly Buffer[]): Read[] {
  const framing = new Framing();
  const frames = [...chunks.flatMap((chunk) => framing.feed(chunk)), ...framing.flush()];
  return frames.map(({ bytes, isCut }) => ({ text: bytes.toString('latin1'), isCut }));
}

const whole = (text: string): Read => ({ text, isCut: false });
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;

/** Cuts at each of the places. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, two) => one - two);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

describe('a stream of messages', () => {
  it('is counted in octets where a count and a priority begin it', () => {
    const messages = ['<189>29: *Mar  1 00:00:01: %SYS-5-CONFIG_I: one\nof two lines', '<189>30: *Mar  1 00:00:02: %SYS-5-CONFIG_I: ü'];
    const bytes = Buffer.from(messages.map(counted).join(''));
    expect(read([bytes]).map(({ text }) => Buffer.from(text, 'latin1').toString())).toEqual(messages);
  });

  it('is lines where it begins otherwise, with a figure too', () => {
    expect(read([Buffer.from('30: hq: *Mar  4 11:45:20: %A-1-B: x\r\n2026-01-05T03:00:21Z hq y\n\n189 apples\n')])).toEqual(
      ['30: hq: *Mar  4 11:45:20: %A-1-B: x', '2026-01-05T03:00:21Z hq y', '189 apples'].map(whole),
    );
  });

  it('may end each line with NUL, and begin it with a blank', () => {
    expect(read([Buffer.from('<189>1: one\0<189>2: two\n <189>3: three\n')])).toEqual(
      ['<189>1: one', '<189>2: two', '<189>3: three'].map(whole),
    );
  });

  it('takes line ends that stand behind a counted message and were not counted', () => {
    expect(read([Buffer.from(`${counted('<189>1: one')}\n${counted('<189>2: two')}\r\n`)])).toEqual(
      ['<189>1: one', '<189>2: two'].map(whole),
    );
  });

  it('gives away a last message that has no line end', () => {
    expect(read([Buffer.from('<189>1: one\n<189>2: two')])).toEqual(['<189>1: one', '<189>2: two'].map(whole));
  });

  it('says of a last line that its connection broke off in it', () => {
    const framing = new Framing();
    framing.feed(Buffer.from('<189>1: one'));
    expect(framing.flush(true)).toMatchObject([{ isCut: true }]);
  });

  it('says of a counted message that the connection ended in it', () => {
    expect(read([Buffer.from('90 <189>1: one')])).toEqual([{ text: '<189>1: one', isCut: true }]);
  });

  it('cuts what is longer than any message, and reads on behind it', () => {
    const long = `<189>1: ${'x'.repeat(3 * FRAME_BYTES_MAX)}`;
    const cut = { text: long.slice(0, FRAME_BYTES_MAX), isCut: true };
    expect(read([Buffer.from(`${counted(long)}${counted('<189>2: two')}`)])).toEqual([cut, whole('<189>2: two')]);
    expect(read([Buffer.from(`${long}\n<189>2: two\n`)])).toEqual([cut, whole('<189>2: two')]);
  });

  it('is read as lines behind a count that is none: nothing is swallowed', () => {
    const framing = new Framing();
    const frames = framing.feed(Buffer.from(`${counted('<189>1: one')}999999999 <189>2: two\n<189>3: three\n`));
    expect(frames.map(({ bytes }) => bytes.toString())).toEqual(['<189>1: one', '999999999 <189>2: two', '<189>3: three']);
    expect(framing.isBroken).toBe(true);
  });

  it('is the same however it is cut into pieces', () => {
    const message = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `<189>7: ${text}`),
      fc.constant(`<189>8: ${'y'.repeat(FRAME_BYTES_MAX + 9)}`),
    );
    const stream = fc.tuple(fc.array(message, { maxLength: 6 }), fc.boolean(), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), ([messages, isCounted, rest], cuts) => {
        const bytes = Buffer.from(messages.map((each) => (isCounted ? counted(each) : `${each}\n`)).join('') + rest);
        expect(read(pieces(bytes, cuts))).toEqual(read([bytes]));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps no more of a line without an end than one message', () => {
    const framing = new Framing();
    for (let sent = 0; sent < 100; sent += 1) framing.feed(Buffer.alloc(10_000, 0x78));
    expect(framing.flush()).toEqual([]);
    expect(framing.feed(Buffer.from('\n<189>1: one\n')).map(({ bytes }) => bytes.toString())).toEqual(['<189>1: one']);
  });
});
