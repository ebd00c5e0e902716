/** Fault: wrong enable secret. */
import type { LabFault } from './lab-fault.ts';

export const WRONG_ENABLE_SECRET: LabFault = {
  title: 'wrong enable secret',
  work: 'login',
  outcome: 'loud',
  spec: { enableSecret: 'right-secret' },
  belief: { enableSecret: 'wrong-secret' },
};
