/** The lint `no-enable` finds commands that need privilege before `enable` was typed. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

/** What user EXEC answers too: `show clock`, `show version`, `ping`; it writes no files. */
export const UNPRIVILEGED =
  /^(?:enable|en|exit|logout|ping|terminal .*|term .*|show (?:clock|version|users|history)(?!.*\| *(?:append|redirect|tee)).*)$/i;

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
