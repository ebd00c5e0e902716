/** A log that a syslog server parted into files is read as the log that it was: cut at any line, into two files or three, whatever they are called. */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleFile } from '../../src/bundle/bundle.ts';
import type { RawFile } from '../../src/bundle/taken.ts';
import type { Event } from '../../src/ipsec/event.ts';
import { type PeerRecord, recordOf } from '../../src/timeline/record.ts';
import { chainsOf } from '../../src/timeline/rotation.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { bundleOfCase, filesOfCase, judgeFiles } from '../case/open.ts';
import { bundleOf } from './two-peers.ts';

function fileOf(name: string, lines: readonly string[]): BundleFile {
  const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  return { name, text, bytes: text.length };
}

function read(files: readonly BundleFile[]): PeerRecord {
  return recordOf(files, { side: 'a', year: 2026, zone: { named: {} } });
}

/** All that is told, wherever it stands. */
function saidIn({ events }: PeerRecord): unknown[] {
  return events.map(({ event: { file: _file, line: _line, endLine: _end, ...said }, baseAt, precisionMs }) => [said, baseAt, precisionMs]);
}

/** Of each event the line of the whole log that it cites, and the text that stands there. */
function placesIn({ events }: PeerRecord, files: readonly BundleFile[]): [number, string][] {
  const above = new Map<string, number>();
  let count = 0;
  for (const { name, text } of files) {
    above.set(name, count);
    count += text.split('\n').length - 1;
  }
  return events.map(({ event: { file, line } }: { event: Event }) => [(above.get(file) ?? Number.NaN) + line, lineAt(files, file, line)]);
}

function lineAt(files: readonly BundleFile[], file: string, line: number): string {
  return files.find(({ name }) => name === file)?.text.split('\n')[line - 1] ?? '';
}

const NAMES: [string, readonly [string, string, string]][] = [
  ['numbers', ['router.log.2', 'router.log.1', 'router.log']],
  ['days', ['2026-11-28.log', '2026-11-29.log', '2026-11-30.log']],
  ['days behind the name', ['messages-20261128', 'messages-20261129', 'messages']],
  ['folders of days', ['../2026/01/04/hq.log', '../2026/01/05/hq.log', '../2026/01/06/hq.log']],
  ['numbers that are counted up', ['router.1.log', 'router.2.log', 'router.3.log']],
];

const LOGS: [string, 'a' | 'b'][] = [
  ['rekey-race/ios', 'a'],
  ['rekey-race/debugs-ikev2', 'a'],
  ['simultaneous-rekey/debugs-ikev2', 'b'],
  ['rekey-race/ios-12', 'b'],
];

describe.each(LOGS)('the log of %s, side %s', (name, side) => {
  let lines: string[];
  let whole: PeerRecord;
  beforeAll(async () => {
    const bundle = await bundleOfCase(name);
    const text = bundle.sides[side].find((file) => file.name === 'show_logging.txt')?.text ?? '';
    lines = text.trimEnd().split('\n').slice(0, 260);
    whole = read([fileOf('show_logging.txt', lines)]);
  });

  function parted(cuts: readonly number[], names: readonly string[]): BundleFile[] {
    return [0, ...cuts].map((from, at) => fileOf(names[at] ?? '', lines.slice(from, cuts[at])));
  }

  function expectAsWhole(files: readonly BundleFile[]) {
    const record = read(files.toReversed());
    expect(saidIn(record)).toEqual(saidIn(whole));
    expect(placesIn(record, files)).toEqual(placesIn(whole, [fileOf('show_logging.txt', lines)]));
    expect(record.gaps).toEqual(whole.gaps);
    expect(record.numbered).toEqual(whole.numbered);
    expect(record.cutShort).toEqual([]);
    expect(record.readings.reduce((sum, { unknown }) => sum + unknown, 0)).toBe(whole.unknown);
    const own = record.readings.map((reading) => [reading.file, reading.lines]);
    expect(new Map(own as [string, number][])).toEqual(new Map(files.map((file) => [file.name, file.text.split('\n').length - 1])));
  }

  it('is the same cut in two at any line', () => {
    expect(whole.events.length).toBeGreaterThan(15);
    for (let cut = 1; cut < lines.length; cut += 1) expectAsWhole(parted([cut], ['router.log.1', 'router.log']));
  });

  it.each(NAMES)('is the same cut in three, called by %s', (_, names) => {
    for (let cut = firstStamped(lines) + 1; cut < lines.length - 4; cut += 7) expectAsWhole(parted([cut, cut + 1 + (cut % 4)], names));
  });
});

/** What stands above it tells no time: of files that are counted up nothing then says which is the first. */
function firstStamped(lines: readonly string[]): number {
  return lines.findIndex((line) => /\d\d:\d\d:\d\d/.test(line));
}

describe('a chain of files', () => {
  const head = (seconds: number, number?: number) =>
    `${number === undefined ? '' : `${String(number).padStart(6, '0')}: `}Jan  5 2026 03:00:${String(seconds).padStart(2, '0')}.000 UTC: %SYS-5-CONFIG_I: Configured from console`;
  const chained = (...files: BundleFile[]) => chainsOf(files, () => true).map((chain) => chain.files.map(({ name }) => name));

  it('follows numbers that go on, whatever the files are called', () => {
    const files = [fileOf('later.txt', [head(9, 12)]), fileOf('first.txt', [head(1, 10), head(2, 11)])];
    expect(chained(...files)).toEqual([['first.txt', 'later.txt']]);
    expect(chainsOf(files, () => true)[0]?.isNext).toEqual([false, true]);
  });

  it('breaks where numbers are missing, names differ, stamps overlap, or a file lies between', () => {
    const alone = (one: BundleFile, two: BundleFile) => expect(chained(one, two)).toHaveLength(2);
    alone(fileOf('first.txt', [head(1, 10)]), fileOf('later.txt', [head(9, 12)]));
    alone(fileOf('console.log', [head(1)]), fileOf('relay.log', [head(2)]));
    alone(fileOf('router.log.1', [head(1), head(9)]), fileOf('router.log', [head(5), head(12)]));
    alone(fileOf('router.log.1', [head(1, 10), head(2, 11)]), fileOf('router.log', [head(2, 11), head(3, 12)]));
    alone(fileOf('router.log.3', [head(1)]), fileOf('router.log', [head(1).replace('03:', '09:')]));
    alone(fileOf('192.0.2.1.log', [head(1)]), fileOf('192.0.2.2.log', [head(2)]));
    alone(fileOf('2026-01-05.log', [head(9)]), fileOf('2026-01-04.log', [head(12)]));
  });

  it('goes over new year, whose stamps print none', () => {
    const bare = (day: string) =>
      fileOf(day.startsWith('Dec') ? 'router.log.1' : 'router.log', [`${day} 00:00:01.000: %SYS-5-CONFIG_I: x`]);
    expect(chained(bare('Dec 31'), bare('Jan  1'))).toEqual([['router.log.1', 'router.log']]);
  });
});

describe('what is said of each file', () => {
  const numbered = (number: number, seconds: number, body: string) =>
    `${String(number).padStart(6, '0')}: Jan  5 2026 03:00:${String(seconds).padStart(2, '0')}.000 UTC: ${body}`;
  const deleted = 'ISAKMP:(1001):deleting SA reason "Death by retransmission P1" state (I) QM_IDLE       (peer 198.51.100.1)';
  const odd = 'words that nobody reads';

  it('is covered without a break where its numbers go on, and not where only its name says that it does', () => {
    const older = [numbered(10, 1, deleted), odd, numbered(11, 2, deleted)];
    const spans = (number: number) =>
      read([
        fileOf('router.log.1', older),
        fileOf('router.log', [numbered(number, 30, deleted), numbered(number + 1, 40, deleted)]),
      ]).logs.map(({ fromAt, toAt }) => [fromAt, toAt].map((at) => new Date(at ?? 0).getUTCSeconds()));
    expect(spans(12).toSorted()).toEqual([
      [1, 2],
      [2, 40],
    ]);
    expect(spans(15).toSorted()).toEqual([
      [1, 2],
      [30, 40],
    ]);
  });

  it('is when its debugs were heard: what switched them off below the last message of a file did so before the next', () => {
    const lines = [
      numbered(10, 1, deleted),
      numbered(11, 2, deleted),
      'All possible debugging has been turned off',
      numbered(12, 30, '%SYS-5-CONFIG_I: Configured from console'),
      numbered(13, 40, deleted),
    ];
    const heard = (files: BundleFile[]) =>
      buildTimeline({ ...bundleOf({}), sides: { a: files, b: [] } }).listening.a.families.map(({ family, heard: on, deaf }) => [
        family,
        ...[...on, ...deaf].map(({ fromAt, toAt }) => [fromAt, toAt]),
      ]);
    const whole = heard([fileOf('router.log', lines)]);
    expect(heard([fileOf('router.log.1', lines.slice(0, 3)), fileOf('router.log', lines.slice(3))])).toEqual(whole);
  });

  it('is its own share of lines, messages and families', () => {
    const files = [
      fileOf('router.log.1', [numbered(10, 1, deleted), odd, odd]),
      fileOf('router.log', [odd, numbered(11, 2, '%SYS-5-CONFIG_I: x')]),
    ];
    const { readings, logs } = read(files);
    expect(readings.map(({ file, lines, unknown }) => [file, lines, unknown])).toEqual([
      ['router.log.1', 3, 2],
      ['router.log', 2, 1],
    ]);
    expect(logs.map(({ messages, families }) => [messages, families])).toEqual([
      [1, ['isakmp']],
      [1, []],
    ]);
  });

  it('is that it is cut short, where no line end follows', () => {
    const cut = {
      ...fileOf('router.log.1', []),
      text: `${numbered(10, 1, deleted)}\n${numbered(11, 2, "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for")}`,
    };
    expect(read([cut, fileOf('router.log', [numbered(12, 3, deleted)])]).cutShort).toEqual(['router.log.1']);
  });
});

describe('a bundle of rotated files', () => {
  /** The older half packed, as logrotate leaves it. */
  function rotated(file: RawFile, share: number): RawFile[] {
    if (!file.path.endsWith('/show_logging.txt')) return [file];
    const lines = new TextDecoder().decode(file.bytes).split('\n');
    const cut = Math.floor(lines.length * share);
    const bytesOf = (own: readonly string[]) => new TextEncoder().encode(own.join('\n'));
    const folder = file.path.slice(0, 2);
    return [
      { path: `${folder}router.log.1.gz`, bytes: gzipSync(bytesOf([...lines.slice(0, cut), ''])) },
      { path: `${folder}router.log`, bytes: bytesOf(lines.slice(cut)) },
    ];
  }

  it.each(['rekey-race/debugs-ikev2', 'simultaneous-rekey/debugs-ikev2', 'rekey-race/ios'])('%s is judged as the whole', async (name) => {
    const files = await filesOfCase(name);
    const whole = await judgeFiles(files, name);
    for (const share of [0.2, 0.33, 0.5, 0.61, 0.8]) {
      const parted = await judgeFiles(
        files.flatMap((file) => rotated(file, share)),
        name,
      );
      const sas = ({ timeline }: typeof whole) =>
        timeline.childSas.map(({ spi, inbound, outbound }) => [spi, Object.keys(inbound), Object.keys(outbound)]);
      expect(sas(parted)).toEqual(sas(whole));
      const causes = ({ verdict }: typeof whole) => verdict.incidents.map(({ spi, cause }) => [spi, cause.id]);
      expect(causes(parted)).toEqual(causes(whole));
    }
  });
});
