/** The lint `authorization-bypass` notes applets whose commands AAA does not check. */
import type { Lint } from './lint.ts';

export const authorizationBypass: Lint = {
  id: 'authorization-bypass',
  severity: 'notice',
  why: 'whoever may change this applet may run any command',
  source: '[C] eem.md 8',
  failing: 'event manager applet A authorization bypass\n event none\n action 10 syslog msg "x"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: ({ name, place, authorizationBypass: isBypassing }) =>
    isBypassing ? [{ place, summary: `${name} runs with \`authorization bypass\`` }] : [],
};
