/** The program is which commands there are; the file of the one that is called, with its options, is loaded only then. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Door } from './arguments.ts';

interface CommandEntry {
  /** As help shows them: `<playbook>`, `[capture]`. */
  takes?: string;
  description: string;
  /** Gives what adds its options and says what it does. */
  load(): Promise<(command: Command, door: Door) => void>;
}

/** In the order of their use. */
const COMMANDS = {
  check: {
    takes: '<playbook>',
    description: 'validate, plan, render and lint a playbook; no router is contacted',
    load: async () => (await import('../check.ts')).defineCheck,
  },
  render: {
    takes: '<playbook>',
    description: 'print the EEM configuration of each router; no router is contacted',
    load: async () => (await import('../render.ts')).defineRender,
  },
  lint: {
    takes: '[files...]',
    description: 'lint the EEM applets of any IOS configuration',
    load: async () => (await import('../lint.ts')).defineLint,
  },
  eem: {
    description: 'run and test EEM applets without a router',
    load: async () => (await import('../eem.ts')).defineEem,
  },
  rehearse: {
    takes: '<playbook>',
    description: 'run a whole capture against two simulated routers over SSH, with a cause of your choice',
    load: async () => (await import('../rehearse.ts')).defineRehearse,
  },
  plan: {
    takes: '<playbook>',
    description: 'read both routers, change nothing, and show what a capture would change',
    load: async () => (await import('../plan.ts')).definePlan,
  },
  run: {
    takes: '<playbook>',
    description: 'the whole capture: arm, wait for the trigger, save, fetch, judge, disarm',
    load: async () => (await import('../run.ts')).defineRun,
  },
  arm: {
    takes: '<playbook>',
    description: 'arm both routers, and leave them armed',
    load: async () => (await import('../arm.ts')).defineArm,
  },
  doctor: {
    takes: '<playbook>',
    description: 'show which of the needed commands each account may run; changes nothing',
    load: async () => (await import('../doctor.ts')).defineDoctor,
  },
  prove: {
    takes: '<playbook>',
    description: 'try on one router what flaptrap believes of it, undo all, and write a card',
    load: async () => (await import('../prove.ts')).defineProve,
  },
  status: {
    takes: '[capture]',
    description: 'show the state of each armed router',
    load: async () => (await import('../status.ts')).defineStatus,
  },
  collect: {
    takes: '[capture]',
    description: 'fetch the recordings of both routers into a bundle',
    load: async () => (await import('../collect.ts')).defineCollect,
  },
  resume: {
    takes: '[capture]',
    description: 'continue a capture whose process has ended',
    load: async () => (await import('../resume.ts')).defineResume,
  },
  disarm: {
    takes: '[capture]',
    description: 'undo everything that was armed, and verify it on the routers',
    load: async () => (await import('../disarm.ts')).defineDisarm,
  },
  sweep: {
    takes: '<playbook>',
    description: 'find and remove everything of flaptrap on both routers, even of captures that are not remembered here',
    load: async () => (await import('../sweep.ts')).defineSweep,
  },
  analyze: {
    takes: '<bundle...>',
    description: 'judge a bundle, an archive, log files or standard input (-): what happened, and why',
    load: async () => (await import('../analyze.ts')).defineAnalyze,
  },
  report: {
    takes: '<bundle...>',
    description: 'print the report of a bundle in a format',
    load: async () => (await import('../analyze.ts')).defineReport,
  },
  next: {
    takes: '<bundle>',
    description: 'print the playbook that would decide what a bundle left open; no router is contacted',
    load: async () => (await import('../next.ts')).defineNext,
  },
  replay: {
    takes: '<bundle>',
    description: 'play what was captured in the lab, and again with each remedy: when would it have healed',
    load: async () => (await import('../replay.ts')).defineReplay,
  },
  compare: {
    takes: '<bundle...>',
    description: 'say what recurs over many bundles, how often before and after a date, and how far verdicts were right',
    load: async () => (await import('../compare.ts')).defineCompare,
  },
  confirm: {
    takes: '<bundle> <cause>',
    description: 'write down beside a bundle what it was in the end',
    load: async () => (await import('../confirm.ts')).defineConfirm,
  },
  open: {
    takes: '[bundle...]',
    description: 'write the page that judges in a browser, with the report of a bundle inside when one is named',
    load: async () => (await import('../open.ts')).defineOpen,
  },
  lab: {
    description: 'start two simulated routers on loopback for any SSH client',
    load: async () => (await import('../lab.ts')).defineLab,
  },
} as const satisfies Record<string, CommandEntry>;

/** For `args`, of which the first that names a command is the one that is called. `complain` hears what is wrong with the usage. */
export async function makeProgram(args: readonly string[], door: Door, complain: (text: string) => void): Promise<Command> {
  const program = new Command('flaptrap')
    .description('Catches the intermittent IPsec flap: arms both Cisco routers, freezes their debugs when it happens, and says why.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({ writeOut: door.screen.print, writeErr: complain })
    .showHelpAfterError('(flaptrap --help shows the commands)')
    .configureHelp({ sortSubcommands: false });
  const called = args.find((arg) => Object.hasOwn(COMMANDS, arg));
  for (const [name, { takes, description, load }] of Object.entries<CommandEntry>(COMMANDS)) {
    const command = program.command(takes === undefined ? name : `${name} ${takes}`).description(description);
    command.showHelpAfterError(`(flaptrap ${name} --help shows its usage)`);
    if (name === called) (await load())(command, door);
  }
  return program;
}

export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
