/** Fault: the file grows while it is read. */
import type { LabFault } from './lab-fault.ts';

export const FILE_GROWING: LabFault = {
  title: 'the file grows while it is read',
  work: 'fetch',
  outcome: 'either',
  runs: 5,
  make: (random) => ({
    onLine: (line, _session, router) => {
      if (line.startsWith('more ') && random() < 0.7) router.writeFile('evidence.txt', 'one more line\n', 'append');
      return undefined;
    },
  }),
};
