/** The lint `pager-on` finds shows that are typed while the terminal still stops after each page. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

/** `show …`, unless its output goes into a file, or is filtered to few lines. */
const PAGED_SHOW = /^sh(?:ow)?\s(?!.*\|\s*(?:append|redirect|i(?:n\w*)?|c(?:o\w*)?)\b)/i;
const PAGER_OFF = /^term(?:inal)? len(?:gth)? 0$/i;

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
