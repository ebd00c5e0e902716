/** The commands that go on with a capture, or ask and clean its routers: doctor, status, collect, resume, disarm, sweep. */
import { type Command, Option } from 'commander';
import { OUT, RECORD, STATE } from './arguments.ts';
import type { Door } from './door.ts';

export function addSteps(program: Command, door: Door): void {
  for (const add of [addDoctor, addStatus, addCollect, addResume, addDisarm, addSweep]) add(program, door);
}

function addDoctor(program: Command, { screen, end }: Door): void {
  program
    .command('doctor <playbook>')
    .description('which of the commands that the plan needs each account may run; changes nothing')
    .addOption(new Option('--recipe <kind>', 'print what gives an account just these commands').choices(['privilege', 'view', 'tacacs']))
    .option('--json', 'print it as JSON')
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap doctor tunnel.yaml --recipe view')
    .action(async (playbook: string, options) => end((await import('../doctor.ts')).doctor(playbook, options, screen)));
}

function addStatus(program: Command, { screen, end }: Door): void {
  program
    .command('status [capture]')
    .description('what each armed router says now')
    .option('--json', 'print it as JSON')
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap status')
    .action(async (capture: string | undefined, options) => end((await import('../status.ts')).status(capture, options, screen)));
}

function addCollect(program: Command, { screen, end }: Door): void {
  program
    .command('collect [capture]')
    .description('fetch what the routers have recorded into a bundle')
    .option('--freeze', 'freeze both recordings first, whether or not one has sprung')
    .option('--json', 'print the report as JSON')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap collect --freeze')
    .action(async (capture: string | undefined, options) => end((await import('../collect.ts')).collect(capture, options, screen)));
}

function addResume(program: Command, { screen, end }: Door): void {
  program
    .command('resume [capture]')
    .description('go on with a capture whose process has ended')
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap resume 7f3a9c01')
    .action(async (capture: string | undefined, options) => end((await import('../resume.ts')).resume(capture, options, screen)));
}

function addDisarm(program: Command, { screen, end }: Door): void {
  program
    .command('disarm [capture]')
    .description('undo everything that was armed, and prove it from the routers')
    .option('--keep-files', 'leave all evidence on flash, also what is home')
    .option('--delete-files', 'delete evidence on flash that nobody has read')
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap disarm 7f3a9c01')
    .action(async (capture: string | undefined, options) => end((await import('../disarm.ts')).disarm(capture, options, screen)));
}

function addSweep(program: Command, { screen, end }: Door): void {
  program
    .command('sweep <playbook>')
    .description('find and remove whatever flaptrap ever left on the two routers, without any memory of it')
    .option('--dry-run', 'only say what is there')
    .option('--all', 'whatever any version of flaptrap left, of any tunnel, live or not')
    .option('--yes', 'also end a trap that still waits')
    .option('--delete-files', 'delete evidence on flash too, read or not')
    .option('--json', 'print what was found and left as JSON')
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap sweep tunnel.yaml --dry-run')
    .action(async (playbook: string, options) => end((await import('../sweep.ts')).sweep(playbook, options, screen)));
}
