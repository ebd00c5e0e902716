/** Fault: the command asks back and nobody expected it. */
import type { LabFault } from './lab-fault.ts';

export const QUESTION_UNEXPECTED: LabFault = {
  title: 'the command asks back and nobody expected it',
  work: 'show',
  outcome: 'loud',
  make: () => ({
    onLine: (line, session) => (line === 'show version' ? session.ask('Proceed? [yes/no]: ', () => '') : undefined),
  }),
};
