/** Fault: the router does not serve SCP. */
import type { LabFault } from './lab-fault.ts';

export const SCP_DISABLED: LabFault = {
  title: 'the router does not serve SCP',
  work: 'scp',
  outcome: 'loud',
};
