import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEBUGS } from '../../src/ios/debugs.ts';
import { readLog } from '../../src/ios/log/log.ts';
import { SHOWS } from '../../src/ios/shows/index.ts';
import { type Random, seeded } from '../../src/lab/random.ts';
import { howMany } from '../how-many.ts';
import { mutate } from './mutate.ts';
import { PUMPS } from './pumps.ts';

const LINES = howMany(20_000, 100_000);
const LINES_A_LOG = 50;
const SAMPLES = [
  ...Object.values(DEBUGS).flatMap(({ samples }) => samples),
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x1F2E3D4C(523124044), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0",
  'IPSEC(create_sa): sa created,\n  (sa) sa_dest= 192.0.2.1, sa_proto= 50,\n    sa_spi= 0x5E39E570(1580852592),\n    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2000\n    sa_lifetime(k/sec)= (4608000/3600)',
  'hq#show crypto isakmp sa',
];
const ENVELOPES = [
  '*Oct 25 20:37:02.885: ',
  '000123: Jan  5 2026 03:00:00.014 UTC: ',
  '<189>521: router1: *Mar  1 00:55:42: ',
  '43w2d: ',
  '',
];

function pick<T>(random: Random, from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
}

describe('damaged logs', () => {
  it(`${LINES} mutated and spliced lines are read without an exception, and every line is accounted for`, () => {
    const random = seeded(20261124);
    for (let log = 0; log < LINES / LINES_A_LOG; log += 1) {
      const lines = Array.from({ length: LINES_A_LOG }, () => {
        const line = `${pick(random, ENVELOPES)}${pick(random, SAMPLES)}`;
        return random() < 0.8 ? mutate(line, random, `${pick(random, ENVELOPES)}${pick(random, SAMPLES)}`) : line;
      });
      const text = lines.join('\n');
      const { events, lines: counted, unknown } = readLog(text, { side: 'a', file: 'show_logging.txt', year: 2026 });
      expect(counted).toBe(text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
      expect(unknown).toBeLessThanOrEqual(counted);
      for (const { line, endLine } of events) expect(line >= 1 && endLine >= line && endLine <= counted).toBe(true);
    }
  });

  it('reads the same in pieces of any size as in one', async () => {
    const { LogReader } = await import('../../src/ios/log/reader.ts');
    const random = seeded(7);
    const text = Array.from({ length: 400 }, () => `${pick(random, ENVELOPES)}${pick(random, SAMPLES)}`).join('\r\n');
    const options = { side: 'a', file: 'x', year: 2026 } as const;
    const whole = new LogReader({ ...options });
    whole.feed(text);
    whole.finish();
    const pieces = new LogReader({ ...options });
    for (let at = 0; at < text.length; ) {
      const size = 1 + Math.floor(random() * 90);
      pieces.feed(text.slice(at, at + size));
      at += size;
    }
    pieces.finish();
    expect(pieces.session.events).toEqual(whole.session.events);
    expect([pieces.lines, pieces.unknown, pieces.damaged]).toEqual([whole.lines, whole.unknown, whole.damaged]);
  });

  it('gives the same shows no reason to throw', () => {
    const random = seeded(99);
    for (const { read, samples } of Object.values(SHOWS))
      for (let run = 0; run < 300; run += 1) {
        const sample = pick(random, samples) ?? '';
        expect(() => read(mutate(sample, random, pick(random, samples) ?? ''))).not.toThrow();
      }
  });
});

/** Whatever a stranger handed in goes through these. */
const FOLDERS = ['ios', 'bundle', 'timeline', 'vendors'].map((name) => join(import.meta.dirname, '../../src', name));
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.ts') ? [join(folder, name)] : [])),
).filter((file) => /^export const \w+(?:: \w+)? =\s*\n?\s*(?:\/|new RegExp)/m.test(readFileSync(file, 'utf8')));

/** Of the processor: what else the machine does makes no pattern slow. */
function secondsOf(pattern: RegExp, line: string): number {
  const fresh = new RegExp(pattern.source, pattern.flags);
  const before = process.cpuUsage();
  if (fresh.global) for (const _match of line.matchAll(fresh));
  else fresh.test(line);
  return process.cpuUsage(before).user / 1e6;
}

/** Of several runs the least, once one has kept the limit: two programs that share a core make each other slower. */
function leastSecondsOf(pattern: RegExp, line: string, limit: number): number {
  let least = secondsOf(pattern, line);
  for (let run = 1; run < RUNS && least >= limit; run += 1) least = Math.min(least, secondsOf(pattern, line));
  return least;
}

const RUNS = 4;

/** Ten times the length may take this many times as long; what backtracks takes a hundred times. */
const GROWTH_MAX = 30;
/** Below this a clock tells nothing. */
const NOTHING_SECONDS = 0.004;

describe('every exported pattern that a stranger’s text meets takes time in proportion to the line', () => {
  it.each(FILES.map((file) => [file.slice(file.indexOf('/src/') + 5), file]))('%s', async (_where, name) => {
    const exported = (await import(name)) as Record<string, unknown>;
    const patterns = Object.entries(exported).filter((entry): entry is [string, RegExp] => entry[1] instanceof RegExp);
    for (const [id, pattern] of patterns)
      for (const pump of PUMPS) {
        const line = (length: number) => pump.repeat(Math.ceil(length / pump.length));
        const limit = Math.max(NOTHING_SECONDS, secondsOf(pattern, line(10_000))) * GROWTH_MAX;
        expect(leastSecondsOf(pattern, line(100_000), limit), `${id} on ${JSON.stringify(pump)}`).toBeLessThan(limit);
      }
  });
});
