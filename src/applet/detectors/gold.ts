/** The detector `gold` springs on an online diagnostic. [C] the device's own list */
import { choice, count, TRUE_OR_FALSE, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector, severities } from './detector.ts';

export const gold = {
  id: 'gold',
  title: 'an online diagnostic',
  syntax: [
    required(option('card', 'card', WORD)),
    option('sub-card', 'subCard', WORD, 'subcard'),
    option('new-failure', 'newFailure', TRUE_OR_FALSE),
    ...severities('major', 'minor', 'normal'),
    option('action-notify', 'actionNotify', TRUE_OR_FALSE),
    option('testing-type', 'testingType', choice('normal', 'bootup', 'ondemand', 'schedule', 'monitoring')),
    option('test-name', 'testName', WORD),
    option('test-id', 'testId', WORD),
    option('consecutive-failure', 'consecutiveFailure', count(1, 4_294_967_295)),
    option('platform-action', 'platformAction', WORD),
    ...COMMON,
  ],
} as const satisfies Detector;
