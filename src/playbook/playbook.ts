/** A playbook is what the engineer asks for, checked and with every default filled in; plain JSON. */
import { parseDuration } from './duration.ts';
import type { PlaybookDocument } from './schema.ts';

/** Both peers, their logins, and what springs, records and ends the trap; spans in seconds. */
export interface Playbook extends Omit<PlaybookDocument, 'tail' | 'lease' | 'poll'> {
  tailSeconds: number;
  leaseSeconds: number;
  pollSeconds: number;
}

export type PlaybookPeer = PlaybookDocument['tunnel']['a'];
export type Login = PlaybookDocument['logins'][string];

export function normalise({ tail, lease, poll, ...rest }: PlaybookDocument): Playbook {
  return { ...rest, tailSeconds: seconds(tail), leaseSeconds: seconds(lease), pollSeconds: seconds(poll) };
}

/** The schema has refused everything that is no duration. */
function seconds(text: string): number {
  return parseDuration(text) ?? 0;
}

/** What must be free on each router's flash, in bytes. */
export function flashBytesOf({ budget }: Playbook): number {
  return budget.flashMegabytes * 1_000_000;
}
