/** Lints of debugs that an applet switches on or off. */
import { commandsOf, type TypedCommand } from '../commands.ts';
import type { Lint } from './lint.ts';

/** `debug crypto isakmp`; not a condition or a packet trace, which print nothing by themselves, nor EEM's own. */
const DEBUG_ON = /^deb(?:u(?:g)?)?\s+(?!(?:cry\w*|dmvpn)\s+cond|cond|plat\w*\s+(?:cond|pac)|ev\w*\s+man)(?<what>.+)$/i;
const DEBUG_OFF = /^(?:no\s+deb\w*|und\w*|un?)\s+(?<what>.+)$/i;

/** Finds debugs that an applet switches on and does not switch off again. */
export const debugLeftOn: Lint = {
  id: 'debug-left-on',
  severity: 'error',
  why: 'a debug that stays on can bring a production router to its knees',
  source: '[C] eem.md 8, 10.22',
  failing:
    'event manager applet A\n event timer watchdog time 60\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 cli command "no debug crypto isakmp"\n',
  check: (applet, { applets }) => {
    const commands = commandsOf(applet);
    return commands.flatMap((typed, index) => {
      const what = DEBUG_ON.exec(typed.command)?.groups?.['what'];
      if (what === undefined || isSwitchedOff(commands.slice(index + 1), what)) return [];
      // One applet may begin what another one ends.
      if (applets.some((other) => other !== applet && isSwitchedOff(commandsOf(other), what))) return [];
      // Who runs it by hand may mean to look for a while.
      const severity = applet.events.some(({ detector }) => detector !== 'none') ? undefined : 'warning';
      return [{ place: typed.action.place, summary: `\`${typed.command}\` is never switched off again`, severity }];
    });
  },
};

function isSwitchedOff(later: readonly TypedCommand[], what: string): boolean {
  return later.some(({ command }) => {
    const off = DEBUG_OFF.exec(command)?.groups?.['what']?.trim().toLowerCase();
    return off !== undefined && (/^al?l?$/.test(off) || off === what.trim().toLowerCase());
  });
}

/** Finds debugs that begin at the event they are to explain. */
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

/** Finds debugs that stay on when their applet is killed. */
export const noIndependentStopper: Lint = {
  id: 'no-independent-stopper',
  severity: 'warning',
  why: 'an applet that maxrun kills leaves its debugs on: another applet, on a timer, must switch them off',
  source: '[L] eem.md 10.22',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 wait 5\n action 40 cli command "no debug crypto isakmp"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 wait 5\n action 40 cli command "no debug crypto isakmp"\nevent manager applet S\n event timer countdown time 300\n action 10 cli command "enable"\n action 20 cli command "no debug crypto isakmp"\n',
  check: (applet, { applets }) => {
    const first = commandsOf(applet).find(({ command }) => DEBUG_ON.test(command));
    if (first === undefined) return [];
    const isStopped = applets.some(
      (each) =>
        each !== applet &&
        each.events.some(({ detector }) => detector === 'timer') &&
        commandsOf(each).some(({ command }) => DEBUG_OFF.test(command)),
    );
    return isStopped ? [] : [{ place: first.action.place, summary: `no other applet would switch off \`${first.command}\`` }];
  },
};

const UNDEBUG_ALL = /^(?:no\s+deb\w*|und\w*|un?)\s+al?l?$/i;

/** Finds applets that end everybody's debugs. */
export const undebugAll: Lint = {
  id: 'undebug-all',
  severity: 'warning',
  why: "it also ends the debugs that other people have running: switch off one's own by name",
  source: '[L] eem.md 10.22',
  failing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "undebug all"\n',
  passing: 'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "no debug crypto isakmp"\n',
  check: (applet) =>
    commandsOf(applet).flatMap(({ command, action }) =>
      UNDEBUG_ALL.test(command) ? [{ place: action.place, summary: `\`${command}\` ends other people's debugs too` }] : [],
    ),
};
