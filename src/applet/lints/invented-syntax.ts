/** The lint `invented-syntax` finds forms that are in circulation and never existed. */
import type { Lint } from './lint.ts';

export const inventedSyntax: Lint = {
  id: 'invented-syntax',
  severity: 'error',
  why: 'the device refuses the line',
  source: '[L] eem.md 10.21',
  failing: 'event manager applet A\n event timer periodic time 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event timer watchdog time 60\n action 10 policy B\n',
  check: ({ events, actions, others }) =>
    [...events, ...actions, ...others].flatMap(({ place }) => {
      const found = INVENTED.find(({ pattern }) => pattern.test(place.text));
      return found === undefined ? [] : [{ place, summary: found.instead }];
    }),
};

const INVENTED: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /^\s*event (?:tag \S+ )?timer periodic\b/, instead: 'there is no `timer periodic`: write `timer watchdog`' },
  { pattern: /\bget-type (?:gt|ge|lt|le|eq|ne)\b/, instead: '`get-type` is exact or next: the comparison is `entry-op`' },
  { pattern: /^\s*action \S+ string contains\b/, instead: 'there is no `string contains`: write `string match "*text*"`, or `regexp`' },
  { pattern: /^\s*action \S+ (?:curl|http|ping|email)\b/, instead: 'there is no such action: type a command with `cli`' },
];
