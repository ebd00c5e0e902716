/** Fault: host key changed. */
import type { LabFault } from './lab-fault.ts';

export const HOST_KEY_CHANGED: LabFault = {
  title: 'host key changed',
  work: 'login',
  outcome: 'loud',
  belief: { hostKeyFingerprint: `SHA256:${'A'.repeat(43)}` },
};
