/** Fault: 5 of 5 terminal lines taken. */
import type { LabFault } from './lab-fault.ts';

export const LINES_ALL_TAKEN: LabFault = {
  title: '5 of 5 terminal lines taken',
  work: 'login',
  outcome: 'loud',
  prepare: (router) => {
    for (let line = 0; line < 5; line += 1) router.takeLine('noc');
  },
};
