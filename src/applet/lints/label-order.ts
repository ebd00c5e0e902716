/** The lint `label-order` finds labels whose order as text is not the order in the file. */
import { compareLabels } from '../order.ts';
import type { Lint } from './lint.ts';

export const labelOrder: Lint = {
  id: 'label-order',
  severity: 'error',
  why: 'the device runs actions in the order of their labels as text: 10 runs before 9, 1.10 before 1.2',
  source: '[C] eem.md 3',
  failing: 'event manager applet A\n event none\n action 9 syslog msg "first"\n action 10 syslog msg "second"\n',
  passing: 'event manager applet A\n event none\n action 0009 syslog msg "first"\n action 0010 syslog msg "second"\n',
  check: ({ actions }) =>
    actions.flatMap((action, index) => {
      const before = actions[index - 1];
      if (before === undefined || compareLabels(before.label, action.label) <= 0) return [];
      return [{ place: action.place, summary: `label ${action.label} runs before label ${before.label}, which stands above it` }];
    }),
};
