/** The detector `counter` springs when a named counter crosses a value. [L] eem.md 4.5 */
import { COMPARISON, count, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { COMMON, type Detector } from './detector.ts';

export const counter = {
  id: 'counter',
  title: 'a named counter',
  syntax: [
    required(option('name', 'name', WORD)),
    option('entry-val', 'entryVal', count(-2_147_483_648, 2_147_483_647)),
    option('entry-op', 'entryOp', COMPARISON),
    option('exit-val', 'exitVal', count(-2_147_483_648, 2_147_483_647)),
    option('exit-op', 'exitOp', COMPARISON),
    ...COMMON,
  ],
} as const satisfies Detector;
