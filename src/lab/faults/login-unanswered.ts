/** Fault: wrong password, and a server that never answers. */
import type { LabFault } from './lab-fault.ts';

export const LOGIN_UNANSWERED: LabFault = {
  title: 'wrong password, and a server that never answers',
  work: 'login',
  outcome: 'loud',
  belief: { password: 'not-this-one' },
  make: () => ({ onLogin: (context) => context.method !== 'none' }),
};
