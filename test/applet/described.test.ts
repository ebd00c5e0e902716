/** A described applet becomes the lines of a device: labels in order, blocks closed, texts quoted, and the same meaning when it is read back. */
import { describe, expect, it } from 'vitest';
import { type Described, type Step, writeApplet } from '../../src/applet/described.ts';
import { lintText } from '../../src/applet/lint.ts';
import { parseApplets } from '../../src/applet/parse.ts';

const made = (steps: readonly Step[], more: Partial<Described> = {}): string =>
  writeApplet({ name: 'A', event: 'none', prepare: true, steps, ...more });
const actions = (text: string): string[] => text.split('\n').flatMap((line) => / action (\S+ .*)/.exec(line)?.[1] ?? []);

describe('a described applet', () => {
  it('is read back as it was meant, and the linter has nothing to say', () => {
    const text = made(
      [
        { type: 'show interface Tunnel0 | redirect flash:down.txt' },
        { set: { errors: '0' } },
        'regexp "([0-9]+) input errors" "$_cli_result" all errors',
        {
          if: '$_regexp_result eq "1"',
          do: [{ say: 'Tunnel0: $errors input errors', priority: 'warnings' }],
          else: [{ say: 'Tunnel0 went down' }],
        },
        { wait: 5 },
        { foreach: 'peer', in: '192.0.2.1 198.51.100.1', do: [{ type: 'ping $peer repeat 2' }] },
      ],
      { event: { syslog: { pattern: 'Tunnel0, changed state to down', ratelimit: '60', maxrun: '120' } }, description: 'what it was' },
    );
    expect(lintText(text, 'x')).toEqual([]);
    expect(parseApplets(text, 'x').applets).toMatchObject([{ name: 'A', description: 'what it was', events: [{ detector: 'syslog' }] }]);
    expect(actions(text)).toEqual([
      '0010 cli command "enable"',
      '0020 cli command "terminal length 0"',
      '0030 cli command "show interface Tunnel0 | redirect flash:down.txt"',
      '0040 set errors "0"',
      '0050 regexp "([0-9]+) input errors" "$_cli_result" all errors',
      '0060 if $_regexp_result eq "1"',
      '0070 syslog priority warnings msg "Tunnel0: $errors input errors"',
      '0080 else',
      '0090 syslog msg "Tunnel0 went down"',
      '0100 end',
      '0110 wait 5',
      '0120 foreach peer "192.0.2.1 198.51.100.1"',
      '0130 cli command "ping $peer repeat 2"',
      '0140 end',
    ]);
  });

  it('has labels that run in the order in which they stand, however many there are', () => {
    const text = made(Array.from({ length: 1200 }, (_, at) => ({ say: `line ${at}` })));
    const labels = actions(text).map((line) => line.split(' ')[0] ?? '');
    expect(labels).toHaveLength(1200);
    expect(labels.toSorted()).toEqual(labels);
  });

  it.each<[string, Step[], boolean]>([
    ['that types a command', [{ type: 'show clock' }], true],
    ['that types one in a block', [{ while: '$i lt 2', do: [{ if: '$i eq 1', do: [{ type: 'show clock' }] }] }], true],
    ['that types one in its own words', ['cli command "show clock"'], true],
    ['that sees to it by itself', [{ type: 'en' }, { type: 'show clock' }], false],
    ['that types nothing', [{ say: 'x' }], false],
  ])('%s has its terminal prepared: %s', (_what, steps, isPrepared) => {
    const first = actions(made(steps))[0];
    expect(first === '0010 cli command "enable"' && actions(made(steps))[1] === '0020 cli command "terminal length 0"').toBe(isPrepared);
    expect(actions(made(steps, { prepare: false }))[0]).not.toBe('0010 cli command "enable"');
  });

  it('takes events as words or as options, and joins several by their tags', () => {
    const steps: Step[] = [{ say: 'x' }];
    for (const [event, printed] of [
      ['timer watchdog time 60', ' event timer watchdog time 60'],
      [{ cli: { pattern: 'write mem.*', sync: 'no', skip: 'no' } }, ' event cli pattern "write mem.*" sync no skip no'],
      [{ none: {} }, ' event none'],
      [{ none: { default: '30' } }, ' event none default 30'],
    ] as const)
      expect(made(steps, { event }).split('\n')[1]).toBe(printed);
    const several = made(steps, { event: undefined, events: { down: 'track 1 state down', hand: 'none' }, correlate: 'down or hand' });
    expect(several).toContain(' event tag down track 1 state down\n event tag hand none\n trigger\n  correlate event down or event hand\n');
    expect(lintText(several, 'x')).toEqual([]);
  });

  it('keeps what a text holds', () => {
    for (const text of ['a "quoted" word', 'blanks   at its end ', '$x', '100 %', '']) {
      const [applet] = parseApplets(made([{ say: text }]), 'x').applets;
      expect(applet?.actions[0]?.fields).toMatchObject({ msg: text });
    }
  });
});
