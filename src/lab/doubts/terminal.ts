/** Doubts of the terminal: what is typed, what is printed, and what a router asks back. */
import { type Doubt, INVALID, refuses, rewords, swallows } from './doubt.ts';

/** Of every so many lines one is lost. */
const LOST_EVERY = 9;

function losesLines(): NonNullable<Doubt['quirk']> {
  let count = 0;
  return {
    retype: (line, seat) => {
      if (seat.isInternal || !/^(?:action|event|description)\b/.test(line)) return line;
      count += 1;
      return count % LOST_EVERY === 0 ? '' : line;
    },
  };
}

export const TERMINAL_DOUBTS = {
  'alternatives-in-include': {
    belief: '`| include A|B` takes the second bar as part of the pattern.',
    rests: 'what is asked of the configuration and of the log header',
    mark: 'B',
    source: 'eem.md 10.13',
    code: ['capture/preflight.ts', 'playbook/standing.ts'],
    quirk: { onLine: (line, seat) => (!seat.isInternal && (line.match(/\|/g) ?? []).length > 1 ? INVALID : undefined) },
  },
  'config-lines-may-be-long': {
    belief: 'A configuration line may have 254 characters.',
    rests: 'applets are pushed as they are rendered',
    mark: 'B',
    source: 'eem.md 6',
    code: ['applet/lints/lines.ts'],
    quirk: { retype: (line, seat) => (!seat.isInternal && line.startsWith('action ') ? line.slice(0, 100) : line) },
  },
  'configuration-lock-words': {
    belief: 'A configuration that somebody has locked is refused in words that are known.',
    rests: 'arming and disarming',
    mark: 'L',
    source: 'eem.md 8',
    code: ['ios/refusal.ts', 'device/configure.ts'],
    quirk: refuses(/^configure terminal$/, 'Somebody else is here just now\n'),
  },
  'configuration-warns-beside-a-yes': {
    belief: '`% Warning: …` is said beside a yes.',
    rests: 'a notice does not end arming',
    mark: 'L',
    source: 'eem.md 8',
    code: ['ios/refusal.ts'],
    quirk: refuses(/^logging buffered \d{5,}/, '% Warning: not enough memory for this\n'),
  },
  'pager-goes-off': {
    belief: '`terminal length 0` ends the pager.',
    rests: 'every answer of more than a screen, of applets too',
    mark: 'C',
    source: 'eem.md 10.3',
    code: ['device/shell.ts', 'device/question.ts'],
    quirk: swallows(/^terminal length 0$/),
  },
  'section-filter': {
    belief: '`| section X` is known.',
    rests: 'an applet is read back, and crypto configuration comes home',
    mark: 'B',
    source: 'eem.md 10.13',
    code: ['capture/push-applet.ts', 'capture/fetch.ts'],
    quirk: refuses(/\| section /),
  },
  'type-ahead': {
    belief: 'What is typed ahead of the answers is kept.',
    rests: 'applets are pushed in one go',
    mark: 'U',
    source: 'eem.md 6',
    code: ['device/configure.ts'],
    get quirk() {
      return losesLines();
    },
  },
  'uptime-words': {
    belief: '`show version` says `uptime is`.',
    rests: 'a reload is seen while watching',
    mark: 'L',
    source: 'eem.md 9',
    code: ['capture/gauges.ts', 'capture/remarks.ts'],
    quirk: rewords(/^show version/, /uptime is/, 'has been up'),
  },
  'users-words': {
    belief: '`show users` lists the terminal lines in use.',
    rests: 'a line is left for EEM',
    mark: 'L',
    source: 'eem.md 8',
    code: ['ios/shows/users.ts', 'playbook/refusals.ts'],
    quirk: refuses(/^show users/),
  },
  'version-names-platform': {
    belief: '`show version` names IOS or IOS XE, and the release.',
    rests: 'commands, paths and object ids are those of the platform',
    mark: 'L',
    source: 'seed.md 3',
    code: ['ios/platforms/index.ts', 'capture/preflight.ts'],
    quirk: rewords(/^show version/, /Cisco IOS[^\n]*/g, 'Network Operating System'),
  },
  'width-goes-off': {
    belief: '`terminal width 0` ends the shifting of long lines.',
    rests: 'the echo of a long line is recognised',
    mark: 'L',
    source: 'eem.md 10.3',
    code: ['device/shell.ts', 'lab/device/terminal.ts'],
    quirk: swallows(/^terminal width /),
  },
} as const satisfies Record<string, Doubt>;
