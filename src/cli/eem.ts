/** `flaptrap eem` writes, runs, tests and compares EEM applets without a router: the interpreter as a command. */
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Happening, readHappening, sprungBy } from '../applet/happening.ts';
import type { Applet } from '../applet/model.ts';
import { parseApplets } from '../applet/parse.ts';
import { type Stage, type StagedRun, stageRun } from '../applet/staged-run.ts';
import { FlaptrapError } from '../errors.ts';
import { plainLine } from '../plain-text.ts';
import { count } from './ask-playbook.ts';
import { defineFormat } from './eem-format.ts';
import { defineMake } from './eem-make.ts';
import { defineDiff, defineNew } from './eem-new.ts';
import { EVENTS, readStage, readTests } from './eem-stage.ts';
import { judgeTest } from './eem-verdict.ts';
import { EXIT } from './exit-code.ts';
import { readInputs } from './lint-inputs.ts';
import type { Door } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface EemRunOptions {
  event: string;
  applet?: string;
  answers?: string;
  json?: boolean;
}

export function defineEem(command: Command, { screen, show }: Door): void {
  command.addHelpText('after', '\nExamples:\n  flaptrap eem run router.cfg --event none\n  flaptrap eem test applets.test.yaml');
  command
    .command('run <file>')
    .description('show step by step what the applets of a file do when something happens')
    .requiredOption('--event <event>', EVENTS)
    .option('--applet <name>', 'this applet only')
    .option('--answers <yaml>', 'what the router answers: environment, answers, typed, counters, tracks, info, prompt')
    .option('--json', 'print the runs as JSON')
    .addHelpText('after', RUN_HELP)
    .action((file: string, options: EemRunOptions) => show(eemRun(file, options, screen)));
  command
    .command('test <files...>')
    .description('run the tests of applets, and say which of their expectations do not hold')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', TEST_HELP)
    .action((files: string[], options: { json?: boolean }) => show(eemTest(files, options, screen)));
  defineNew(command, { screen, show });
  defineFormat(command, { screen, show });
  defineMake(command, { screen, show });
  defineDiff(command, { screen, show });
}

const RUN_HELP = `
Example:
  flaptrap eem run router.cfg --event "syslog:%LINK-3-UPDOWN: Interface Tunnel0, changed state to down" --answers answers.yaml

The answers:
  environment: { server: 192.0.2.9 }
  answers:
    - { command: show clock, output: "10:00:00 UTC", seconds: 1 }
    - { command: "copy *", output: "Destination filename?", asks: true }

A command without an answer prints nothing, at once. What the event brings beyond its own text, $_cli_host say, stands under
\`environment\` too.`;

const TEST_HELP = `
A file of tests:
  applets: router.cfg
  tests:
    - name: takes the snapshot
      event: "syslog:%LINK-3-UPDOWN: Interface Tunnel0, changed state to down"
      answers: [{ command: "show *", output: text, seconds: 1 }]
      expect: { ends: done, secondsAtMost: 20, types: [enable, show clock], says: [taken] }`;

export async function eemRun(file: string, options: EemRunOptions, screen: Screen): Promise<number> {
  const happening = readHappening(options.event);
  if (happening === undefined) throw new FlaptrapError('input', `\`${options.event}\` is no event`, { next: EVENTS });
  const stage = readStage(options.answers);
  const source = await readSource(file, screen);
  const applets = chosen(source.applets, options.applet, file);
  const runs = runsOf(applets, happening, source, stage);
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.eem-run/1', applets: applets.length, runs }, null, 2));
  else for (const run of runs) screen.print(printRun(run), 'prose');
  screen.tell(`${count(applets.length, 'applet')} read, ${runs.length} sprung${runs.length === 0 ? `: ${waitFor(applets)}` : ''}`);
  return runs.length > 0 && runs.every(({ end }) => end === 'done') ? EXIT.done : EXIT.findings;
}

const WAITS_SHOWN = 3;

/** What could have been said instead. */
function waitFor(applets: readonly Applet[]): string {
  const waits = [...new Set(applets.flatMap(({ events }) => events.map(({ place }) => place.text.trim())))];
  const shown = waits.slice(0, WAITS_SHOWN).map((each) => `\`${plainLine(each)}\``);
  const others = waits.length > WAITS_SHOWN ? ` and ${waits.length - WAITS_SHOWN} more` : '';
  return waits.length === 0 ? 'nothing has an event' : `what is waited for is ${shown.join(', ')}${others}`;
}

interface Source {
  applets: Applet[];
  environment: Readonly<Record<string, string>>;
}

async function readSource(file: string, screen: Screen): Promise<Source> {
  const { inputs, troubles } = await readInputs([file], screen);
  if (troubles[0] !== undefined) throw troubles[0];
  const parsed = inputs.map((input) => parseApplets(input.text, input.file));
  return {
    applets: parsed.flatMap(({ applets }) => applets),
    environment: Object.assign({}, ...parsed.map(({ environment }) => environment)),
  };
}

function chosen(applets: Applet[], name: string | undefined, file: string): Applet[] {
  const found = name === undefined ? applets : applets.filter((applet) => applet.name === name);
  if (found.length > 0) return found;
  const names = applets.map((applet) => applet.name).join(', ');
  throw new FlaptrapError('input', name === undefined ? `${file} holds no applet` : `${file} holds no applet ${name}`, {
    next: names === '' ? 'name a configuration with applets' : `it holds ${names}`,
  });
}

function printRun({
  applet,
  end,
  seconds,
  maxrunSeconds,
  steps,
  commands,
  terminalSeconds,
  exitStatus,
  messages,
  command,
  standIns,
}: StagedRun): string {
  const lines = steps.flatMap(({ atSeconds, label, text, did, set }) => [
    `${atSeconds.toFixed(1).padStart(8)} s  ${label.padEnd(8)} ${plainLine(text)}`,
    ...did.map((each) => `${' '.repeat(22)}${plainLine(each)}`),
    ...Object.entries(set).map(([name, value]) => `${' '.repeat(22)}$${name} = ${plainLine(JSON.stringify(value))}`),
  ]);
  const ends = { done: 'it ends', aborted: 'it is aborted', killed: 'maxrun kills it' }[end];
  return [
    `${plainLine(applet)}:`,
    ...lines,
    ...messages.map(plainLine),
    ...(standIns.length === 0
      ? []
      : [
          `nobody has said what ${standIns.map((name) => `$${name}`).join(', ')} ${standIns.length === 1 ? 'holds' : 'hold'}: write it under \`environment\` of --answers`,
        ]),
    `${ends} after ${seconds} s of ${maxrunSeconds === 0 ? 'no limit' : `${maxrunSeconds} s`}, with exit status ${exitStatus}${command === undefined ? '' : `: the command that was typed ${command}`}`,
    commands.length === 0
      ? 'no terminal line was used'
      : `one terminal line for ${terminalSeconds} s, ${count(commands.length, 'command')}`,
  ].join('\n');
}

export async function eemTest(files: readonly string[], options: { json?: boolean }, screen: Screen): Promise<number> {
  const outcomes: { file: string; name: string; wrong: string[] }[] = [];
  for (const file of files) {
    const { applets: source, tests } = readTests(file);
    const found = await readSource(resolve(dirname(file), source), screen);
    for (const test of tests) {
      const among = chosen(found.applets, test.applet, source);
      outcomes.push({ file, name: test.name, wrong: judgeTest(test, runsOf(among, test.event, found, test)) });
    }
  }
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.eem-test/1', tests: outcomes }, null, 2));
  else
    for (const { file, name, wrong } of outcomes)
      screen.print(
        [
          `${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${plainLine(file)}: ${plainLine(name)}`,
          ...wrong.map((each) => `       ${plainLine(each)}`),
        ].join('\n'),
        'prose',
      );
  const failed = outcomes.filter(({ wrong }) => wrong.length > 0).length;
  screen.tell(`${count(outcomes.length, 'test')}, ${failed} failed`);
  return failed > 0 ? EXIT.findings : EXIT.done;
}

/** What the stage says of the environment comes before what the configuration does. */
function runsOf(applets: readonly Applet[], happening: Happening, { environment }: Source, stage: Stage): StagedRun[] {
  const set = { ...stage, environment: { ...environment, ...stage.environment } };
  return applets.flatMap((applet) => {
    const event = sprungBy(applet, happening);
    return event === undefined ? [] : [stageRun(applet, event, happening, set)];
  });
}
