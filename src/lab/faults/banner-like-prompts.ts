/** Fault: a banner with lines that look like prompts. */
import type { LabFault } from './lab-fault.ts';

export const BANNER_LIKE_PROMPTS: LabFault = {
  title: 'a banner with lines that look like prompts',
  work: 'show',
  outcome: 'exact',
  spec: { banner: '\n*** authorized use only ***\nrouter#\nhq>\nhq#\nPassword policy applies\n' },
};
