/** The time that `terminal exec prompt timestamp` prints below `show logging` is when the buffer was printed, in each form of a session. */
import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../case/open.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const MESSAGE =
  "Jan  5 2026 03:00:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";
const LOAD = 'Load for five secs: 1%/0%; one minute: 1%; five minutes: 1%';
const late = (source = 'Time source is NTP') => `${source}, 03:09:11.120 UTC Mon Jan 5 2026`;
const EARLY = 'Time source is NTP, 03:00:30.000 UTC Mon Jan 5 2026';
const HEAD = ['', 'Syslog logging: enabled (0 messages dropped, 0 flushes, 0 overruns)', '', 'Log Buffer (1000000 bytes):', ''];
const OTHER = ['hq#show ip route', LOAD, late(), '', 'Gateway of last resort is not set'];

async function persistence(name: string, lines: readonly string[]): Promise<string | undefined> {
  const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
  const { verdict } = await judgeFiles([put('tunnel.yaml', TUNNEL), put(`a/${name}`, lines.join('\n'))], 'buffer-clock');
  return verdict.incidents[0]?.persistence;
}

describe('a message that stands alone in a buffer', () => {
  it.each([
    ['below its load', 'hq.log', ['hq#show logging', LOAD, late(), ...HEAD, MESSAGE, 'hq#']],
    ['alone, below cut words', 'hq.log', ['hq#sh log', late(), ...HEAD, MESSAGE, 'hq#']],
    ['of a clock that nobody sets', 'hq.log', ['hq#show logging', LOAD, late('No time source'), ...HEAD, MESSAGE, 'hq#']],
    ['of the calendar', 'hq.log', ['hq#show logging', LOAD, late('Time source is hardware calendar'), ...HEAD, MESSAGE, 'hq#']],
    ['on top of a file without its command', 'show_logging.txt', [LOAD, late(), ...HEAD, MESSAGE]],
    ['on top of a file of another name', 'output-3.txt', [LOAD, late(), ...HEAD, MESSAGE]],
    [
      'of the last of two buffers',
      'hq.log',
      ['hq#sh log', LOAD, EARLY, ...HEAD, MESSAGE, 'hq#sh log', LOAD, late(), ...HEAD, MESSAGE, 'hq#'],
    ],
    [
      'behind a show that has it too',
      'hq.log',
      ['hq#sh clock', EARLY, EARLY.slice(20), 'hq#sh log', LOAD, late(), ...HEAD, MESSAGE, 'hq#'],
    ],
  ])('did not come again by the time %s', async (_what, name, lines) => {
    expect(await persistence(name, lines)).toBe('transient');
  });

  it.each([
    ['too soon', 'hq.log', ['hq#show logging', LOAD, EARLY, ...HEAD, MESSAGE, 'hq#']],
    ['above a print that was broken off', 'hq.log', ['hq#show logging', LOAD, late(), ...HEAD, MESSAGE, ' --More-- ']],
    ['of another show behind it', 'hq.log', ['hq#show logging', ...HEAD, MESSAGE, ...OTHER]],
    ['of another show above it', 'hq.log', [...OTHER, 'hq#show logging', ...HEAD, MESSAGE]],
    ['of a buffer that was filtered', 'hq.log', ['hq#show logging | include SPI', LOAD, late(), MESSAGE]],
    ['of another show below it, in a file that begins with the buffer', 'hq.log', [...HEAD, MESSAGE, ...OTHER]],
  ])('is not known to be over by a time %s', async (_what, name, lines) => {
    expect(await persistence(name, lines)).toBe('unknown');
  });
});
