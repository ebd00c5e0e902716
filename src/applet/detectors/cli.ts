/** The detector `cli` springs on a command that someone types, before it runs. [C] eem.md 4.3 */
import { count, seconds, TEXT, YES_OR_NO } from '../kind.ts';
import { flag, option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const cli = {
  id: 'cli',
  title: 'a typed command',
  syntax: [
    required(option('pattern', 'pattern', TEXT)),
    option('sync', 'sync', YES_OR_NO),
    option('skip', 'skip', YES_OR_NO),
    option('verifyprc', 'verifyprc', YES_OR_NO),
    option('mode', 'mode', TEXT),
    option('occurs', 'occurs', count(1, 4_294_967_295)),
    option('period', 'periodSeconds', seconds(0, 4_294_967_295)),
    option('default', 'defaultSeconds', seconds(0, 4_294_967_295)),
    flag('enter', 'enter'),
    flag('tab', 'tab'),
    flag('questionmark', 'questionmark'),
    ...COMMON,
  ],
} as const satisfies Detector;
