/** The lint `applet-name` finds names that the device cannot take, or that cannot be typed again. */
import type { Lint } from './lint.ts';

export const appletName: Lint = {
  id: 'applet-name',
  severity: 'error',
  why: 'the name is one word of at most 128 plain characters; devices take `/` and `>` in it',
  source: '[C] eem.md 2',
  failing: 'event manager applet "A B"\n event none\n action 10 policy B\n',
  passing: 'event manager applet A/B>C\n event none\n action 10 policy B\n',
  check: ({ name, place }) => (NAME.test(name) ? [] : [{ place, summary: `the name \`${name}\` is no name that a device takes` }]),
};

/** `FLAPTRAP-7f3a9c01-GUARD`, `SITE/1>2`; a `?` asks for help, a quote or a `$` is read as something else. */
const NAME = /^[^\x00-\x20"$?\x7f-\uffff]{1,128}$/;
