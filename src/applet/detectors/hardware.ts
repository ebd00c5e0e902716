/** Detectors of the box itself: modules, diagnostics, redundancy, resources, crashes. */
import { choice, count, TRUE_OR_FALSE, UINT32_MAX, WORD } from '../kind.ts';
import { option, optional, required, rest } from '../syntax.ts';
import { COMMON, type Detector, severities } from './detector.ts';

/** Springs on a crash; its arguments are kept as they are written. [L] eem.md 4.1 */
export const crash = {
  id: 'crash',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;

/** Springs on the environment; what the list does not name is kept as it is written. [C] the device's own list */
export const env = {
  id: 'env',
  names: ['environmental'],
  syntax: [...COMMON, optional(rest('argumentText'))],
} as const satisfies Detector;

/** Springs on an online diagnostic. [C] the device's own list */
export const gold = {
  id: 'gold',
  syntax: [
    required(option('card', 'card', WORD)),
    option('sub-card', 'subCard', WORD, 'subcard'),
    option('new-failure', 'newFailure', TRUE_OR_FALSE),
    ...severities('major', 'minor', 'normal'),
    option('action-notify', 'actionNotify', TRUE_OR_FALSE),
    option('testing-type', 'testingType', choice('normal', 'bootup', 'ondemand', 'schedule', 'monitoring')),
    option('test-name', 'testName', WORD),
    option('test-id', 'testId', WORD),
    option('consecutive-failure', 'consecutiveFailure', count(1, UINT32_MAX)),
    option('platform-action', 'platformAction', WORD),
    ...COMMON,
  ],
} as const satisfies Detector;

/** Springs on a module that is put in or taken out. [C] the device's own list */
export const oir = {
  id: 'oir',
  syntax: [option('event', 'event', choice('all', 'insert', 'removal')), ...COMMON],
} as const satisfies Detector;

/** Springs on a resource threshold, by the name of its policy. [B] eem.md 4.1 */
export const resource = {
  id: 'resource',
  syntax: [option('policy', 'policy', WORD), ...COMMON, optional(rest('argumentText'))],
} as const satisfies Detector;

/** Springs on a redundancy state. [C] the device's own list */
export const rf = {
  id: 'rf',
  syntax: [required(option('event', 'event', WORD)), ...COMMON],
} as const satisfies Detector;

/** Springs on a test; its arguments are kept as they are written. [L] eem.md 4.1 */
export const test = {
  id: 'test',
  syntax: [optional(rest('argumentText'))],
} as const satisfies Detector;
