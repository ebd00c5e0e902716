/** Faults of the prompt and around it: noise, torn pieces, line ends, long names, a pager and a width that stay. */
import type { LabFault } from './lab-fault.ts';
import { noiseAt } from './means/noise.ts';
import { inPieces } from './means/outputs.ts';

export const PROMPT_FAULTS = {
  'banner-like-prompts': {
    title: 'a banner with lines that look like prompts',
    works: ['show'],
    outcome: 'exact',
    spec: { banner: '\n*** authorized use only ***\nrouter#\nhq>\nhq#\nPassword policy applies\n' },
  },
  'carriage-returns': {
    title: 'line ends of CR CR LF, with NULs and bells in between',
    works: ['show'],
    outcome: 'exact',
    make: () => ({ makeOutput: () => (bytes, wire) => wire.send(bytes.toString('latin1').replaceAll('\r\n', '\r\r\n\0')) }),
  },
  'long-hostname': {
    title: 'host name over 20 characters',
    works: ['push'],
    outcome: 'exact',
    spec: { hostname: 'branch-office-hamburg-edge-router-01' },
  },
  'noise-before-prompt': {
    title: 'syslog between the last line and the prompt',
    works: ['show', 'push'],
    outcome: 'either',
    runs: 8,
    make: (random) => ({ makeOutput: () => noiseAt('before the prompt', random) }),
  },
  'noise-behind-prompt': {
    title: 'syslog behind the prompt',
    works: ['show', 'push'],
    outcome: 'either',
    runs: 8,
    make: (random) => ({ makeOutput: () => noiseAt('behind the prompt', random) }),
  },
  'noise-inside-echo': {
    title: 'syslog inside an echo',
    works: ['show', 'push'],
    outcome: 'either',
    runs: 8,
    make: (random) => ({ makeOutput: () => noiseAt('inside the echo', random) }),
  },
  'noise-inside-prompt': {
    title: 'syslog inside the prompt',
    works: ['show', 'push'],
    outcome: 'either',
    runs: 8,
    make: (random) => ({ makeOutput: () => noiseAt('inside the prompt', random) }),
  },
  'noise-prompt-again': {
    title: 'syslog behind the prompt, which is said again',
    works: ['show', 'push'],
    outcome: 'either',
    runs: 8,
    make: (random) => ({ makeOutput: () => noiseAt('behind the prompt, said again', random) }),
  },
  'one-byte-at-a-time': {
    title: 'every byte by itself',
    works: ['show'],
    outcome: 'exact',
    make: (random) => ({ makeOutput: () => inPieces(random, 1) }),
  },
  'pager-left-on': {
    title: 'pager left on: `terminal length 0` refused',
    works: ['show'],
    outcome: 'exact',
    make: () => ({ onLine: (line) => (line.startsWith('terminal length') ? '% Authorization failed.\n' : undefined) }),
  },
  'random-pieces': {
    title: 'pieces of any size',
    works: ['push'],
    outcome: 'exact',
    runs: 5,
    make: (random) => ({ makeOutput: () => inPieces(random, 50) }),
  },
  'width-left-on': {
    title: 'lines shifted with `$`: `terminal width 0` refused',
    works: ['push'],
    outcome: 'either',
    make: () => ({ onLine: (line) => (line.startsWith('terminal width') ? '% Authorization failed.\n' : undefined) }),
  },
} as const satisfies Record<string, LabFault>;
