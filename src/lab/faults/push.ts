/** Faults of a push: lines refused, swallowed, denied, slow, or cut off, by a reload too. */
import type { LabFault } from './lab-fault.ts';
import { cutAfter, slowly } from './means/outputs.ts';

export const PUSH_FAULTS = {
  'action-refused': {
    title: 'invalid action in mid-applet',
    works: ['push'],
    outcome: 'loud',
    make: () => ({
      onLine: (line) =>
        /^ ?action 0?300 /.test(line) ? "                        ^\n% Invalid input detected at '^' marker.\n" : undefined,
    }),
  },
  'applet-unknown': {
    title: 'an image without EEM',
    works: ['push'],
    outcome: 'loud',
    make: () => ({
      onLine: (line) => (line.startsWith('event manager') ? "            ^\n% Invalid input detected at '^' marker.\n" : undefined),
    }),
  },
  'configuration-denied': {
    title: 'configuration mode denied',
    works: ['push'],
    outcome: 'loud',
    make: () => ({ onLine: (line) => (line === 'configure terminal' ? 'Command authorization failed.\n' : undefined) }),
  },
  'configuration-locked': {
    title: 'configuration locked by somebody else',
    works: ['push'],
    outcome: 'loud',
    make: () => ({
      onLine: (line) =>
        line === 'configure terminal'
          ? 'Configuration mode locked exclusively by user noc process 342 from terminal 3. Please try later.\n'
          : undefined,
    }),
  },
  'drop-in-push': {
    title: 'dropped at byte k of a push (200 values of k)',
    works: ['push'],
    outcome: 'either',
    runs: 200,
    make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 12_000)) }),
  },
  'line-denied': {
    title: 'AAA denies one line of an applet',
    works: ['push'],
    outcome: 'loud',
    make: () => ({ onLine: (line) => (/^ ?action 0?200 /.test(line) ? 'Command authorization failed.\n' : undefined) }),
  },
  'line-swallowed': {
    title: 'one line swallowed without a word',
    works: ['push'],
    outcome: 'loud',
    make: () => ({ onLine: (line) => (/^ ?action 0?250 /.test(line) ? '' : undefined) }),
  },
  'reload-mid-push': {
    title: 'reload in the middle of a push',
    works: ['push'],
    outcome: 'loud',
    make: () => ({
      onLine: (line, _session, router) => {
        if (/^ ?action 0?300 /.test(line)) router.reload(60_000);
        return undefined;
      },
    }),
  },
  'slow-push': {
    title: 'slow line: 9600 baud',
    works: ['push'],
    outcome: 'exact',
    make: () => ({ makeOutput: () => slowly(4800) }),
  },
} as const satisfies Record<string, LabFault>;
