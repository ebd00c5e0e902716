/** Faults of an answer: denied, asked back, slow, broken off, cut short by a reload. */
import type { LabFault } from './lab-fault.ts';
import { silenceAfter } from './means/outputs.ts';

export const ANSWER_FAULTS = {
  'command-denied': {
    title: 'AAA denies one command',
    works: ['show'],
    outcome: 'loud',
    make: () => ({ onLine: (line) => (line === 'show version' ? 'Command authorization failed.\n' : undefined) }),
  },
  'question-unexpected': {
    title: 'the command asks back and nobody expected it',
    works: ['show'],
    outcome: 'loud',
    make: () => ({
      onLine: (line, session) => (line === 'show version' ? session.ask('Proceed? [yes/no]: ', () => '') : undefined),
    }),
  },
  'reload-mid-command': {
    title: 'reload in the middle of a command',
    works: ['show'],
    outcome: 'loud',
    make: () => ({
      onLine: (line, _session, router) => {
        if (line === 'show running-config') router.reload(60_000);
        return undefined;
      },
    }),
  },
  'silence-mid-command': {
    title: 'half-open in the middle of an answer',
    works: ['show'],
    outcome: 'loud',
    runs: 3,
    make: (_random, share) => ({ makeOutput: () => silenceAfter(900 + Math.floor(share * 600)) }),
  },
  'slow-device': {
    title: 'slow device: 2 s a command',
    works: ['show'],
    outcome: 'exact',
    make: () => ({
      onLine: async (line) => {
        if (line.startsWith('show version')) await new Promise((resolve) => setTimeout(resolve, 2000));
        return undefined;
      },
    }),
  },
} as const satisfies Record<string, LabFault>;
