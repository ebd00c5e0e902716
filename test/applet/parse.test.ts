/** Reading applets out of IOS configurations, and printing them back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Applet } from '../../src/applet/model.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';
import { templateOf } from '../../src/applet/template.ts';

const CONFIGURATION = `hostname hq
!
event manager environment mail_server 192.0.2.9
event manager applet FREEZE authorization bypass
 description what the night shift left: "do not touch"
 event syslog occurs 1 pattern "%CRYPTO-4-RECVD_PKT_INV_SPI: .*" maxrun 90.500 ratelimit 300
 action 0010 cli command "enable"
 action 0020 cli command "show clock | append flash:\\"a b\\".txt" pattern "confirm"
 action 0030   if $_regexp_result eq 1
 action 0040 syslog priority errors msg "seen"
 action 0050 end
interface Tunnel0
 ip address 192.0.2.1 255.255.255.0
`;

function shape({ name, authorizationBypass, description, events, actions, others }: Applet): unknown {
  return {
    name,
    authorizationBypass,
    description,
    events: events.map(({ tag, detector, fields }) => ({ tag, detector, fields })),
    actions: actions.map(({ label, verb, fields }) => ({ label, verb, fields })),
    others: others.map(({ text }) => text),
  };
}

describe('an applet inside a configuration', () => {
  const { applets, environment, diagnostics } = parseApplets(CONFIGURATION, 'hq.cfg');

  it('is found, and everything else is skipped', () => {
    expect(diagnostics).toEqual([]);
    expect(applets.map(({ name }) => name)).toEqual(['FREEZE']);
    expect(environment).toEqual({ mail_server: '192.0.2.9' });
  });

  it('has its event and actions with their fields', () => {
    expect(applets.map(shape)).toEqual([
      {
        name: 'FREEZE',
        authorizationBypass: true,
        description: 'what the night shift left: "do not touch"',
        events: [
          {
            detector: 'syslog',
            fields: { pattern: '%CRYPTO-4-RECVD_PKT_INV_SPI: .*', occurs: 1, maxrunSeconds: 90.5, ratelimitSeconds: 300 },
          },
        ],
        actions: [
          { label: '0010', verb: 'cli', fields: { command: 'enable' } },
          { label: '0020', verb: 'cli', fields: { command: 'show clock | append flash:"a b".txt', pattern: 'confirm' } },
          { label: '0030', verb: 'if', fields: { left: '$_regexp_result', operator: 'eq', right: '1' } },
          { label: '0040', verb: 'syslog', fields: { priority: 'errors', msg: 'seen' } },
          { label: '0050', verb: 'end', fields: {} },
        ],
        others: [],
      },
    ]);
  });

  it('knows where each statement stands', () => {
    expect(applets[0]?.actions[2]?.place).toMatchObject({ file: 'hq.cfg', line: 9, column: 2 });
  });

  it('is the same with the line ends of Windows, and pasted without indentation', () => {
    const crlf = parseApplets(CONFIGURATION.replaceAll('\n', '\r\n'), 'hq.cfg');
    expect(crlf.applets.map(shape)).toEqual(applets.map(shape));
    const flat = parseApplets(CONFIGURATION.replaceAll('\n ', '\n').replace(/interface[\s\S]*/, ''), 'hq.cfg');
    expect(flat.applets.map(shape)).toEqual(applets.map(shape));
  });

  it('printed and read again is the same', () => {
    const printed = applets.map(printApplet).join('');
    const again = parseApplets(printed, 'hq.cfg');
    expect(again.applets.map(shape)).toEqual(applets.map(shape));
    expect(again.applets.map(printApplet).join('')).toBe(printed);
  });
});

describe('a statement that is not understood', () => {
  it.each([
    [' action 10 teleport now', '3:12 the action `teleport` is not known here'],
    [' action 10', '3:2 an action needs a label and a verb'],
    [' action 10 wait soon', '3:17 `soon`: seconds (seconds) is expected'],
    [' action 10 cli command "no end', '3:24 a quote is not closed'],
    [' action 10 if $x gt= 1', '3:18 `gt=`: one of eq, ne, lt, le, gt, ge (operator) is expected'],
    [' event astrology card all', '3:8 the detector `astrology` is not known here'],
    [' frobnicate', '3:2 `frobnicate` is no statement of an applet'],
  ])('%j is reported at its place, and kept', (line, report) => {
    const { applets, diagnostics } = parseApplets(`event manager applet A\n event none\n${line}\n`, 'x.cfg');
    expect(diagnostics.map((each) => `${each.line}:${each.column} ${each.summary}`)).toEqual([report]);
    const kept = [...(applets[0]?.actions ?? []), ...(applets[0]?.others ?? [])].map(({ place }) => place.text);
    expect(kept).toEqual([line]);
  });
});

describe('any applet', () => {
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 20 }).filter((each) => !each.endsWith('\\'));
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/);
  const action = fc.oneof(
    fc.record({ verb: fc.constant('cli'), fields: fc.record({ command: text, pattern: text }, { requiredKeys: ['command'] }) }),
    fc.record({ verb: fc.constant('wait'), fields: fc.record({ seconds: fc.integer({ min: 1, max: 99_999 }) }) }),
    fc.record({ verb: fc.constant('set'), fields: fc.record({ variable: word, value: text }) }),
    fc.record({
      verb: fc.constant('syslog'),
      fields: fc.record({ priority: fc.constantFrom('errors', '3', '$level'), msg: text }, { requiredKeys: ['msg'] }),
    }),
    fc.record({ verb: fc.constant('append'), fields: fc.record({ variable: word, value: text }, { requiredKeys: ['variable'] }) }),
    fc.record({
      verb: fc.constant('string'),
      fields: fc.record({ operation: fc.constant('trim'), operands: fc.array(text, { maxLength: 4 }) }),
    }),
    fc.record({ verb: fc.constantFrom('snmp-object-value', 'help'), fields: fc.record({ argumentText: word }) }),
    fc.record({ verb: fc.constant('track'), fields: fc.record({ act: fc.constant('read'), object: fc.integer({ min: 1, max: 1000 }) }) }),
  );
  const fields = fc.record(
    { pattern: text, facility: word, mnemonic: text, maxrunSeconds: fc.integer({ min: 0, max: 4_294_967_295 }) },
    { requiredKeys: [] },
  );
  const operand = fc.oneof(fc.record({ tag: word }), fc.record({ track: fc.nat({ max: 1000 }) }));
  const correlate = fc.array(fc.tuple(fc.constantFrom('and' as const, 'or' as const, 'andnot' as const), operand), {
    minLength: 1,
    maxLength: 4,
  });

  it('that is printed and read is the same applet', () => {
    const place = { file: '', line: 0, column: 0, text: '' };
    fc.assert(
      fc.property(word, fc.array(action, { maxLength: 6 }), fields, correlate, (name, drafts, heard, joined) => {
        const actions = drafts.map((draft, index) => ({ ...draft, label: String(index).padStart(4, '0'), place }) as Action);
        const events = [{ tag: 'a', detector: 'syslog' as const, fields: heard, place }];
        const operands = joined.map(([junction, each], index) => ({ junction: index === 0 ? undefined : junction, ...each }));
        const trigger = { correlate: operands, attributes: [] };
        const applet: Applet = { name, authorizationBypass: false, trap: false, events, trigger, actions, others: [], place };
        const printed = printApplet(applet);
        // `${A}` in any of its texts makes it a template, of which an expression is not read.
        fc.pre(templateOf(printed) === undefined);
        const { applets, diagnostics } = parseApplets(printed, 'x.cfg');
        expect(diagnostics).toEqual([]);
        expect(applets.map(shape)).toEqual([shape(applet)]);
        expect(applets[0]?.trigger).toEqual(trigger);
      }),
    );
  });

  it('is no template for a brace in one option and another in the next', () => {
    const lines = ['event manager applet A', ` event syslog pattern "\${0" mnemonic "}"`, ' action 1 wait 1'];
    const { applets, diagnostics } = parseApplets(lines.join('\n'), 'x.cfg');
    expect(diagnostics).toEqual([]);
    expect(applets[0]?.events).toMatchObject([{ detector: 'syslog', fields: { pattern: '${0', mnemonic: '}' } }]);
  });

  it('however mangled, is read without an exception', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: CONFIGURATION.length - 1 }), { maxLength: 10 }), fc.string(), (cuts, noise) => {
        const mangled = cuts.reduce((current, at) => current.slice(0, at) + noise + current.slice(at + 3), CONFIGURATION);
        parseApplets(mangled, 'x.cfg').applets.map((applet) => applet.actions.length);
      }),
    );
  });
});
