/** Whatever a setting or a trace is, what gives it back is an undo line; and nothing like it that is none of ours. */
import { describe, expect, it } from 'vitest';
import { TRACE_COMMANDS, TRACE_IDS } from '../../src/ios/event-traces.ts';
import { readLogging } from '../../src/ios/logging.ts';
import { packetSteps } from '../../src/playbook/packets.ts';
import { neededSettings } from '../../src/playbook/settings.ts';
import { isUndoLine } from '../../src/playbook/undo-lines.ts';

const LOUD = readLogging(`    Console logging: level debugging, 1 messages logged
    Monitor logging: level debugging, 1 messages logged
        Logging to: vty2(1)
    Trap logging: level debugging, 1 message lines logged
        Logging to 203.0.113.9  (udp port 514, audit disabled,
`);

describe('what gives a setting back is an undo line', () => {
  it.each([
    '',
    'logging console discriminator QUIET debugging\nlogging monitor 7\nlogging trap debugging',
    'logging console guaranteed',
    'no service timestamps debug uptime\nno service timestamps log uptime',
    'service timestamps debug datetime localtime show-timezone year\nservice timestamps log uptime',
    'no logging on\nno logging buginf\nlogging rate-limit all 10 except warnings',
    'logging rate-limit 100',
  ])('of a router with %j', (configuration) => {
    const restores = neededSettings(configuration, LOUD).map(({ restore }) => restore);
    expect(restores.length).toBeGreaterThan(2);
    expect(restores.filter((line) => !isUndoLine('configure', line))).toEqual([]);
  });

  it('of an event trace too', () => {
    for (const id of TRACE_IDS) {
      expect(isUndoLine('exec', TRACE_COMMANDS.disable(id))).toBe(true);
      expect(isUndoLine('configure', `no ${TRACE_COMMANDS.size(id, 500).replace(/ \d+$/, '')}`)).toBe(true);
    }
  });
});

it('what takes a ring of packets off is an undo line', () => {
  const facts = { isAssumed: true, platform: 'ios-xe', ends: null } as const;
  const steps = packetSteps({ packets: { megabytes: 2 } }, '7f3a9c01', { local: '192.0.2.1', remote: '198.51.100.1' }, facts);
  expect(steps.flatMap(({ undo }) => undo.lines.map((line) => [line, isUndoLine(undo.mode, line)]))).toEqual([
    ['no ip access-list extended FLAPTRAP-7f3a9c01-PKT', true],
    ['monitor capture F7f3a9c0 stop', true],
    ['no monitor capture F7f3a9c0', true],
  ]);
});

it.each([
  ['configure', 'no ip access-list extended OUTSIDE'],
  ['exec', 'no monitor capture CAP'],
  ['exec', 'monitor capture F7f3a9c0 export tftp://203.0.113.9/x'],
  ['exec', 'monitor capture F7f3a9c0 start'],
  ['configure', 'logging host 203.0.113.9'],
  ['configure', 'no logging console ; reload'],
  ['configure', 'logging trap debugging\nreload'],
  ['configure', 'no service password-encryption'],
  ['configure', 'no logging discriminator QUIET'],
  ['configure', 'monitor event-trace crypto ipsec event dump-file tftp://203.0.113.9/x'],
  ['exec', 'monitor event-trace crypto ipsec event dump'],
  ['exec', 'monitor event-trace crypto ipsec event clear'],
] as const)('in mode %s `%s` is none', (mode, line) => {
  expect(isUndoLine(mode, line)).toBe(false);
});
