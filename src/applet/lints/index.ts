/** The lints, by id. */
import { authorizationBypass } from './authorization-bypass.ts';
import { debugLeftOn } from './debug-left-on.ts';
import { duplicateLabel } from './duplicate-label.ts';
import { labelOrder } from './label-order.ts';
import type { Lint } from './lint.ts';
import { maxrunTooShort } from './maxrun-too-short.ts';
import { noAction } from './no-action.ts';
import { noEnable } from './no-enable.ts';
import { noEvent } from './no-event.ts';
import { outOfRange } from './out-of-range.ts';
import { pagerOn } from './pager-on.ts';
import { selfTrigger } from './self-trigger.ts';
import { unbalancedBlock } from './unbalanced-block.ts';
import { undebugAll } from './undebug-all.ts';

export const LINTS = {
  'authorization-bypass': authorizationBypass,
  'debug-left-on': debugLeftOn,
  'duplicate-label': duplicateLabel,
  'label-order': labelOrder,
  'maxrun-too-short': maxrunTooShort,
  'no-action': noAction,
  'no-enable': noEnable,
  'no-event': noEvent,
  'out-of-range': outOfRange,
  'pager-on': pagerOn,
  'self-trigger': selfTrigger,
  'unbalanced-block': unbalancedBlock,
  'undebug-all': undebugAll,
} as const satisfies Record<string, Lint>;
