/** Files that tell no two peers: one router's record is still judged, and of the others it is said file by file why nothing is. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { readLogLine } from '../../src/ios/log/line.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'alone-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function lay(files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return readBundle(directory);
}

const invalid = (rest: string, own = '192.0.2.1') =>
  `Nov  9 2025 14:10:00.000 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${own}, prot=50, ${rest}\n`;

describe('the record of one router in which no line names both ends', () => {
  it.each([
    ['the source was masked', invalid('spi=0xB7A1F00D(3080843277), srcaddr=y.y.y.y'), '192.0.2.1'],
    ['both were', invalid('spi=0xB7A1F00D(3080843277), srcaddr=[REDACTED]', 'A.A.A.A'), 'ADDRESS-OF-CPE-04'],
    ['the line was cut behind the SPI', invalid('spi=0xB7A1F00D(30808'), '192.0.2.1'],
  ])('still has its incident: %s', async (_what, text, address) => {
    const { bundle } = await lay({
      'cpe-04.log': `${text}Nov  9 2025 14:11:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by console\n`,
    });
    expect(bundle.tunnel.a).toEqual({ name: 'cpe-04', address });
    expect(bundle.assumed?.confidence).toBe('possible');
    expect(judge(buildTimeline(bundle)).incidents).toMatchObject([{ spi: '0xB7A1F00D', receiver: 'a' }]);
  });

  it('calls nobody by a letter, and nobody by the pipe through which its record came', async () => {
    const text = invalid('spi=0xB7A1F00D(3080843277), srcaddr=198.51.100.1');
    const { bundle, diagnostics } = await readBundle('-', [Buffer.from(text)] as never);
    expect([bundle.tunnel.a.name, bundle.tunnel.b.name]).toEqual(['router-a', 'router-b']);
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'nothing of router-b (198.51.100.1) is in it, and one end alone decides less',
    ]);
  });

  it('is read although its writer filled it up with zeros', async () => {
    const line = invalid('spi=0xB7A1F00D(3080843277), srcaddr=198.51.100.1');
    const { bundle } = await lay({ 'm.log': Buffer.concat([Buffer.from(line), Buffer.alloc(4096), Buffer.from(`\n${line}`)]) });
    expect(judge(buildTimeline(bundle)).incidents).toMatchObject([{ spi: '0xB7A1F00D' }]);
  });

  it('has the SPI by its decimal where the other lost a figure', async () => {
    const { bundle } = await lay({ 'm.log': invalid('spi=0xB7A1F0D(3080843277), srcaddr=198.51.100.1') });
    expect(judge(buildTimeline(bundle)).incidents).toMatchObject([{ spi: '0xB7A1F00D' }]);
  });

  it('has its day by the stamp, not by figures that a chat put before it', () => {
    const { stamp } = readLogLine(
      `U02 1762697000.000300 ${invalid('spi=0xB7A1F00D(3080843277), srcaddr=198.51.100.1').replace('2025 ', '')}`,
    );
    expect(stamp).toMatchObject({ kind: 'calendar', year: undefined, month: 10, day: 9 });
  });
});

describe('files that tell nothing of a tunnel', () => {
  it('are named one by one, each with why there is nothing to judge', async () => {
    const files = {
      'core.log': 'RP/0/RP0/CPU0:Nov  9 14:10:00.000 UTC: bgp[1052]: %ROUTING-BGP-5-ADJCHANGE : neighbor 203.0.113.9 Down\n',
      'print.pdf': Buffer.from([0x25, 0x50, 0x44, 0x46, ...Array(200).keys()]),
      'empty.txt': '\n \n',
    };
    const refused = await lay(files).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refused).toContain(
      'core.log was taken for a log, in which no line that is understood names both peers: there is nothing to judge',
    );
    expect(refused).toContain('empty.txt is empty');
    expect(refused).toMatch(/print\.pdf (?:was not read|.*not)/);
  });
});

describe('two logs of which one names both ends', () => {
  const STAMP = 'Nov  9 2025 14:0';
  const rekey = (minute: number, number: number) =>
    `${STAMP}${minute}:00.000 UTC: %GDOI-5-GM_RECV_REKEY: Received Rekey for group GETVPN-1 from 192.0.2.9 to 239.192.1.190 with seq # ${number}\n`;
  const one = rekey(1, 14) + invalid('spi=0xB7A1F00D(3080843277), srcaddr=198.51.100.1');

  it('are of both: the one that names nobody is of the other end', async () => {
    const { bundle } = await lay({ 'gm1.log': one, 'gm2.log': rekey(1, 14) + rekey(5, 15) });
    expect([bundle.sides.a.length, bundle.sides.b.length]).toEqual([1, 1]);
    expect(buildTimeline(bundle).recordings.b.lines).toBeGreaterThan(0);
  });

  it('and are of one router where the second is the log of the day before', async () => {
    const { bundle } = await lay({ 'gm1.log': one, 'gm1.log.1': rekey(1, 14) + rekey(5, 15) });
    expect(bundle.sides.b).toEqual([]);
  });
});
