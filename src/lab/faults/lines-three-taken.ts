/** Fault: 3 of 5 terminal lines taken. */
import type { LabFault } from './lab-fault.ts';

export const LINES_THREE_TAKEN: LabFault = {
  title: '3 of 5 terminal lines taken',
  work: 'show',
  outcome: 'exact',
  prepare: (router) => {
    for (let line = 0; line < 3; line += 1) router.takeLine('noc');
  },
};
