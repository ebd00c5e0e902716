#!/usr/bin/env node
/** The command line: which commands there are, with what arguments; each command's own file is loaded only when it is called. */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printError } from '../errors.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { TERMINAL } from './screen.ts';

const STATE = ['--state <dir>', 'where captures are remembered', '.flaptrap'] as const;
const RECORD = ['--record <dir>', 'keep each session there byte for byte, secrets removed, to be replayed as a test'] as const;
const OUT = ['--out <dir>', 'where the bundle and the report are written', 'captures'] as const;

function makeProgram(): Command {
  const program = new Command('flaptrap')
    .description('Catches the intermittent IPsec flap: arms both Cisco routers, freezes their debugs when it happens, and says why.')
    .version(readVersion())
    .exitOverride()
    .showHelpAfterError('(flaptrap --help shows the commands)')
    .configureHelp({ sortSubcommands: false });
  addDrafting(program);
  addCapturing(program);
  addJudging(program);
  return program;
}

function addDrafting(program: Command): void {
  program
    .command('check <playbook>')
    .description('validate, plan, render and lint a playbook; no device is touched')
    .option('--json', 'print the diagnostics as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap check playbooks/tunnel-flaps.yaml')
    .action(async (playbook: string, options) => end((await import('./check.ts')).check(playbook, options, TERMINAL)));
  program
    .command('render <playbook>')
    .description('print the EEM configuration of each peer; no device is touched')
    .addOption(new Option('--side <side>', 'one peer only').choices(['a', 'b']))
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  flaptrap render playbooks/tunnel-flaps.yaml --side a')
    .action(async (playbook: string, options) => end((await import('./render.ts')).render(playbook, options, TERMINAL)));
  program
    .command('lint [files...]')
    .description('lint the EEM applets of any IOS configuration')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(['text', 'json', 'sarif', 'github']).default('text'))
    .option('--fix', 'relabel actions where that is certain not to change what the device does')
    .option('--ignore <ids...>', 'lints that are not asked')
    .option('--max-warnings <n>', 'more warnings than this fail', parseWhole)
    .option('--list', 'list every lint, with why it bites')
    .addHelpText(
      'after',
      '\nExample:\n  flaptrap lint router.cfg --format sarif\n\nA comment `! flaptrap-ignore ID` silences a lint on the next line, or in the applet that it opens.',
    )
    .action(async (files: string[], options) => end((await import('./lint.ts')).lint(files, options, TERMINAL)));
  program
    .command('rehearse <playbook>')
    .description('the whole capture against two simulated routers over SSH, with a chosen cause injected')
    .option('--cause <id>', 'the cause to inject', 'delete-lost')
    .addOption(new Option('--receiver <side>', 'the peer that logs the unknown SPI').choices(['a', 'b']).default('b'))
    .option('--seed <n>', 'the same seed gives the same story', parseWhole, 1)
    .option('--ike <version>', "the version of IKE, 1 or 2; otherwise that of the playbook's debugs", parseIke)
    .option('--offset <seconds>', "b's clock minus a's", parseSeconds, 0)
    .addOption(new Option('--release <release>', 'how simulated IOS words itself').choices(['12.4', '15']).default('15'))
    .option('--speed <factor>', 'how much faster than real time the routers live', parseSeconds, 60)
    .option(...OUT)
    .addOption(new Option('--format <format>', 'how the verdict is printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExample:\n  flaptrap rehearse playbooks/tunnel-flaps.yaml --cause rekey-race --offset 95')
    .action(async (playbook: string, options) => end((await import('./rehearse.ts')).rehearse(playbook, options, TERMINAL)));
}

function addCapturing(program: Command): void {
  program
    .command('plan <playbook>')
    .description('read-only preflight on both peers, and the exact change with its undo')
    .option('--json', 'print the plan as JSON')
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap plan tunnel.yaml')
    .action(async (playbook: string, options) => end((await import('./plan.ts')).plan(playbook, options, TERMINAL)));
  for (const [name, description] of [
    ['run', 'arm, wait, collect, disarm, analyze'],
    ['arm', 'arm both peers, and leave them armed'],
  ] as const) {
    program
      .command(`${name} <playbook>`)
      .description(description)
      .option('--yes', 'apply the plan without asking')
      .option('--json', 'print the outcome as JSON')
      .option('--digest <digest>', 'apply only the plan with this digest, as `flaptrap plan` printed it')
      .option(...STATE)
      .option(...OUT)
      .addHelpText('after', `\nExample:\n  flaptrap ${name} tunnel.yaml --digest 5d41402abc4b2a76`)
      .action(async (playbook: string, options) => end((await import('./run.ts'))[name](playbook, options, TERMINAL)));
  }
  addSteps(program);
}

function addSteps(program: Command): void {
  program
    .command('doctor <playbook>')
    .description('which of the commands that the plan needs each account may run; changes nothing')
    .addOption(new Option('--recipe <kind>', 'print what gives an account just these commands').choices(['privilege', 'view', 'tacacs']))
    .option('--json', 'print it as JSON')
    .option(...RECORD)
    .addHelpText('after', '\nExample:\n  flaptrap doctor tunnel.yaml --recipe view')
    .action(async (playbook: string, options) => end((await import('./doctor.ts')).doctor(playbook, options, TERMINAL)));
  program
    .command('status [capture]')
    .description('what each armed router says now')
    .option('--json', 'print it as JSON')
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap status')
    .action(async (capture: string | undefined, options) => end((await import('./status.ts')).status(capture, options, TERMINAL)));
  program
    .command('collect [capture]')
    .description('fetch what the routers have recorded into a bundle')
    .option('--freeze', 'freeze both recordings first, whether or not one has sprung')
    .option('--json', 'print the report as JSON')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap collect --freeze')
    .action(async (capture: string | undefined, options) => end((await import('./collect.ts')).collect(capture, options, TERMINAL)));
  program
    .command('resume [capture]')
    .description('go on with a capture whose process has ended')
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', '\nExample:\n  flaptrap resume 7f3a9c01')
    .action(async (capture: string | undefined, options) => end((await import('./resume.ts')).resume(capture, options, TERMINAL)));
  program
    .command('disarm [capture]')
    .description('undo everything that was armed, and prove it from the routers')
    .option('--keep-files', 'leave all evidence on flash, also what is home')
    .option('--delete-files', 'delete evidence on flash that nobody has read')
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .addHelpText('after', '\nExample:\n  flaptrap disarm 7f3a9c01')
    .action(async (capture: string | undefined, options) => end((await import('./disarm.ts')).disarm(capture, options, TERMINAL)));
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
    .action(async (playbook: string, options) => end((await import('./sweep.ts')).sweep(playbook, options, TERMINAL)));
}

function addJudging(program: Command): void {
  program
    .command('analyze <bundle>')
    .description('judge a bundle: what happened, and why')
    .addOption(new Option('--format <format>', 'how the verdict is printed').choices(['text', 'json', 'ladder']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--explain <rule>', 'how one rule was decided, with its lines')
    .option('--fail-on-incident', 'exit 1 when the bundle holds an incident')
    .addHelpText('after', '\nExample:\n  flaptrap analyze captures/7f3a9c01 --format json')
    .action(async (bundle: string, options) => end((await import('./analyze.ts')).analyze(bundle, options, TERMINAL)));
  program
    .command('report <bundle>')
    .description('print the report of a bundle in a format')
    .addOption(new Option('--format <format>', 'the format').choices(['text', 'json', 'ladder']).default('text'))
    .addHelpText('after', '\nExample:\n  flaptrap report captures/7f3a9c01 --format json')
    .action(async (bundle: string, options) => end((await import('./analyze.ts')).analyze(bundle, options, TERMINAL)));
  program
    .command('lab')
    .description('two simulated routers left listening on loopback for any SSH client')
    .option('--cause <id>', 'inject this cause once, a minute after the start')
    .addOption(new Option('--receiver <side>', 'the peer that logs the unknown SPI').choices(['a', 'b']).default('b'))
    .option('--seed <n>', 'the same seed gives the same story', parseWhole, 1)
    .option('--ike <version>', 'the version of IKE between them, 1 or 2', parseIke)
    .option('--offset <seconds>', "b's clock minus a's", parseSeconds, 0)
    .addOption(new Option('--release <release>', 'how simulated IOS words itself').choices(['12.4', '15']).default('15'))
    .option('--speed <factor>', 'how much faster than real time the routers live', parseSeconds, 1)
    .addHelpText('after', '\nExample:\n  flaptrap lab --cause delete-lost')
    .action(async (options) => end((await import('./lab.ts')).lab(options, TERMINAL)));
}

function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

function parseIke(text: string): 1 | 2 {
  if (text === '1' || text === '2') return text === '1' ? 1 : 2;
  throw new InvalidArgumentError('expected 1 or 2.');
}

function parseSeconds(text: string): number {
  if (!/^-?\d{1,9}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('expected a number.');
  return Number(text);
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

async function end(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}

try {
  await makeProgram().parseAsync();
} catch (error) {
  const isCommander = error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
  if (isCommander) process.exitCode = 'exitCode' in error && error.exitCode === 0 ? EXIT.done : EXIT.input;
  else {
    TERMINAL.tell(printError(error));
    process.exitCode = exitCodeOf(error);
  }
}
