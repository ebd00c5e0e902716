/** `flaptrap lease` gives an armed capture another end, later or sooner, on both routers or on neither. */
import type { Command } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { parseDuration } from '../playbook/duration.ts';
import { operatorOf } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { hearCarried } from './follow.ts';
import { openWorker } from './open-worker.ts';
import { portsOf } from './ports.ts';
import { type Door, OUT, STATE } from './program/arguments.ts';
import { findRemembered } from './remembered.ts';
import type { Screen } from './screen.ts';
import { MEMORY } from './store-address.ts';

export interface LeaseOptions {
  state: string;
  out: string;
  store?: string;
  json?: boolean;
}

/** From now on, or until an instant. */
type LeaseEnd = { seconds: number } | { at: string };

export function defineLease(command: Command, { screen, end }: Door): void {
  command
    .option('--json', 'print the outcome as JSON')
    .option(...STATE)
    .option(...MEMORY)
    .option(...OUT)
    .addHelpText('after', LEASE_HELP)
    .action((capture: string, until: string, options: LeaseOptions) => end(lease(capture, until, options, screen)));
}

const LEASE_HELP = `
The end is given as how long the traps stand from now on (36h, 3d), or as an instant (2026-01-07T18:00Z): ten minutes from now at the earliest, within
a year at the latest. Sooner than before it shortens, later it extends.

Examples:
  flaptrap lease 7f3a9c01 5d
  flaptrap lease 7f3a9c01 2026-01-07T18:00Z`;

/** Without a zone an instant means another thing on another machine. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

function parseLeaseEnd(text: string): LeaseEnd {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return { seconds };
  const atMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return { at: new Date(atMs).toISOString() };
  throw new FlaptrapError('input', `${text} is no end of a lease`, {
    next: 'give how long from now, such as 36h, or an instant with its zone, such as 2026-01-07T18:00Z',
  });
}

export async function lease(captureId: string, asked: string, options: LeaseOptions, screen: Screen): Promise<number> {
  const until = parseLeaseEnd(asked);
  const found = await findRemembered(captureId, options, screen);
  if (found.address === undefined) throw inFiles(captureId);
  if (found.state.phase === 'ended')
    throw new FlaptrapError('input', `capture ${captureId} has ended: there is no lease to change`, { next: 'arm the tunnel again' });
  const ports = portsOf(screen, { state: options.state });
  const leaseEndsAt = 'at' in until ? until.at : new Date(ports.clock.now() + until.seconds * 1000).toISOString();
  await using worker = await openWorker(options.store, options.out, screen);
  const unhear = hearCarried(worker, { captureId }, { ports, screen });
  try {
    await worker.engine.setLease(captureId, leaseEndsAt, operatorOf(process.env));
  } finally {
    unhear();
  }
  const before = found.state.leaseEndsAt;
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.lease/1', captureId, leaseEndsAt, before }, null, 2));
  else screen.print(`${captureId}: armed until ${leaseEndsAt} (it was ${before})`, 'prose');
  return EXIT.done;
}

function inFiles(captureId: string): FlaptrapError {
  return new FlaptrapError('input', `capture ${captureId} is remembered in files: its lease stays as it is`, {
    next: `\`flaptrap disarm ${captureId}\`, then arm the tunnel again with another \`lease\` in the playbook`,
  });
}
