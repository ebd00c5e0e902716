/** The lint `question-mark` finds question marks. */
import type { Lint } from './lint.ts';

export const questionMark: Lint = {
  id: 'question-mark',
  severity: 'warning',
  why: 'typed at a terminal, `?` asks for help instead of standing in the line',
  source: '[B] eem.md 10.25',
  failing: 'event manager applet A\n event syslog pattern "rec.?d" ratelimit 60\n action 10 policy B\n',
  passing: 'event manager applet A\n event syslog pattern "rec.d" ratelimit 60\n action 10 policy B\n',
  check: ({ events, actions, others }) =>
    [...events, ...actions, ...others].flatMap(({ place }) => {
      const at = place.text.indexOf('?');
      return at === -1 ? [] : [{ place, summary: 'a `?` cannot be typed into a terminal', column: at + 1, length: 1 }];
    }),
};
