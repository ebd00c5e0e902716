/** Lints of what a terminal line needs before and behind a command. */
import { commandsOf, type TypedCommand } from '../commands.ts';
import { modesOf } from '../mode.ts';
import type { Applet } from '../model.ts';
import { typedAs } from '../word.ts';
import type { Lint, Surroundings } from './lint.ts';

/** What a command needs privilege for; a show that is not here may be typed by anyone, unless it writes a file. [C] IOS Configuration Fundamentals */
const PRIVILEGED = [
  ...['archive', 'cle[ar]', 'conf[igure]', 'cop[y]', 'debu[g]', 'del[ete]', 'dir', 'er[ase]', 'eve[nt]', 'fo[rmat]', 'guestshell'],
  ...['mkdir', 'mon[itor]', 'mor[e]', 'no', 'reload', 'ren[ame]', 'request', 'rmdir', 'test', 'und[ebug]', 'ver[ify]', 'wr[ite]'],
  ...['sh[ow] run[ning-config]', 'sh[ow] star[tup-config]', 'sh[ow] tec[h-support]', 'sh[ow] conf[iguration]', 'sh[ow] arc[hive]'],
].map(typedAs);
const WRITES_FILE = /\|\s*(?:a(?:p\w*)?|r(?:e\w*)?|t(?:e\w*)?)\s+\S/i;
const ENABLE = typedAs('en[able]');
/** [C] eem.md 2, 8 */
const PRIVILEGED_FROM_THE_START = /^(?:ev\w*\s+man\w*\s+ses\w*\s.*\bpriv\w*\s+15|line vty privilege level 15)$/i;

/** Finds commands that need privilege before `enable` was typed. */
export const noEnable: Lint = {
  id: 'no-enable',
  severity: 'error',
  why: "an applet's terminal line begins in user EXEC: the command is refused, and nobody reads the answer",
  source: '[L] eem.md 10.2',
  failing: 'event manager applet A\n event none\n action 10 cli command "show running-config"\n',
  passing:
    'event manager applet A\n event none\n action 05 cli command "show clock"\n action 10 cli command "enable"\n action 20 cli command "show running-config"\n',
  check: (applet, { settings }) => {
    // The session of that user, or the terminal line itself, has the privilege from its beginning.
    if (settings.some(({ text }) => PRIVILEGED_FROM_THE_START.test(text))) return [];
    const commands = commandsOf(applet);
    const enabledAt = commands.findIndex(({ command }) => ENABLE.test(command));
    const before = commands.slice(0, enabledAt === -1 ? undefined : enabledAt);
    const early = before.find(({ command }) => PRIVILEGED.some((each) => each.test(command)) || WRITES_FILE.test(command));
    return early === undefined ? [] : [{ place: early.action.place, summary: `\`${early.command}\` is typed before \`enable\`` }];
  },
};

/** Finds applets whose commands AAA will refuse. */
export const noSessionUser: Lint = {
  id: 'no-session-user',
  severity: 'error',
  why: 'AAA checks every command, and EEM names no user: each one fails with `Command authorization failed`',
  source: '[C] eem.md 8, 10.10',
  failing: 'aaa authorization commands 15 default group tacacs+\nevent manager applet A\n event none\n action 10 cli command "enable"\n',
  passing:
    'aaa authorization commands 15 default group tacacs+\nevent manager session cli username eem privilege 15\nevent manager applet A\n event none\n action 10 cli command "enable"\n',
  check: (applet, { authorizesCommands, settings }) => {
    const hasUser = settings.some(({ text }) => /^ev\w*\s+man\w*\s+ses\w*\s+cli\s+user/i.test(text));
    const [first] = commandsOf(applet);
    if (!authorizesCommands || hasUser || applet.authorizationBypass || first === undefined) return [];
    return [{ place: first.action.place, summary: 'AAA will refuse its commands: there is no session user' }];
  },
};

const SHOW = typedAs('sh[ow]');
/** Output that goes into a file, or is filtered; `| exclude` and `| begin` leave most of a long one. */
const SHORTENED = /\|\s*(?:a(?:p\w*)?|r(?:e\w*)?|i(?:n\w*)?|c(?:o\w*)?|s(?:e\w*)?)\s+\S|\|\s*count\b/i;
/** Shows of a few lines on any platform. */
const SHORT = [
  'boo[t]',
  'cal[endar]',
  'clo[ck]',
  'clock d[etail]',
  'int[erfaces] st[atus] err-disabled',
  'lic[ense] ud[i]',
  'nt[p] stat[us]',
  'pri[vilege]',
  'rel[oad]',
  'run[ning-config] int[erface]',
  'sntp',
  'us[ers]',
].map((what) => typedAs(`sh[ow] ${what}`));
/** Shows that no page holds, whatever the router; what is asked of one thing may be short. */
const LONG = [
  ...['int[erfaces]', 'run[ning-config]', 'run[ning-config] al[l]', 'run[ning-config] ful[l]', 'star[tup-config]', 'ver[sion]'].map(
    (what) => new RegExp(`${typedAs(`sh[ow] ${what}`).source}\\s*$`, 'i'),
  ),
  typedAs('sh[ow] tec[h-support]'),
];
const PAGER_OFF = /^ter\w*\s+le\w*\s+0$/i;

/** Finds shows that are typed while the terminal still stops after each page. */
export const pagerOn: Lint = {
  id: 'pager-on',
  severity: 'error',
  why: 'the output stops at `--More--`, and the applet waits for it until maxrun kills it',
  source: '[C] eem.md 10.3',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show version"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 15 cli command "terminal length 0"\n action 20 cli command "show version"\n',
  check: (applet, { settings }) => {
    if (settings.some(({ text }) => text === 'line vty length 0')) return [];
    const commands = commandsOf(applet);
    const offAt = commands.findIndex(({ command }) => PAGER_OFF.test(command));
    const modes = modesOf(applet);
    // Where a show is refused it prints no page.
    const paged = commands
      .slice(0, offAt === -1 ? undefined : offAt)
      .find(
        ({ command, typed, action }) =>
          SHOW.test(command) &&
          !SHORTENED.test(command) &&
          !SHORT.some((each) => each.test(command)) &&
          !(typed === command && modes.get(action)?.configuration === true),
      );
    if (paged === undefined) return [];
    const severity = LONG.some((each) => each.test(paged.command)) ? undefined : 'warning';
    return [{ place: paged.action.place, summary: `\`${paged.command}\` is typed before \`terminal length 0\``, severity }];
  },
};

/** What asks back, and how often. [L] eem.md 10.9; each is written as IOS prints it */
const ASKING: readonly { command: RegExp; unless?: RegExp; times?: (command: string, awaited: string) => number }[] = [
  {
    command: typedAs('cop[y]'),
    unless: /\s\/noc?o?n?f?i?r?m?\b/i,
    times: (command) => (/\s(?:scp|s?ftp|https?|tftp|rcp):\S*$/i.test(command) ? 2 : 1),
  },
  { command: typedAs('del[ete]'), unless: /\s\/f(?:o(?:r(?:ce?)?)?)?\b/i, times: () => 2 },
  { command: typedAs('er[ase]') },
  { command: typedAs('fo[rmat]') },
  { command: typedAs('squ[eeze]') },
  { command: typedAs('rmd[ir]'), unless: /\s\/f/i },
  { command: typedAs('mkd[ir]') },
  { command: typedAs('ren[ame]') },
  // System configuration has been modified. Save? [yes/no]: comes before Proceed with reload? [confirm]
  { command: typedAs('rel[oad]'), unless: /^rel\w*\s+(?:c(?:a\w*)?\b|\/nov)/i, times: (_command, awaited) => (SAVE.test(awaited) ? 2 : 1) },
  { command: typedAs('wr[ite] er[ase]') },
  { command: typedAs('cle[ar] cou[nters]') },
  { command: typedAs('cle[ar] log[ging]') },
  { command: typedAs('cle[ar] line') },
  // clear ip ospf process, clear ip ospf 1 process: Reset ALL OSPF processes? [no]:
  { command: /^cle\w*\s+(?:ip\s+|ipv6\s+)?os\w*\s+(?:\d+\s+)?p\w*/i },
  { command: typedAs('conf[igure] rep[lace]'), unless: /\sf(?:o(?:r(?:ce?)?)?)?\b/i },
  { command: typedAs('cry[pto] key gen[erate]'), unless: /\s(?:mod\w*|keys\w*)\s+\d+/i },
  { command: typedAs('cry[pto] key zer[oize]') },
  { command: typedAs('redun[dancy] force-switchover') },
  // This operation may require a reload of the system. Do you want to proceed? [y/n]
  { command: /^install\s+(?:add\s.*\s)?(?:activate|deactivate|rollback)\b/i, unless: /\s(?:issu|prompt-level\s+none)\b/i },
];
/** How each of them begins. */
const MAY_ASK = /^(?:cl|co|cr|de|er|fo|in|mk|re|rm|sq|wr)/i;
const SAVE = /sav|yes|modif/i;
const QUIET = typedAs('fil[e] pro[mpt] qui[et]');

interface Question extends TypedCommand {
  times: number;
  /** The answers that are typed for it: as long as one awaits a prompt, the next is one. */
  answers: number;
}

/** Commands that ask, in the order in which they run; what only answers another is none. */
function questionsOf(applet: Applet, { applets, settings }: Surroundings): Question[] {
  const commands = commandsOf(applet);
  const questions: Question[] = [];
  if (!commands.some(({ command }) => MAY_ASK.test(command))) return questions;
  const isQuietAnyhow =
    settings.some(({ text }) => QUIET.test(text)) ||
    applets.some((each) => each !== applet && commandsOf(each).some(({ command }) => QUIET.test(command)));
  let isQuiet = isQuietAnyhow;
  for (let at = 0; at < commands.length; at += 1) {
    const typed = commands[at];
    if (typed === undefined) break;
    isQuiet ||= QUIET.test(typed.command);
    const asking = ASKING.find(({ command, unless }) => command.test(typed.command) && unless?.test(typed.command) !== true);
    const answers = answersBehind(commands, at);
    if (asking !== undefined && !(isQuiet && /^(?:cop|del|ren)/i.test(typed.command)))
      questions.push({ ...typed, times: asking.times?.(typed.command, typed.action.fields.pattern ?? '') ?? 1, answers });
    at += answers;
  }
  return questions;
}

function answersBehind(commands: readonly TypedCommand[], at: number): number {
  let answers = 0;
  while (commands[at + answers]?.action.fields.pattern !== undefined && commands[at + answers + 1] !== undefined) answers += 1;
  return answers;
}

/** Finds commands that ask back and get no answer. */
export const unansweredPrompt: Lint = {
  id: 'unanswered-prompt',
  severity: 'error',
  why: 'the command waits for an answer until maxrun kills the applet',
  source: '[L] eem.md 10.9',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy running-config tftp://192.0.2.9/x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy running-config tftp://192.0.2.9/x" pattern "host"\n action 30 cli command "" pattern "filename"\n action 40 cli command ""\n',
  check: (applet, surroundings) =>
    questionsOf(applet, surroundings).flatMap(({ command, action, answers }) =>
      action.fields.pattern === undefined || answers === 0
        ? [{ place: action.place, summary: `\`${command}\` asks back, and nobody answers` }]
        : [],
    ),
};

/** Finds commands that ask twice and get one answer. */
export const unansweredSecond: Lint = {
  id: 'unanswered-second',
  severity: 'warning',
  why: 'the second question waits for an answer until maxrun kills the applet',
  source: '[L] eem.md 10.9',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "delete flash:x" pattern "filename"\n action 30 cli command ""\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "delete /force flash:x"\n',
  check: (applet, surroundings) =>
    questionsOf(applet, surroundings).flatMap(({ command, action, answers, times }) =>
      action.fields.pattern !== undefined && answers > 0 && answers < times
        ? [
            {
              place: action.place,
              summary: `\`${command}\` asks ${times} times, and ${answers === 1 ? 'one answer is' : `${answers} answers are`} typed`,
            },
          ]
        : [],
    ),
};
