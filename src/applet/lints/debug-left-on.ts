/** The lint `debug-left-on` finds debugs that an applet switches on and does not switch off again. */
import { commandsOf, type TypedCommand } from '../commands.ts';
import type { Lint } from './lint.ts';

/** `debug crypto isakmp`; not a condition, which prints nothing by itself. */
export const DEBUG_ON = /^debug\s+(?!crypto condition\b|condition\b)(?<what>.+)$/i;
export const DEBUG_OFF = /^(?:no debug|undebug|u)\s+(?<what>.+)$/i;

export const debugLeftOn: Lint = {
  id: 'debug-left-on',
  severity: 'error',
  why: 'a debug that stays on can bring a production router to its knees',
  source: '[L] eem.md 10.22',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 cli command "no debug crypto isakmp"\n',
  check: (applet) => {
    const commands = commandsOf(applet);
    return commands.flatMap((typed, index) => {
      const what = DEBUG_ON.exec(typed.command)?.groups?.['what'];
      if (what === undefined || isSwitchedOff(commands.slice(index + 1), what)) return [];
      return [{ place: typed.action.place, summary: `\`${typed.command}\` is never switched off again` }];
    });
  },
};

function isSwitchedOff(later: readonly TypedCommand[], what: string): boolean {
  return later.some(({ command }) => {
    const off = DEBUG_OFF.exec(command)?.groups?.['what']?.trim().toLowerCase();
    return off === 'all' || off === what.trim().toLowerCase();
  });
}
