/** Fault: wrong password. */
import type { LabFault } from './lab-fault.ts';

export const WRONG_PASSWORD: LabFault = {
  title: 'wrong password',
  work: 'login',
  outcome: 'loud',
  belief: { password: 'not-this-one' },
};
