/** The lint `jump-to-nowhere` finds jumps to labels that do not exist. */
import type { Lint } from './lint.ts';

export const jumpToNowhere: Lint = {
  id: 'jump-to-nowhere',
  severity: 'error',
  why: 'the run ends there with an error',
  source: '[B] eem.md 5; an error all the same, because the intent is always wrong',
  failing: 'event manager applet A\n event none\n action 10 goto 99\n action 20 policy B\n',
  passing: 'event manager applet A\n event none\n action 10 goto 20\n action 20 policy B\n',
  check: ({ actions }) =>
    actions.flatMap(({ verb, fields, place }) => {
      const label = verb === 'goto' ? fields['label'] : fields['goto'];
      return label === undefined || actions.some((each) => each.label === label)
        ? []
        : [{ place, summary: `there is no label ${String(label)}` }];
    }),
};
