/** `flaptrap confirm` and `flaptrap compare`, as an engineer uses them. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, parseDay } from '../../src/cli/compare.ts';
import { confirm } from '../../src/cli/confirm.ts';
import { unpackCase } from '../case/open.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'compare-'));
const LOST = join(FOLDER, 'lost');
const AGAIN = join(FOLDER, 'again');
const HEALTHY = join(FOLDER, 'healthy');
const SILENT = join(FOLDER, 'silent');
const BESIDE = `${LOST}.confirmed.json`;

beforeAll(async () => {
  await unpackCase('delete-lost/ios', LOST);
  cpSync(LOST, AGAIN, { recursive: true });
  await unpackCase('healthy/ios', HEALTHY);
  mkdirSync(SILENT);
  cpSync(join(LOST, 'tunnel.yaml'), join(SILENT, 'tunnel.yaml'));
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

async function printed(run: (screen: ReturnType<typeof silentScreen>) => Promise<number>): Promise<string> {
  const screen = silentScreen();
  expect(await run(screen)).toBe(0);
  return screen.printed;
}

describe('flaptrap confirm', () => {
  it('writes beside the bundle and nothing into it', async () => {
    const before = readdirSync(LOST, { recursive: true });
    const said = await printed((screen) => confirm(`${LOST}/`, 'delete-lost', { note: 'CoPP dropped UDP 500' }, screen));
    expect(said).toBe(`${BESIDE}: delete-lost for 1 incident; the verdict was delete-lost (certain)\n`);
    expect(readdirSync(LOST, { recursive: true })).toEqual(before);
    expect(statSync(BESIDE).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(BESIDE, 'utf8'))).toMatchObject({
      schema: 'flaptrap.confirmed/1',
      findings: [
        { receiver: 'b', cause: 'delete-lost', note: 'CoPP dropped UDP 500', verdict: { cause: 'delete-lost', confidence: 'certain' } },
      ],
    });
  });

  it('keeps what was said before', async () => {
    await confirm(LOST, 'delete-lost', {}, silentScreen());
    expect(JSON.parse(readFileSync(BESIDE, 'utf8')).findings).toHaveLength(2);
  });

  it.each([
    ['a cause that there is not', LOST, 'delte-lost', {}, 'there is no cause delte-lost; did you mean delete-lost?'],
    ['another cause without words', LOST, 'other', {}, 'what flaptrap does not know needs words'],
    ['a bundle without an incident', HEALTHY, 'delete-lost', {}, 'the bundle has no incident: there is nothing to confirm'],
    ['a bundle of which nothing can be read', SILENT, 'delete-lost', {}, 'Nothing to judge: no line of either record could be read.'],
    ['an SPI of no incident', LOST, 'delete-lost', { spi: '0x00000001' }, 'no incident is of the SPI 0x00000001'],
  ])('refuses %s', async (_what, bundle, cause, options, message) => {
    await expect(confirm(bundle, cause, options, silentScreen())).rejects.toMatchObject({ code: 'input', message });
  });

  it('overwrites no file that is not its own', async () => {
    writeFileSync(`${AGAIN}.confirmed.json`, '{"schema": "something else"}');
    await expect(confirm(AGAIN, 'delete-lost', {}, silentScreen())).rejects.toMatchObject({ code: 'input' });
    expect(readFileSync(`${AGAIN}.confirmed.json`, 'utf8')).toContain('something else');
    rmSync(`${AGAIN}.confirmed.json`);
  });
});

describe('flaptrap compare', () => {
  it('says in plain words what recurs and how far the verdict was right, and passes over the files beside the bundles', async () => {
    const text = await printed((screen) => compare([LOST, BESIDE, AGAIN, HEALTHY], {}, screen));
    expect(text).toMatch(/^3 bundles, recorded from \d{4}-\d\d-\d\d to /);
    expect(text).toMatch(/^delete-lost at branch: once, in 2 of 3 bundles$/m);
    expect(text).toMatch(/^ {2}why it was not known: .*; was the sender told: lost; why it was used: still current$/m);
    expect(text).toMatch(/^ {2}in all: once in .* (?:min|s): too short a time to say how often$/m);
    expect(text).not.toContain('Poisson');
    expect(text).toMatch(/^CONFIRMED {2}1 incident: how often the verdict was right \(95 % interval, Wilson\)$/m);
    expect(text).toMatch(/^ {2}certain: 1 of 1 \(21 to 100 %\)$/m);
  });

  it('says how often where the tunnel was watched for long enough', async () => {
    const [, from = ''] = /recorded from (\S+)/.exec(await printed((screen) => compare([LOST], {}, screen))) ?? [];
    const text = await printed((screen) => compare([LOST], { until: parseDay(from) + 30 * 86_400_000 }, screen));
    expect(text).toMatch(/^ {2}in all: once in (?:29|30) days, .* a week \(.* to .*\)$/m);
    expect(text).toContain('in brackets the 95 % interval (exact Poisson)');
  });

  it('prints the same as JSON', async () => {
    const compared = JSON.parse(await printed((screen) => compare([LOST, AGAIN], { json: true }, screen)));
    expect(compared).toMatchObject({ schema: 'flaptrap.compared/1', recurring: [{ cause: 'delete-lost', bundles: 2, times: 1 }] });
  });

  it('leaves out what is no bundle, and says so', async () => {
    const screen = silentScreen();
    await compare([LOST, join(FOLDER, 'none')], {}, screen);
    expect(screen.told).toContain('left out: ');
    expect(screen.printed).toMatch(/^1 bundle, /);
  });

  it('leaves out a bundle of which nothing can be read: its silence is no time without an incident', async () => {
    const screen = silentScreen();
    await compare([LOST, SILENT], {}, screen);
    expect(screen.told).toContain(`left out: ${SILENT}: Nothing to judge: no line of either record could be read.`);
    expect(screen.printed).toMatch(/^1 bundle, /);
    await expect(compare([SILENT], {}, silentScreen())).rejects.toMatchObject({ code: 'input' });
  });

  it('gives no rate where no incident has a date', async () => {
    await unpackCase('dpd-false-positive/acks-lost-124-vs-xe-ikev1', join(FOLDER, 'no-year'));
    const text = await printed((screen) => compare([LOST, join(FOLDER, 'no-year')], { until: Date.UTC(2030, 0) }, screen));
    const [, undated = ''] = text.split(/^(?=dpd-false-positive)/m);
    expect(undated).toMatch(/^ {2}once without a date \(no stamp, or a year that is not known\): not counted in a rate$/m);
    expect(undated).not.toContain('not once');
  });

  it('takes a day or an instant of UTC, and nothing else', () => {
    expect(parseDay('2026-02-01')).toBe(Date.UTC(2026, 1, 1));
    expect(parseDay('2026-02-01T14:30:00Z')).toBe(Date.UTC(2026, 1, 1, 14, 30));
    for (const text of ['1 Feb', '2026-13-01', '2026-02-01 14:30']) expect(() => parseDay(text)).toThrow('expected a date');
  });
});
