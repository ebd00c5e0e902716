/** Fault: prompt-like lines inside 1 MB at 200 kB/s. */
import { makeLog } from '../make-log.ts';
import { slowly } from '../outputs.ts';
import type { LabFault } from './lab-fault.ts';

export const PROMPT_IN_FILE: LabFault = {
  title: 'prompt-like lines inside 1 MB at 200 kB/s',
  work: 'fetch',
  outcome: 'exact',
  makeFile: (random) => {
    const log = makeLog(random, 1_000_000);
    return Buffer.concat([log.subarray(0, 400_000), Buffer.from('\nhq#\nhq#show version\nhq(config)#\n'), log.subarray(400_000)]);
  },
  make: () => ({ makeOutput: () => slowly(200_000) }),
};
