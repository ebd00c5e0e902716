/** A clock asked above the buffer, in one recorded session, tells how long the message did not come again. */
import { describe, expect, it } from 'vitest';
import { timelineOf } from './two-peers.ts';

const MESSAGE =
  "Jan  5 2026 03:00:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const EARLY = '03:00:30.000 UTC Mon Jan 5 2026';
const LATE = '03:09:11.120 UTC Mon Jan 5 2026';

/** As the door leaves them: each clock in a file of its own, at the number of its line. */
const session = (name: string, ...lines: string[]) => {
  const clocks = lines.flatMap((line, at) => (/ UTC \w{3} /.test(line) ? [[...lines.slice(0, at).map(() => ''), line]] : []));
  const files = clocks.map((text, at): [string, string[]] => [`show_clock_detail${at === 0 ? '' : `_${at + 1}`}.txt`, text]);
  return { a: { [name]: lines.map((line) => (/ UTC \w{3} /.test(line) ? '' : line)), ...Object.fromEntries(files) } };
};

describe('a message that stands alone in a session', () => {
  it.each([
    ['the clock asked above', ['hq#show clock', LATE, 'hq#show logging', MESSAGE, 'hq#'], 'transient'],
    ['cut words', ['hq#sh clo', LATE, 'hq# sh log', MESSAGE, 'hq#'], 'transient'],
    [
      'the heads of show tech-support',
      [
        '------------------ show clock ------------------',
        LATE,
        '------------------ show logging ------------------',
        MESSAGE,
        '------------------ show buffers ------------------',
      ],
      'transient',
    ],
    [
      'the last of two clocks',
      ['hq#show clock', EARLY, 'hq#show logging', MESSAGE, 'hq#show clock', LATE, 'hq#show logging', 'hq#'],
      'transient',
    ],
    ['a buffer whose print was broken off', ['hq#show clock', LATE, 'hq#show logging', MESSAGE, ' --More-- '], 'unknown'],
    ['a clock asked too soon', ['hq#show clock', EARLY, 'hq#show logging', MESSAGE, 'hq#'], 'unknown'],
    ['a clock asked behind it, who knows how long', ['hq#show logging', MESSAGE, 'hq#show clock', LATE, 'hq#'], 'unknown'],
    ['a buffer that was filtered', ['hq#show clock', LATE, 'hq#show logging | include SPI', MESSAGE, 'hq#'], 'unknown'],
    ['no buffer at all', ['hq#show clock', LATE, 'hq#terminal monitor', MESSAGE, 'hq#'], 'unknown'],
  ])('by %s', (_what, lines, persistence) => {
    expect(timelineOf(session('hq.log', ...lines)).incidents).toMatchObject([{ persistence }]);
  });

  it.each(['show_logging.txt', 'show logging.txt', 'hq-sh-log.txt', 'hq_show_logging.txt'])('by a clock beside %s', (name) => {
    expect(timelineOf({ a: { [name]: [MESSAGE], 'show_clock.txt': [LATE] } }).incidents).toMatchObject([{ persistence: 'transient' }]);
  });
});
