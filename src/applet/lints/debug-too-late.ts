/** The lint `debug-too-late` finds debugs that begin at the event they are to explain. */
import { commandsOf } from '../commands.ts';
import { DEBUG_ON } from './debug-left-on.ts';
import type { Lint } from './lint.ts';

export const debugTooLate: Lint = {
  id: 'debug-too-late',
  severity: 'warning',
  why: 'the cause lies before the message: such a debug records the aftermath only',
  source: '[C] eem.md 1, 10.1',
  failing:
    'event manager applet A\n event syslog pattern "INV_SPI" ratelimit 60\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 cli command "no debug crypto isakmp"\n',
  passing:
    'event manager applet A\n event syslog pattern "INV_SPI" ratelimit 60\n action 10 cli command "enable"\n action 30 cli command "no debug crypto isakmp"\n',
  check: (applet) =>
    applet.events.some(({ detector }) => detector === 'syslog')
      ? commandsOf(applet).flatMap(({ command, action }) =>
          DEBUG_ON.test(command) ? [{ place: action.place, summary: `\`${command}\` begins after the event it is to explain` }] : [],
        )
      : [],
};
