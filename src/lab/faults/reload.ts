/** Faults of a router that reloads in the middle of something. */
import type { LabFault } from './lab-fault.ts';

export const RELOAD_FAULTS = {
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
} as const satisfies Record<string, LabFault>;
