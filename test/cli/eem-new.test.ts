/** `flaptrap eem new` writes applets that the linter has nothing to say of; `flaptrap eem diff` says what they would change on a router. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHappening, sprungBy } from '../../src/applet/happening.ts';
import { lintText } from '../../src/applet/lint.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { stageRun } from '../../src/applet/staged-run.ts';
import { type EemNewOptions, eemDiff, eemNew } from '../../src/cli/eem-new.ts';
import type { FlaptrapError } from '../../src/errors.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function made(want: string | undefined, options: EemNewOptions = {}): Promise<string> {
  const screen = silentScreen();
  return eemNew(want, options, screen).then(
    () => screen.printed,
    (error: FlaptrapError) => error.message,
  );
}

const WANTED: [string, EemNewOptions][] = [
  ['trigger', { name: 'DOWN', pattern: '%LINK-3-UPDOWN: Interface Tunnel0, changed state to down' }],
  ['snapshot', { pattern: 'Tunnel0, changed state to down', show: ['show clock', 'show crypto ipsec sa'] }],
  ['log', { name: 'CPU', show: ['show processes cpu sorted'], seconds: 60, entries: 3, file: ['flash:cpu.txt'] }],
  ['cleanup', { applet: ['SNAPSHOT', 'CPU'], file: ['flash:cpu.txt', 'flash:snapshot.txt'], seconds: 3600 }],
];

describe('flaptrap eem new', () => {
  it.each(WANTED)('%s is sound', async (want, options) => {
    const text = await made(want, options);
    expect(lintText(text, 'a.cfg')).toEqual([]);
    expect(parseApplets(text, 'a.cfg').applets).toHaveLength(1);
    expect(JSON.parse(await made(want, { ...options, json: true }))).toMatchObject({ want, text });
  });

  it('bounds a log: after so many entries its file begins anew', async () => {
    const [applet] = parseApplets(await made('log', WANTED[2]?.[1]), 'a.cfg').applets;
    const happening = readHappening('timer');
    const event = applet?.events[0];
    if (applet === undefined || event === undefined || happening === undefined) throw new Error('no applet');
    expect(sprungBy(applet, happening)).toBe(event);
    const files = [0, 2, 3].map((before) => {
      const run = stageRun(applet, event, happening, {
        environment: {},
        typed: [],
        tracks: {},
        info: {},
        prompt: 'hq#',
        answers: [{ command: '*', output: '', seconds: 1 }],
        counters: { CPU: before },
      });
      return run.commands.find((command) => command.startsWith('show clock'));
    });
    expect(files).toEqual([
      'show clock | append flash:cpu.txt',
      'show clock | append flash:cpu.txt',
      'show clock | redirect flash:cpu.txt',
    ]);
  });

  it('lists what can be wanted', async () => {
    expect(await made(undefined, { list: true })).toContain('snapshot  writes the answers');
    expect(JSON.parse(await made(undefined, { list: true, json: true }))).toHaveLength(4);
  });

  it.each([
    [undefined, {}, 'say what the applet is for'],
    ['snapshut', {}, 'did you mean snapshot?'],
    ['trigger', {}, 'trigger needs --pattern'],
    ['snapshot', { pattern: 'x' }, 'snapshot needs --show'],
    ['trigger', { pattern: 'x', entries: 3 }, 'trigger takes no --entries'],
    ['log', { show: ['show clock'], seconds: 0 }, '--seconds 0 means nothing'],
    ['log', { show: ['reload'] }, '`reload` is no show command'],
    ['log', { show: ['show clock'], file: ['a', 'b'] }, 'log writes one file'],
    ['trigger', { pattern: 'say "x"' }, 'holds a quote'],
    ['trigger', { name: 'a b', pattern: 'x' }, 'is no name of an applet'],
    ['log', { show: ['show $x'] }, 'cannot stand in a command'],
    ['trigger', { list: true }, '--list takes no want'],
  ] as [string | undefined, EemNewOptions, string][])('%s with %j is refused', async (want, options, why) => {
    expect(await made(want, options)).toContain(why);
  });
});

describe('flaptrap eem diff', () => {
  const place = (name: string, text: string): string => {
    writeFileSync(join(FOLDER, name), text);
    return join(FOLDER, name);
  };
  const RUNNING =
    'version 15.2\nevent manager applet A\n event none\n action 0010 wait 5\n action 0020 wait 6\nevent manager applet OLD\n event none\n action 0010 wait 1\nend\n';
  const diffed = async (text: string, options: object = {}): Promise<{ code: number | string; printed: string }> => {
    const screen = silentScreen();
    const config = place('running.cfg', RUNNING);
    const code = await eemDiff(place('wanted.cfg', text), { config, ...options }, screen).catch((error: FlaptrapError) => error.message);
    return { code, printed: screen.printed };
  };

  it('prints the lines that make the one the other, and exits with 1', async () => {
    const text = 'event manager applet A\n event none\n action 0010 wait 7\nevent manager applet B\n event none\n action 0010 wait 1\n';
    const { code, printed } = await diffed(text);
    expect(code).toBe(1);
    expect(printed.trim().split('\n')).toEqual([
      'event manager applet A',
      ' no action 0020',
      ' action 0010 wait 7',
      'event manager applet B',
      ' event none',
      ' action 0010 wait 1',
    ]);
    expect((await diffed(text, { remove: true })).printed).toContain('no event manager applet OLD');
    expect(JSON.parse((await diffed(text, { json: true })).printed)).toMatchObject({
      changes: [{ name: 'A', change: 'alter' }, { name: 'B' }],
    });
  });

  it('finds nothing where spacing and order alone differ', async () => {
    expect(await diffed('event manager applet A\n  action 0020   wait 6\n action 0010 wait 5\n event none\n')).toEqual({
      code: 0,
      printed: '',
    });
  });

  it('refuses what it cannot read', async () => {
    expect((await diffed('event manager applet A\n event nonne\n')).code).toContain('holds lines that no device takes');
    expect((await diffed('hostname hq\n')).code).toContain('holds no applet');
  });
});
