/** The lint `no-session-user` finds applets whose commands AAA will refuse. */
import { commandsOf } from '../commands.ts';
import type { Lint } from './lint.ts';

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
