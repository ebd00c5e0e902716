/** Lints of the order of actions, and of where they jump. */
import { findBlocks } from '../blocks.ts';
import type { Action, Applet } from '../model.ts';
import { compareLabels, inRunOrder, jumpOf } from '../order.ts';
import { runsTheSame } from '../same-meaning.ts';
import type { Lint, LintFinding } from './lint.ts';

/** Finds a label that stands twice. */
export const duplicateLabel: Lint = {
  id: 'duplicate-label',
  severity: 'warning',
  why: 'the second action with a label is believed to replace the first: one of the two is lost in any case',
  source: '[B] eem.md 3',
  failing: 'event manager applet A\n event none\n action 10 syslog msg "first"\n action 10 syslog msg "second"\n',
  passing: 'event manager applet A\n event none\n action 10 syslog msg "first"\n action 20 syslog msg "second"\n',
  check: ({ actions }) => {
    // Where each label stands behind the one before it none stands twice.
    if (actions.every(({ label }, index) => index === 0 || compareLabels(actions[index - 1]?.label ?? '', label) < 0)) return [];
    const firsts = firstByLabel(actions);
    return actions.flatMap((action) => {
      const first = firsts.get(action.label);
      return first === action
        ? []
        : [{ place: action.place, summary: `label ${action.label} stands already on line ${first?.place.line}` }];
    });
  },
};

/** Finds jumps to labels that do not exist. */
export const jumpToNowhere: Lint = {
  id: 'jump-to-nowhere',
  severity: 'warning',
  why: 'the run ends there with an error',
  source: '[B] eem.md 5',
  failing: 'event manager applet A\n event none\n action 10 goto 99\n action 20 policy B\n',
  passing: 'event manager applet A\n event none\n action 10 goto 20\n action 20 policy B\n',
  check: ({ actions }) => {
    const jumps = actions.filter((action) => jumpOf(action) !== undefined);
    const firsts = firstByLabel(jumps.length === 0 ? [] : actions);
    return jumps.flatMap((action) => {
      const label = jumpOf(action);
      return label === undefined || firsts.has(label) ? [] : [{ place: action.place, summary: `there is no label ${label}` }];
    });
  },
};

/** Finds labels whose order as text is not the order in the file. */
export const labelOrder: Lint = {
  id: 'label-order',
  severity: 'error',
  why: 'the device runs actions in the order of their labels as text: 10 runs before 9, 1.10 before 1.2',
  source: '[C] eem.md 3',
  failing: 'event manager applet A\n event none\n action 9 syslog msg "first"\n action 10 syslog msg "second"\n',
  passing: 'event manager applet A\n event none\n action 0009 syslog msg "first"\n action 0010 syslog msg "second"\n',
  check: (applet) => {
    const found = applet.actions.flatMap((action, index): LintFinding[] => {
      const before = applet.actions[index - 1];
      if (before === undefined || compareLabels(before.label, action.label) <= 0) return [];
      return [{ place: action.place, summary: `label ${action.label} runs before label ${before.label}, which stands above it` }];
    });
    if (found.length === 0 || !makesNoDifference(applet)) return found;
    return found.map((each) => ({
      ...each,
      summary: `${each.summary}; no run that was tried tells the two orders apart`,
      severity: 'warning',
    }));
  },
};

/** More would be run for longer than anybody waits. */
const RUN_ACTIONS_MAX = 2000;

/** Whether it runs in the order in which it is read as it does in that of its labels. */
function makesNoDifference(applet: Applet): boolean {
  const { actions } = applet;
  if (actions.length > RUN_ACTIONS_MAX || actions.some((action) => jumpOf(action) !== undefined)) return false;
  const asRead = actions.map((action, index): Action => ({ ...action, label: String(index).padStart(6, '0') }));
  return runsTheSame(applet, { ...applet, actions: asRead });
}

/** Finds blocks that do not close once the labels are sorted. */
export const unbalancedBlock: Lint = {
  id: 'unbalanced-block',
  severity: 'error',
  why: 'blocks are checked after sorting: the applet is refused or ends with FMPD_EEM_CONFIG',
  source: '[L] eem.md 3, 9',
  failing: 'event manager applet A\n event none\n action 1.2 if $_exit_status eq 0\n action 1.3 syslog msg "x"\n action 1.10 end\n',
  passing: 'event manager applet A\n event none\n action 1.02 if $_exit_status eq 0\n action 1.03 syslog msg "x"\n action 1.10 end\n',
  check: ({ actions }) => findBlocks(inRunOrder(actions)).faults.map(({ action, summary }) => ({ place: action.place, summary })),
};

function firstByLabel(actions: readonly Action[]): ReadonlyMap<string, Action> {
  const firsts = new Map<string, Action>();
  for (const action of actions) if (!firsts.has(action.label)) firsts.set(action.label, action);
  return firsts;
}
