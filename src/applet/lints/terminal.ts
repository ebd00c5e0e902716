/** Lints of what a terminal line needs before and behind a command. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

/** What user EXEC answers too: `show clock`, `show version`, `ping`; it writes no files. */
const UNPRIVILEGED =
  /^(?:enable|en|exit|logout|ping|terminal .*|term .*|show (?:clock|version|users|history)(?!.*\| *(?:append|redirect|tee)).*)$/i;

/** Finds commands that need privilege before `enable` was typed. */
export const noEnable: Lint = {
  id: 'no-enable',
  severity: 'error',
  why: "an applet's terminal line begins in user EXEC: the command is refused, and nobody reads the answer",
  source: '[L] eem.md 10.2',
  failing: 'event manager applet A\n event none\n action 10 cli command "show crypto ipsec sa"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show crypto ipsec sa"\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    const enabledAt = commands.findIndex(({ command }) => /^en(?:able)?$/i.test(command));
    const early = commands.slice(0, enabledAt === -1 ? undefined : enabledAt).find(({ command }) => !UNPRIVILEGED.test(command));
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
    const hasUser = settings.some(({ text }) => text.startsWith('event manager session cli username'));
    const [first] = commandsOf(applet);
    if (!authorizesCommands || hasUser || applet.authorizationBypass || first === undefined) return [];
    return [{ place: first.action.place, summary: 'AAA will refuse its commands: there is no session user' }];
  },
};

/** `show …`, unless its output goes into a file, or is filtered to few lines. */
const PAGED_SHOW = /^sh(?:ow)?\s(?!.*\|\s*(?:append|redirect|i(?:n\w*)?|c(?:o\w*)?)\b)/i;
const PAGER_OFF = /^term(?:inal)? len(?:gth)? 0$/i;

/** Finds shows that are typed while the terminal still stops after each page. */
export const pagerOn: Lint = {
  id: 'pager-on',
  severity: 'error',
  why: 'the output stops at `--More--`, and the applet waits for it until maxrun kills it',
  source: '[C] eem.md 10.3',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "show version"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 15 cli command "terminal length 0"\n action 20 cli command "show version"\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    const offAt = commands.findIndex(({ command }) => PAGER_OFF.test(command));
    const paged = commands.slice(0, offAt === -1 ? undefined : offAt).find(({ command }) => PAGED_SHOW.test(command));
    return paged === undefined
      ? []
      : [{ place: paged.action.place, summary: `\`${paged.command}\` is typed before \`terminal length 0\`` }];
  },
};

/** Finds commands that ask back and get no answer. */
export const unansweredPrompt: Lint = {
  id: 'unanswered-prompt',
  severity: 'error',
  why: 'the command waits for an answer until maxrun kills the applet',
  source: '[L] eem.md 10.9',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy running-config tftp://192.0.2.9/x"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "copy running-config tftp://192.0.2.9/x" pattern "host"\n action 30 cli command ""\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    const isQuiet = commands.some(({ command }) => /^file prompt quiet$/i.test(command));
    return commands.flatMap(({ command, action }) =>
      ASKING.test(command) && action.fields.pattern === undefined && !(isQuiet && /^(?:copy|delete)\b/i.test(command))
        ? [{ place: action.place, summary: `\`${command}\` asks back, and nobody answers` }]
        : [],
    );
  },
};

/** What asks for a confirmation or a name; `delete /force` does not. */
const ASKING = /^(?:copy|delete(?!.*\/force)|erase|format|reload|write erase|crypto key (?:generate|zeroize))\b/i;
