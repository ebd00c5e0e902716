/** The lint `no-independent-stopper` finds debugs that stay on when their applet is killed. */
import { commandsOf } from '../commands.ts';
import { DEBUG_OFF, DEBUG_ON } from './debug-left-on.ts';
import type { Lint } from './lint.ts';

export const noIndependentStopper: Lint = {
  id: 'no-independent-stopper',
  severity: 'error',
  why: 'an applet that maxrun kills leaves its debugs on: another applet, on a timer, must switch them off',
  source: '[L] eem.md 10.22',
  failing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 wait 5\n action 40 cli command "no debug crypto isakmp"\n',
  passing:
    'event manager applet A\n event none\n action 10 cli command "enable"\n action 20 cli command "debug crypto isakmp"\n action 30 wait 5\n action 40 cli command "no debug crypto isakmp"\nevent manager applet S\n event timer countdown time 300\n action 10 cli command "enable"\n action 20 cli command "no debug crypto isakmp"\n',
  check: (applet, { applets }) => {
    const first = commandsOf(applet).find(({ command }) => DEBUG_ON.test(command));
    const isStopped = applets.some(
      (each) =>
        each !== applet &&
        each.events.some(({ detector }) => detector === 'timer') &&
        commandsOf(each).some(({ command }) => DEBUG_OFF.test(command)),
    );
    return first === undefined || isStopped
      ? []
      : [{ place: first.action.place, summary: `no other applet would switch off \`${first.command}\`` }];
  },
};
