/** `flaptrap eem`: what an applet does on given events and answers, step by step, and tests of applets with what must come out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type EemRunOptions, eemRun, eemTest } from '../../src/cli/eem.ts';
import type { FlaptrapError } from '../../src/errors.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const APPLETS = `event manager environment server 192.0.2.9
event manager applet SNAP
 event syslog pattern "Tunnel0, changed state to down"
 action 0010 cli command "enable"
 action 0020 cli command "show clock"
 action 0030 regexp "([0-9]+):" "$_cli_result" all hour
 action 0040 if $hour ge 8
 action 0050  syslog msg "by day: $_syslog_mnemonic to $server"
 action 0060  wait 5
 action 0070 end
 action 0080 cli command "copy flash:x tftp:"
event manager applet HAND
 event none
 action 0010 exit 3
event manager applet OTHER
 event track 10 state up
 action 0010 syslog msg "$nothing"
`;
const DOWN = 'syslog:%LINK-3-UPDOWN: Interface Tunnel0, changed state to down';

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function place(name: string, text: string): string {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
}

async function run(options: Partial<EemRunOptions>, text = APPLETS) {
  const screen = silentScreen();
  const code = await eemRun(place('router.cfg', text), { event: DOWN, ...options }, screen).catch(toldOf);
  return { code, printed: screen.printed, told: screen.told };
}

/** What an error says, with the mistakes that it names. */
function toldOf({ message, context }: FlaptrapError): string {
  return [message, ...(context.diagnostics ?? []).map(({ line, column, summary }) => `${line}:${column} ${summary}`)].join('\n');
}

const ANSWERS = place('answers.yaml', 'answers:\n  - { command: "show cl*", output: "10:41:00 UTC", seconds: 2 }\n');

describe('a run', () => {
  it('is shown step by step, with its time, its variables and its terminal line', async () => {
    const { code, printed, told } = await run({ answers: ANSWERS });
    expect(code).toBe(0);
    expect(told).toBe('3 applets read, 1 sprung\n');
    expect(printed.split('\n')).toEqual(
      expect.arrayContaining([
        'SNAP:',
        '     0.0 s  0010     cli command "enable"',
        '                      types `show clock`',
        '                      $_cli_result = "10:41:00 UTC\\nrouter#"',
        '                      $hour = "10"',
        '                      logs `by day: UPDOWN to 192.0.2.9`',
        '     7.0 s  0070     end',
        'it ends after 7 s of 20 s, with exit status 0',
        'one terminal line for 7 s, 3 commands',
      ]),
    );
  });

  it('is killed at maxrun behind a question that nobody answers', async () => {
    const asking = place(
      'asks.yaml',
      'answers:\n  - { command: "show clock", output: "7:00" }\n  - { command: "copy *", output: "Destination filename?", asks: true }\n',
    );
    const { code, printed } = await run({ answers: asking });
    expect(code).toBe(1);
    expect(printed).toContain('waits for an answer to its question');
    expect(printed).toContain('maxrun kills it after 20 s of 20 s');
    const answered = APPLETS.replace('tftp:"', 'tftp:" pattern "filename"');
    expect((await run({ answers: asking }, answered)).code).toBe(0);
  });

  it('is aborted where a variable is missing, with what the device logs', async () => {
    const { code, printed } = await run({ event: 'track:10 up' });
    expect(code).toBe(1);
    expect(printed).toContain('%HA_EM-3-FMPD_UNKNOWN_ENV');
    expect(printed).toContain('it is aborted after 0 s');
  });

  it('is none where nothing springs, and that is a finding', async () => {
    expect(await run({ event: 'syslog:%SYS-5-RESTART: x' })).toMatchObject({
      code: 1,
      told: expect.stringContaining('3 applets read, 0 sprung: what is waited for is `event syslog pattern'),
    });
    expect((await run({ event: 'track:10 down' })).told).toContain('0 sprung');
  });

  it('has the built-in variables of its event, and says of which nobody has said what they hold', async () => {
    const counter =
      'event manager applet A\n event counter name x entry-op ge entry-val 3\n action 10 syslog msg "$_counter_name is $_counter_value"\n';
    const { code, printed } = await run({ event: 'counter' }, counter);
    expect([code, printed]).toEqual([0, expect.stringContaining('logs `<_counter_name> is <_counter_value>`')]);
    expect(printed).toContain('nobody has said what $_counter_name, $_counter_value hold');
    const given = place('given.yaml', 'environment: { _counter_name: x, _counter_value: 4 }\n');
    const said = (await run({ event: 'counter', answers: given }, counter)).printed;
    expect(said).toContain('logs `x is 4`');
    expect(said).not.toContain('nobody has said');
    expect((await run({ event: 'counter' }, counter.replaceAll('_counter_', '_cli_'))).printed).toContain('it is aborted');
  });

  it.each([
    ['sync yes', '1', 'runs'],
    ['sync yes', '0', 'is skipped'],
    ['sync no skip yes', '1', 'is skipped'],
    ['sync no skip no', '0', 'runs'],
  ])('says what becomes of the command: %s, with status %s', async (how, status, fate) => {
    const guard = `event manager applet A\n event cli pattern "^reload" ${how}\n action 10 set _exit_status "${status}"\n`;
    expect((await run({ event: 'cli:reload' }, guard)).printed).toContain(`with exit status ${status}: the command that was typed ${fate}`);
  });

  it('is JSON for programs', async () => {
    const { printed } = await run({ event: 'none:one two', json: true, applet: 'HAND' });
    expect(JSON.parse(printed)).toMatchObject({ applets: 1, runs: [{ applet: 'HAND', end: 'done', exitStatus: 3, commands: [] }] });
  });

  it('ends, whatever the applet does', async () => {
    const forever = 'event manager applet A\n event none maxrun 0\n action 10 while 1 eq 1\n action 20 set x "y"\n action 30 end\n';
    expect((await run({ event: 'none' }, forever)).printed).toContain('it is aborted');
  });
});

describe('what is refused', () => {
  it.each([
    [{ event: 'sometimes' }, '`sometimes` is no event'],
    [{ event: 'track:10 sideways' }, 'is no event'],
    [{ applet: 'NONE' }, 'holds no applet NONE'],
    [{ answers: '/nowhere/x.yaml' }, '/nowhere/x.yaml'],
    [
      { answers: place('bad.yaml', 'answrs: []\n') },
      'bad.yaml holds no answers of a router\n1:1 unknown key `answrs`; did you mean answers?',
    ],
    [
      { answers: place('map.yaml', 'answers: { show clock: x }\n') },
      '1:10 `answers` is to be a list: one entry a line, each behind a dash',
    ],
    [{ answers: place('few.yaml', 'answers: [{ output: x }]\n') }, '1:11 `command` is missing'],
    [{ answers: place('count.yaml', 'counters: { x: many }\n') }, '1:16 `x` is to be a number'],
    [{ answers: place('worse.yaml', 'answers: [\n') }, 'worse.yaml'],
  ])('%j', async (options, why) => expect((await run(options)).code).toContain(why));

  it('a file without an applet', async () => expect((await run({}, 'hostname hq\n')).code).toContain('holds no applet'));
});

async function test(yaml: string, isJson = false) {
  place('router.cfg', APPLETS);
  const screen = silentScreen();
  const code = await eemTest([place('applets.test.yaml', `applets: router.cfg\ntests:\n${yaml}`)], { json: isJson }, screen).catch(toldOf);
  return { code, printed: screen.printed, told: screen.told };
}

const SNAP = `  - name: takes the time\n    event: "${DOWN}"\n    answers: [{ command: show clock, output: "10:41" }]\n    expect:`;

describe('a test', () => {
  it('holds when all that is expected comes out', async () => {
    const { code, printed } = await test(
      `${SNAP} { ends: done, secondsAtMost: 5, types: [enable, show clock], typesNot: [reload], says: [by day], saysNot: [night], exitStatus: 0 }\n` +
        `  - { name: nothing, event: timer, expect: { springs: false } }\n`,
    );
    expect(code).toBe(0);
    expect(printed.match(/^ok /gm)).toHaveLength(2);
  });

  it.each([
    ['{ ends: killed }', 'SNAP ends done, not killed'],
    ['{ secondsAtMost: 4 }', 'SNAP takes 5 s, not at most 4 s'],
    ['{ types: [show clock, enable] }', '`enable` is not typed, or not in this order'],
    ['{ typesNot: [enable] }', '`enable` is typed'],
    ['{ says: [by night] }', 'it never says `by night`'],
    ['{ saysNot: [by day] }', 'it says `by day`'],
    ['{ exitStatus: 1 }', 'SNAP ends with the status 0, not 1'],
    ['{ springs: false }', 'SNAP springs, and none should'],
  ])('fails where %s does not hold, and says so', async (expected, why) => {
    const { code, printed, told } = await test(`${SNAP} ${expected}\n`);
    expect(code).toBe(1);
    expect(printed).toContain('FAIL');
    expect(printed).toContain(why);
    expect(told).toBe('1 test, 1 failed\n');
  });

  it('fails where no applet springs', async () => {
    expect((await test('  - { name: x, event: timer, expect: { ends: done } }\n')).printed).toContain('no applet springs');
  });

  it('is refused where it cannot be understood', async () => {
    expect((await test('  - { name: x, event: maybe, expect: {} }\n')).code).toContain('`maybe` is no event');
    expect((await test('  - { name: x, event: none, expect: { colour: red } }\n')).code).toContain('colour');
  });

  it('is told as JSON', async () => {
    expect(JSON.parse((await test(`${SNAP} { says: [night] }\n`, true)).printed)).toMatchObject({
      schema: 'flaptrap.eem-test/1',
      tests: [{ name: 'takes the time', wrong: ['it never says `night`'] }],
    });
  });
});
