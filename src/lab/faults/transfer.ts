/** Faults of a transfer by SCP on a connection of its own. */
import type { LabFault } from './lab-fault.ts';
import { changeByte, cutAfter, inLongAnswers, inPieces, silenceAfter } from './means/outputs.ts';

export const TRANSFER_FAULTS = {
  'drop-in-scp': {
    title: 'dropped at byte k of an SCP transfer (200 values of k)',
    works: ['scp'],
    outcome: 'either',
    runs: 200,
    prepare: (router) => router.configuration.set('ip scp server enable'),
    make: (_random, share) => ({ makeOutput: () => cutAfter(Math.floor(share * 75_000)) }),
  },
  'scp-byte-changed': {
    title: 'one byte changed on the way, by SCP',
    works: ['scp'],
    outcome: 'loud',
    prepare: (router) => router.configuration.set('ip scp server enable'),
    make: () => ({ makeOutput: () => inLongAnswers(2000, changeByte) }),
  },
  'scp-disabled': {
    title: 'the router does not serve SCP',
    works: ['scp'],
    outcome: 'loud',
  },
  'scp-of-all-bytes': {
    title: 'NUL and 8-bit bytes, by SCP in pieces of any size',
    works: ['scp'],
    outcome: 'exact',
    runs: 3,
    prepare: (router) => router.configuration.set('ip scp server enable'),
    makeFile: (random) => Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256))),
    make: (random) => ({ makeOutput: () => inPieces(random, 500) }),
  },
  'scp-silence': {
    title: 'half-open in the middle of an SCP transfer',
    works: ['scp'],
    outcome: 'loud',
    prepare: (router) => router.configuration.set('ip scp server enable'),
    make: () => ({ makeOutput: () => silenceAfter(30_000) }),
  },
} as const satisfies Record<string, LabFault>;
