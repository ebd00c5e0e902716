/** The lint `unbalanced-block` finds blocks that do not close once the labels are sorted. */
import { findBlocks } from '../blocks.ts';
import { inRunOrder } from '../order.ts';
import type { Lint } from './lint.ts';

export const unbalancedBlock: Lint = {
  id: 'unbalanced-block',
  severity: 'error',
  why: 'blocks are checked after sorting: the applet is refused or ends with FMPD_EEM_CONFIG',
  source: '[L] eem.md 3, 9',
  failing: 'event manager applet A\n event none\n action 1.2 if $_exit_status eq 0\n action 1.3 syslog msg "x"\n action 1.10 end\n',
  passing: 'event manager applet A\n event none\n action 1.02 if $_exit_status eq 0\n action 1.03 syslog msg "x"\n action 1.10 end\n',
  check: ({ actions }) => findBlocks(inRunOrder(actions)).faults.map(({ action, summary }) => ({ place: action.place, summary })),
};
