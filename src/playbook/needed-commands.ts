/** Needed commands are all that a capture types on one router, in the order of its life: what an account must be allowed. */
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { Mode, PeerPlan } from './plan.ts';

export interface NeededCommand {
  mode: Mode;
  command: string;
  /** False when it only reads. */
  isChange: boolean;
}

const PREFLIGHT = [
  'terminal length 0',
  'terminal width 0',
  'show version',
  'show running-config',
  'show users',
  'show ip interface brief',
  'show event manager version',
  'show logging',
  'show clock',
  'show clock detail',
  'show debugging',
  'show crypto debug-condition',
  'show event manager policy registered',
  'show event manager history events',
];

/** Each once. */
export function neededCommands(peer: PeerPlan): NeededCommand[] {
  const { flash } = PLATFORMS[peer.platform];
  const needed = [
    ...[
      ...PREFLIGHT,
      `dir ${flash}`,
      `more ${peer.marker.path}`,
      `verify /md5 ${peer.marker.path}`,
      ...peer.files.map(({ command }) => command),
    ].map(reading),
    changing('exec', 'configure terminal'),
    ...peer.steps.flatMap(({ mode, lines, undo }) => [
      ...lines.map((line) => changing(mode, line)),
      ...undo.lines.map((line) => changing(undo.mode, line)),
    ]),
    changing('exec', `event manager run ${peer.callApplet}`),
    changing('exec', `delete ${peer.marker.path}`),
  ];
  return [...new Map(needed.map((each) => [`${each.mode} ${each.command}`, each])).values()];
}

function reading(command: string): NeededCommand {
  return { mode: 'exec', command, isChange: false };
}

function changing(mode: Mode, command: string): NeededCommand {
  return { mode, command, isChange: true };
}

/** The words before the first argument: `debug crypto condition peer ipv4`; what privilege levels and views are given. */
export function stemOf(command: string): string {
  const words = command.trim().split(/ +/);
  const first = words.findIndex((word) => ARGUMENT.test(word));
  return (first === -1 ? words : words.slice(0, first)).join(' ');
}

/** An address, a number, a file, a name or text of ours. */
export const ARGUMENT = /^(?:\d[\d.]*|\S+:\S*|FLAPTRAP-\S+|".*)$/;
