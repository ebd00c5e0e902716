/** Lints of an applet as a whole: its name, its rights, its description, whether it does anything. */
import { isTemplated } from '../template.ts';
import type { Lint } from './lint.ts';

/** Finds names that the device cannot take, or that cannot be typed again. */
export const appletName: Lint = {
  id: 'applet-name',
  severity: 'error',
  why: 'the name is one word of at most 128 plain characters; devices take `/` and `>` in it',
  source: '[C] eem.md 2',
  failing: 'event manager applet "A B"\n event none\n action 10 policy B\n',
  passing: 'event manager applet A/B>C\n event none\n action 10 policy B\n',
  check({ name, place }) {
    if (NAME.test(name) || isTemplated(name)) return [];
    return [{ place, summary: name === '' ? 'the name is empty' : `the name \`${name}\` is no name that a device takes` }];
  },
};

/** `FLAPTRAP-7f3a9c01-GUARD`, `SITE/1>2`; a `?` asks for help, a quote or a `$` is read as something else. */
const NAME = /^[^\x00-\x20"$?\x7f-\uffff]{1,128}$/;

/** Notes applets whose commands AAA does not check. */
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

/** Finds applets that do nothing. */
export const noAction: Lint = {
  id: 'no-action',
  severity: 'error',
  why: 'it is registered, springs, and does nothing',
  source: '[C] eem.md 2',
  failing: 'event manager applet A\n event none\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "x"\n',
  check: ({ name, place, events, actions, others }) =>
    actions.length > 0 ||
    others.some(({ text }) => /^(?:ac|set)/i.test(text)) ||
    // The event alone keeps the command from running.
    events.some(({ detector, fields }) => detector === 'cli' && (fields.skip === 'yes' || fields.sync === 'yes'))
      ? []
      : [{ place, summary: `${name} has no action: it will do nothing` }],
};

/** Finds quotes in free text. */
export const quotesInDescription: Lint = {
  id: 'quotes-in-description',
  severity: 'warning',
  why: 'quotes in a description have broken applets when they were read back',
  source: '[L] eem.md 10.18',
  failing: 'event manager applet A\n description say "no"\n event none\n action 10 policy B\n',
  passing: 'event manager applet A\n description say no\n event none\n action 10 policy B\n',
  check: ({ description, descriptionPlace, place }) =>
    description?.includes('"') === true ? [{ place: descriptionPlace ?? place, summary: 'the description holds quotes' }] : [],
};
