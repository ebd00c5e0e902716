/** What a tool or a relay puts before every line is off before what goes on with a message is read: no event is lost by it, and none is another. */
import { describe, expect, it } from 'vitest';
import type { RawFile } from '../../../src/bundle/taken.ts';
import { filesOfCase, judgeFiles } from '../../case/open.ts';

type Wrap = (line: string, at: number, all: readonly string[]) => string;
const isFound = (line: string) => /%|IPSEC/.test(line);
const sign = (line: string) => (isFound(line) ? ':' : '-');
const folded = (line: string, width: number) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''];

const MARKS: Record<string, Wrap> = {
  'grep -Hn': (line, at) => `file.log:${at + 1}:${line}`,
  'grep -Hn, of a drive': (line, at) => `C:\\logs\\hq.log:${at + 1}:${line}`,
  'grep -H': (line) => `hq/show_logging.txt:${line}`,
  'grep -n, from within': (line, at) => `${at + 41}:${line}`,
  'grep -n -C': (line, at) => `${at + 98}${sign(line)}${line}`,
  'grep -Hn -C': (line, at) => `file.log${sign(line)}${at + 1}${sign(line)}${line}`,
  'cat -n': (line, at) => `${String(at + 1).padStart(6)}\t${line}`,
  'cat -n, from within': (line, at) => `${String(at + 95).padStart(6)}\t${line}`,
  'nl, which counts no empty line': (line, at, all) =>
    line.trim() === '' ? '' : `${String(all.slice(0, at + 1).filter((each) => each.trim() !== '').length).padStart(6)}\t${line}`,
  'diff of a new file': (line) => `+${line}`,
  'diff -u': (line, at) => `${'+ -'.charAt(Math.floor(at / 7) % 3)}${line}`,
  'diff without an option': (line, at) => `${'<>'.charAt(Math.floor(at / 9) % 2)} ${line}`,
  'a mail': (line) => `> ${line}`,
  'a mail with the letters of who wrote it': (line) => `JD> ${line}`,
};
const HEADERS: Record<string, Wrap> = {
  journalctl: (line) => `Jan 05 03:00:21 relay hq[12]: ${line}`,
  'journalctl, without a number': (line) => `Jan 05 03:00:21 relay hq: ${line}`,
  'journalctl -o short-iso': (line) => `2026-01-05T03:00:21+0000 relay hq[12]: ${line}`,
  'RFC 5424': (line) => `<189>1 2026-01-05T03:00:21.123Z hq - - - - ${line}`,
  'RFC 5424 with data and a mark': (line) => `<189>1 2026-01-05T03:00:21Z 192.0.2.9 ios 12 - [timeQuality tzKnown="1"] \uFEFF${line}`,
  'a tag': (line) => `Jan  5 03:00:21 hq cisco: ${line}`,
  ts: (line) => `Jan 05 03:00:21 ${line}`,
  'docker compose': (line) => `syslog-1  | ${line}`,
  kubectl: (line) => `[pod/syslog-0/syslog] ${line}`,
  pdsh: (line) => `hq: ${line}`,
  'a name and a number': (line, at) => `hq ${String(at + 98).padStart(6, '0')}: ${line}`,
};
const BORDERS: Record<string, Wrap> = {
  'a border on the left': (line) => `│${line}`,
  'a border on both sides': (line) => `│ ${line.padEnd(200)} │`,
  'a border in ASCII': (line) => `| ${line.padEnd(200)} |`,
  'a box with a name': (line, at) => `${at === 0 ? `┌── 0: hq ${'─'.repeat(190)}┐\n` : ''}│${line.padEnd(200)}│`,
  'a pane beside another': (line, at) =>
    folded(line, 90)
      .map((each) => `${(at < 30 ? 'reply from the gateway' : '').padEnd(40)}│${each}`)
      .join('\n'),
};
/** The header of `show logging` is no message of a collector. */
const ROWS: Record<string, Wrap> = {
  'the columns of Kiwi': (line) => `2026-01-05 03:00:21\tLocal7.Debug\t192.0.2.1\t${line}`,
  'the columns of Kiwi, with a number': (line, at) => `2026-01-05 03:00:21\tLocal7.Debug\t192.0.2.1\t${at + 1}: ${line}`,
};

const CASE = 'delete-lost/124-xe';

function wrapped(files: readonly RawFile[], wrap: Wrap): RawFile[] {
  return files.map(({ path, bytes }) => {
    const lines = Buffer.from(bytes).toString().trimEnd().split('\n');
    return { path, bytes: path.includes('show_logging') ? Buffer.from(`${lines.map(wrap).join('\n')}\n`) : bytes };
  });
}

/** What an event says, wherever it stands. */
async function heard(files: readonly RawFile[]): Promise<string[]> {
  const { timeline } = await judgeFiles(files, 'every-line');
  return timeline.events
    .map((event) => JSON.stringify({ ...event, line: 0, endLine: 0, text: '', sequence: 0, at: 0, uncertaintyMs: 0, commonAt: 0 }))
    .toSorted();
}

describe('a log with something before every line', () => {
  it.each(Object.entries({ ...MARKS, ...HEADERS, ...BORDERS, ...ROWS }))('says the same: %s', async (_what, wrap) => {
    const files = await filesOfCase(CASE);
    expect(await heard(wrapped(files, wrap))).toEqual(await heard(files));
  });

  it.each(Object.entries({ ...MARKS, ...HEADERS }))(
    'says the same of IKEv2, whose lines go on without an indent: %s',
    async (_what, wrap) => {
      const files = await filesOfCase('delete-lost/ikev2-ios');
      expect(await heard(wrapped(files, wrap))).toEqual(await heard(files));
    },
  );
});

describe('a show with something before every line', () => {
  const SHOW = [
    'interface: GigabitEthernet0/0',
    '    Crypto map tag: WAN, local addr 192.0.2.1',
    '',
    '   protected vrf: (none)',
    '   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)',
    '   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)',
    '   current_peer 198.51.100.1 port 500',
    '     inbound esp sas:',
    '      spi: 0x8C11BE9(146873321)',
    '        sa timing: remaining key lifetime (k/sec): (4378165/1803)',
    '     outbound esp sas:',
    '      spi: 0x730C2FF8(1930178552)',
    '        sa timing: remaining key lifetime (k/sec): (4378165/1803)',
  ];
  it.each(Object.entries({ ...MARKS, ...BORDERS, ...{ pdsh: HEADERS['pdsh'] as Wrap, ansible: (line: string) => `hq | ${line}` } }))(
    'is known by what stands behind it: %s',
    async (_what, wrap) => {
      const tunnel = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
      const files = { 'tunnel.yaml': tunnel, 'a/paste.txt': `${SHOW.map(wrap).join('\n')}\n` };
      const { bundle } = await judgeFiles(
        Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
        'every-line',
      );
      expect(bundle.files?.map(({ takenFor }) => takenFor)).toEqual(['show crypto ipsec sa']);
    },
  );
});

describe('what only looks like a mark', () => {
  const at = (minute: number) => String(minute).padStart(2, '0');
  it.each<[string, (minute: number) => string]>([
    [
      'the stamps of one message a minute',
      (minute) => `Jan  5 2026 03:${at(minute)}:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by ops`,
    ],
    ['ISO stamps of a relay', (minute) => `2026-01-${at(minute + 1)} 03:00:00 hq %SYS-5-CONFIG_I: Configured from console by ops`],
    [
      'the numbers of a router',
      (minute) => `0001${at(minute)}: Jan  5 2026 03:${at(minute)}:00.000 UTC: %SYS-5-CONFIG_I: Configured from console`,
    ],
    ['uptimes', (minute) => `${at(minute)}:00:21: %SYS-5-CONFIG_I: Configured from console by ops`],
  ])('stays: %s', async (_what, line) => {
    const { bundle } = await judgeFiles(
      [
        { path: 'tunnel.yaml', bytes: Buffer.from('a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n') },
        { path: 'a/show_logging.txt', bytes: Buffer.from(Array.from({ length: 20 }, (_each, minute) => line(minute)).join('\n')) },
      ],
      'every-line',
    );
    expect(bundle.files?.map(({ done }) => done)).toEqual([[]]);
  });
});
