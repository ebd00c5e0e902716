import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle } from '../../src/bundle/read.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { judgeBundle } from '../../src/run/judge-bundle.ts';
import { zipOf } from './archives.ts';

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const MESSAGE =
  "Jan  5 2026 03:00:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0\n";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'own-report-'));
  await writeFile(join(directory, 'tunnel.yaml'), TUNNEL);
});
afterEach(() => rm(directory, { recursive: true }));

const namesOf = async () => (await readBundle(directory)).bundle.files?.map(({ path }) => path);

describe('a file that is called like a report', () => {
  it.each([
    ['report.txt', MESSAGE],
    ['report.log', MESSAGE],
    ['report.html', `<html><body><pre>${MESSAGE}</pre></body></html>`],
    ['report.csv', `time,message\n2026-01-05,"${MESSAGE.trim()}"\n`],
    ['report.json', JSON.stringify([{ host: '192.0.2.1', message: MESSAGE.trim() }])],
  ])('is read like any other when somebody else wrote it: %s', async (name, text) => {
    await writeFile(join(directory, name), text);
    const { verdict } = await judgeBundle(directory, Date.UTC(2026, 0, 6));
    expect(verdict.incidents).toMatchObject([{ spi: '0x730C2FF8', receiver: 'a' }]);
  });

  it.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])('is passed over when it is our own, as %s', async (id) => {
    await mkdir(join(directory, 'a'));
    await writeFile(join(directory, 'a', 'show_logging.txt'), MESSAGE);
    const { verdict, timeline } = await judgeBundle(directory, Date.UTC(2026, 0, 6));
    const ending = id === 'text' ? 'txt' : id;
    await writeFile(join(directory, `report.${ending}`), FORMATS[id].print(verdict, timeline));
    expect(await namesOf()).toEqual(['a/show_logging.txt']);
  });

  it('is passed over in an archive with a folder on top, too', async () => {
    const { verdict, timeline } = await judgeBundle(directory, Date.UTC(2026, 0, 6));
    const path = join(directory, 'capture.zip');
    const report = FORMATS.text.print(verdict, timeline);
    await writeFile(
      path,
      await zipOf([
        { name: 'c/tunnel.yaml', text: TUNNEL },
        { name: 'c/a/show_logging.txt', text: MESSAGE },
        { name: 'c/report.txt', text: report },
      ]),
    );
    expect((await readBundle(path)).bundle.files?.map((file) => file.path)).toEqual(['a/show_logging.txt']);
  });
});
