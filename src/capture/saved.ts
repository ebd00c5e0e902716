/**
 * Whoever saves a router's configuration while a trap stands saves the trap with it. Disarming takes it out of the running configuration alone: the
 * next reload brings the applets back, without their debugs and with a lease that begins anew, until the configuration is saved without them.
 * To save it is not ours: whatever else somebody is trying out there would be saved too. It is remembered until a router is seen without it.
 */
import type { Cli } from '../device/cli.ts';
import type { Side } from '../ipsec/side.ts';
import { readStanding } from '../playbook/standing.ts';
import type { JournalEntry } from './record-shape.ts';

/** [C] Cisco IOS Configuration Fundamentals Command Reference, show startup-config */
export const SAVED_COMMAND = 'show startup-config | include ^event manager applet FLAPTRAP-';

/** Where none is saved. Any other line may say why it could not be read: `startup-config file open failed (Device or resource busy)`. [L] */
const NONE = /^\s*(?:Using \d+ out of \d+ bytes.*|startup-config is not present)?\s*$/;

/** Captures whose applets are saved; undefined where the router does not tell: an account that may not read it costs no disarming. */
export async function askSaved(cli: Cli): Promise<string[] | undefined> {
  const answer = await cli.tryExec(SAVED_COMMAND).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  const saved = readStanding(answer.answer).map(({ captureId }) => captureId);
  return saved.length > 0 || answer.answer.split(/\r?\n/).every((line) => NONE.test(line)) ? saved : undefined;
}

/** What is new of one capture, as its journal has it; undefined where that is known, or where the router did not tell. */
export function newsOfSaved(journal: readonly JournalEntry[], side: Side, captureId: string, saved: readonly string[] | undefined) {
  if (saved === undefined || saved.includes(captureId) === savedSides(journal).includes(side)) return undefined;
  return { side, step: 'startup', what: saved.includes(captureId) ? 'saved' : 'unsaved' } as const;
}

/** The routers whose startup configuration holds it, as far as anybody has seen. */
export function savedSides(journal: readonly JournalEntry[]): Side[] {
  const sides = new Set<Side>();
  for (const { side, what } of journal) {
    if (what === 'saved') sides.add(side);
    if (what === 'unsaved') sides.delete(side);
  }
  return [...sides].sort();
}

export function saySaved(captureIds: readonly string[]): string {
  const whose = captureIds.length === 1 ? `capture ${captureIds[0]}` : `captures ${captureIds.join(', ')}`;
  return `its startup configuration holds the applets of ${whose}, since somebody saved it while they stood: they come back with the next reload, unless it is saved once more without them (\`write memory\`)`;
}
