/** `flaptrap eem new` writes a sound applet for a common want, and `flaptrap eem diff` says what a file would change on a router. */
import type { Command } from 'commander';
import { diffApplets, printChanges } from '../applet/diff.ts';
import { loadWantTemplates } from '../applet/load.ts';
import { parseApplets } from '../applet/parse.ts';
import { makeWanted, WANTS, type Want } from '../applet/wanted.ts';
import { hasErrors, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { sayNearest } from '../nearest.ts';
import { count } from './ask-playbook.ts';
import { isDescribed, loadDescribed, makeApplets, printEnvironment } from './eem-make.ts';
import { EXIT } from './exit-code.ts';
import { readInputs } from './lint-inputs.ts';
import { type Door, parseWhole } from './program/arguments.ts';
import type { Screen } from './screen.ts';

export interface EemNewOptions {
  name?: string;
  pattern?: string;
  show?: string[];
  file?: string[];
  applet?: string[];
  seconds?: number;
  entries?: number;
  maxrun?: number;
  ratelimit?: number;
  list?: boolean;
  json?: boolean;
}

const more = (text: string, before: readonly string[] = []): string[] => [...before, text];

export function defineNew(command: Command, { screen, show }: Pick<Door, 'screen' | 'show'>): void {
  command
    .command('new [want]')
    .description('print a sound applet for a common want: trigger, snapshot, log, cleanup')
    .option('--name <name>', 'the name of the applet')
    .option('--pattern <regex>', 'trigger, snapshot: what the message looks like')
    .option('--show <command>', 'snapshot, log: a show command; may be repeated', more)
    .option('--file <path>', 'the file on flash; cleanup: may be repeated', more)
    .option('--applet <name>', 'cleanup: an applet to remove; may be repeated', more)
    .option('--seconds <n>', 'log: how often; cleanup: after which time', parseWhole)
    .option('--entries <n>', 'log: after so many the file begins anew', parseWhole)
    .option('--maxrun <n>', 'seconds after which a run is killed', parseWhole)
    .option('--ratelimit <n>', 'trigger, snapshot: seconds between two runs', parseWhole)
    .option('--list', 'list what can be wanted')
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  flaptrap eem new snapshot --name SNAP --pattern "Tunnel0, changed state to down" --show "show crypto ipsec sa"',
    )
    .action((want: string | undefined, options: EemNewOptions) => show(eemNew(want, options, screen)));
}

export function defineDiff(command: Command, { screen, show }: Pick<Door, 'screen' | 'show'>): void {
  command
    .command('diff <file>')
    .description('print the lines that would make the applets of a router what those of a file, or of YAML for `make`, are')
    .requiredOption('--config <running>', "the router's configuration, as `show running-config` prints it")
    .option('--remove', 'remove the applets that the file does not have')
    .option('--json', 'print the changes as JSON')
    .addHelpText(
      'after',
      '\nThe exit code is 1 when something would change.\n\nExample:\n  flaptrap eem diff wanted.cfg --config running.cfg',
    )
    .action((file: string, options: EemDiffOptions) => show(eemDiff(file, options, screen)));
}

export async function eemNew(want: string | undefined, options: EemNewOptions, screen: Screen): Promise<number> {
  if (options.list === true) {
    if (want !== undefined) throw new FlaptrapError('input', '--list takes no want', { next: `leave out --list or ${want}` });
    const wants = Object.entries(WANTS).map(([id, description]) => ({ id, description }));
    if (options.json === true) screen.print(JSON.stringify(wants, null, 2));
    else screen.print(wants.map((each) => `${each.id.padEnd(10)}${each.description}`).join('\n'), 'prose');
    return EXIT.done;
  }
  const known = wantOf(want);
  requireAll(known, options);
  const { name = known.toUpperCase(), file = [`flash:${name.toLowerCase()}.txt`], applet = [] } = options;
  if (known !== 'cleanup' && file.length > 1) throw new FlaptrapError('input', `${known} writes one file`, { next: 'give --file once' });
  const text = makeWanted(known, loadWantTemplates()[known] ?? '', {
    name,
    pattern: options.pattern ?? '',
    shows: options.show ?? [],
    file: file[0] ?? '',
    files: options.file ?? [],
    applets: applet,
    seconds: options.seconds ?? (known === 'cleanup' ? 86_400 : 300),
    entries: options.entries ?? 100,
    maxrun: options.maxrun ?? 60 + 20 * (options.show ?? []).length,
    ratelimit: options.ratelimit ?? 60,
  });
  screen.print(options.json === true ? JSON.stringify({ schema: 'flaptrap.eem-new/1', want: known, name, text }, null, 2) : text.trimEnd());
  return EXIT.done;
}

function wantOf(want: string | undefined): Want {
  if (want !== undefined && Object.hasOwn(WANTS, want)) return want as Want;
  const summary =
    want === undefined ? 'say what the applet is for' : `nothing is known of \`${want}\`${sayNearest(want, Object.keys(WANTS))}`;
  throw new FlaptrapError('input', summary, { next: `flaptrap eem new ${Object.keys(WANTS).join('|')}` });
}

/** What each cannot do without, and what would be passed over without a word. */
const NEEDS: Readonly<Record<Want, readonly (keyof EemNewOptions)[]>> = {
  trigger: ['pattern'],
  snapshot: ['pattern', 'show'],
  log: ['show'],
  cleanup: [],
};
const TAKES: Readonly<Record<Want, readonly (keyof EemNewOptions)[]>> = {
  trigger: ['pattern', 'ratelimit'],
  snapshot: ['pattern', 'show', 'file', 'ratelimit'],
  log: ['show', 'file', 'seconds', 'entries'],
  cleanup: ['file', 'applet', 'seconds'],
};
const SOME = ['pattern', 'show', 'file', 'applet', 'seconds', 'entries', 'ratelimit'] as const;

function requireAll(want: Want, options: EemNewOptions): void {
  const missing = NEEDS[want].find((each) => options[each] === undefined);
  if (missing !== undefined)
    throw new FlaptrapError('input', `${want} needs --${missing}`, { next: `flaptrap eem new --help shows an example` });
  const strange = SOME.find((each) => options[each] !== undefined && !TAKES[want].includes(each));
  if (strange !== undefined) throw new FlaptrapError('input', `${want} takes no --${strange}`, { next: 'leave it out' });
  const zero = (['seconds', 'entries', 'maxrun', 'ratelimit'] as const).find((each) => options[each] === 0);
  if (zero !== undefined) throw new FlaptrapError('input', `--${zero} 0 means nothing`, { next: 'give a number from 1 on' });
}

export interface EemDiffOptions {
  config: string;
  remove?: boolean;
  json?: boolean;
}

export async function eemDiff(file: string, { config, remove, json }: EemDiffOptions, screen: Screen): Promise<number> {
  const made = isDescribed(file) ? [{ file, text: makeApplets(loadDescribed(file), file) }] : [];
  const { inputs, troubles } = await readInputs(made.length > 0 ? [config] : [file, config], screen);
  if (troubles[0] !== undefined) throw troubles[0];
  const both = [...made, ...inputs];
  const [wanted, standing] = both.map((input) => parseApplets(input.text, input.file));
  if (wanted === undefined || standing === undefined || both.length > 2)
    throw new FlaptrapError('input', 'two files are compared', { next: 'flaptrap eem diff wanted.cfg --config running.cfg' });
  if (hasErrors(wanted.diagnostics)) {
    screen.tell(printDiagnostics(wanted.diagnostics));
    throw new FlaptrapError('input', `${file} holds lines that no device takes`, { next: `flaptrap lint ${file}` });
  }
  if (wanted.applets.length === 0) throw new FlaptrapError('input', `${file} holds no applet`, { next: 'name a file with applets' });
  const changes = diffApplets(standing.applets, wanted.applets).filter(({ change }) => remove === true || change !== 'remove');
  const environment = Object.entries(wanted.environment).filter(([name, value]) => standing.environment[name] !== value);
  // A pattern may need a variable as its applet is registered.
  const lines = [...printEnvironment(Object.fromEntries(environment)).map((line) => line.trimEnd()), ...printChanges(changes)];
  if (json === true) screen.print(JSON.stringify({ schema: 'flaptrap.eem-diff/1', changes, lines }, null, 2));
  else if (lines.length > 0) screen.print(lines.join('\n'));
  const variables = environment.length === 0 ? '' : `, and ${count(environment.length, 'variable')}`;
  screen.tell(`${count(wanted.applets.length, 'applet')} read, ${changes.length} would change${variables}`);
  return lines.length > 0 ? EXIT.findings : EXIT.done;
}
