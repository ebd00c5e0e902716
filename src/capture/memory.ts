/** The memory of a watch is what the journal says of one router: how it was before it was armed, and which steps were taken back on purpose. */
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan } from '../playbook/plan.ts';
import { type CaptureContext, noteOrSay } from './context.ts';
import type { Gauges } from './gauges.ts';
import type { JournalEntry } from './store.ts';

/** What was measured before arming. */
export type Baseline = Pick<Gauges, 'uptimeSeconds' | 'cpuPercent'>;

const GAUGES = 'gauges';

export function noteBaseline(context: CaptureContext, plan: Plan, side: Side, { uptimeSeconds, cpuPercent }: Baseline): Promise<void> {
  const detail = `uptime ${uptimeSeconds} cpu ${cpuPercent}`;
  return noteOrSay(context, plan.captureId, { side, step: GAUGES, what: 'measured', detail });
}

/** `uptime 1468800 cpu 5`; `undefined` where the router did not say. */
const MEASURED = /^uptime (?<uptime>\d+|undefined) cpu (?<cpu>\d+|undefined)$/;

/** Of each, what was measured last before arming; nothing when it cannot be read. */
export async function baselineOf(context: CaptureContext, plan: Plan, side: Side): Promise<Baseline> {
  const measured = (await journalOf(context, plan, side)).findLast(({ what }) => what === 'measured');
  const { uptime = '', cpu = '' } = MEASURED.exec(measured?.detail ?? '')?.groups ?? {};
  return { uptimeSeconds: figureOf(uptime), cpuPercent: figureOf(cpu) };
}

function figureOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Steps whose last word is `undone`. */
export async function undoneSteps(context: CaptureContext, plan: Plan, side: Side): Promise<Set<string>> {
  return undoneIn(await journalOf(context, plan, side));
}

export function undoneIn(journal: readonly JournalEntry[]): Set<string> {
  const undone = new Set<string>();
  for (const { step, what } of journal) {
    if (what === 'undone') undone.add(step);
    else if (what === 'intent') undone.delete(step);
  }
  return undone;
}

/** A record that is not believed says nothing here: whoever undoes says so. */
async function journalOf({ store }: CaptureContext, { captureId }: Plan, side: Side): Promise<JournalEntry[]> {
  try {
    return ((await store.read(captureId))?.journal ?? []).filter((entry) => entry.side === side);
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    return [];
  }
}
