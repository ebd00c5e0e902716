/** A terminal that watched a router live, and the buffer of the same router: what stands in both happened once, however the terminal wrote it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleBundle } from '../../src/bundle/assemble.ts';
import type { TakenFile } from '../../src/bundle/taken.ts';
import { type PeerRecord, recordOf } from '../../src/timeline/record.ts';
import { filesOfCase } from '../case/open.ts';

const COLUMNS = 80;
const TAB_COLUMNS = 8;

/** As a terminal of fixed width breaks what is longer. */
function folded(line: string): string[] {
  const pieces = [];
  for (let at = 0; at < Math.max(1, line.length); at += COLUMNS) pieces.push(line.slice(at, at + COLUMNS));
  return pieces;
}

const WAYS: [string, (lines: string[]) => string[]][] = [
  ['as it stands', (lines) => lines],
  ['folded at 80 columns', (lines) => lines.flatMap(folded)],
  ['without the blanks at the ends of lines', (lines) => lines.map((line) => line.trimEnd())],
  ['with blanks for tabs', (lines) => lines.map((line) => line.replaceAll('\t', ' '.repeat(TAB_COLUMNS)))],
  ['with one blank for several', (lines) => lines.map((line) => (/^\s/.test(line) ? line : line.replace(/\s+/g, ' ')))],
  ['without milliseconds', (lines) => lines.map((line) => line.replace(/(\d\d:\d\d:\d\d)\.\d{3}/, '$1'))],
  ['folded, without milliseconds', (lines) => lines.map((line) => line.replace(/(\d\d:\d\d:\d\d)\.\d{3}/, '$1')).flatMap(folded)],
];

async function recordOfFiles(files: readonly { path: string; text: string }[]): Promise<PeerRecord> {
  async function* taken(): AsyncGenerator<TakenFile> {
    for (const { path, text } of files) yield { path, bytes: new TextEncoder().encode(text), sha256: path };
  }
  const { bundle } = await assembleBundle(taken(), 'test');
  return recordOf(bundle.sides.a, { side: 'a', year: 2026, zone: { named: {} } });
}

function kindsIn({ events }: PeerRecord): string[] {
  return events
    .map(({ event }) => [event.kind, 'spi' in event ? event.spi : '', 'change' in event ? event.change : ''].join(' '))
    .toSorted();
}

const LOGS = ['rekey-race/debugs-ikev2', 'simultaneous-rekey/debugs-ikev2', 'rekey-race/ios', 'rekey-race/ios-12'];

describe.each(LOGS)('the buffer of %s beside a live copy', (name) => {
  let tunnel: { path: string; text: string };
  let lines: string[];
  let alone: string[];
  beforeAll(async () => {
    const files = (await filesOfCase(name)).map(({ path, bytes }) => ({ path, text: new TextDecoder().decode(bytes) }));
    tunnel = files.find(({ path }) => path === 'tunnel.yaml') ?? { path: 'tunnel.yaml', text: '' };
    const text = files.find(({ path }) => path === 'a/show_logging.txt')?.text ?? '';
    lines = text.split('\n');
    alone = kindsIn(await recordOfFiles([tunnel, { path: 'a/show_logging.txt', text }]));
  });

  it('keeps what the buffer says twice at one instant, and what only one of the two has', async () => {
    const at = lines.findIndex((line) => /ISAKMP.*deleting|IKEv2.*(?:SENT|RECV|Deleting)|IPSEC\(delete_sa\)|sending packet/i.test(line));
    const twice = [...lines.slice(0, at + 1), lines[at] ?? '', ...lines.slice(at + 1)];
    const once = kindsIn(await recordOfFiles([tunnel, { path: 'a/show_logging.txt', text: twice.join('\n') }]));
    const other = 'Jan  5 2026 03:00:20.000 UTC: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.9:500';
    const copy = [...lines.map((line) => line.trimEnd()), other];
    const files = [tunnel, { path: 'a/show_logging.txt', text: twice.join('\n') }, { path: 'a/console.txt', text: copy.join('\n') }];
    expect(kindsIn(await recordOfFiles(files)).length).toBe(once.length + 1);
  });

  it.each(WAYS)('%s is the same once', async (_, written) => {
    const begin = lines.findIndex((line) => /^\S*.*\d\d:\d\d:\d\d/.test(line));
    const live = written(lines.slice(begin));
    const files = [tunnel, { path: 'a/show_logging.txt', text: lines.join('\n') }, { path: 'a/console.txt', text: live.join('\n') }];
    expect(kindsIn(await recordOfFiles(files))).toEqual(alone);
  });
});
