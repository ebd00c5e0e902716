/** The lint `applet-name` finds names that are not safe as file names. */
import type { Lint } from './lint.ts';

export const appletName: Lint = {
  id: 'applet-name',
  severity: 'error',
  why: 'the name must be a valid Posix file name of at most 128 characters',
  source: '[C] eem.md 2',
  failing: 'event manager applet A/B\n event none\n action 10 policy B\n',
  passing: 'event manager applet A\n event none\n action 10 policy B\n',
  check: ({ name, place }) => (SAFE_NAME.test(name) ? [] : [{ place, summary: `the name \`${name}\` is no safe file name` }]),
};

/** `FLAPTRAP-7f3a9c01-GUARD` */
const SAFE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
