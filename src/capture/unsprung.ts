/** Unsprung is a trap that the messages it waits for have passed by: nobody must take its silence for a tunnel that is well. */
import type { Cli } from '../device/cli.ts';
import { FlaptrapError } from '../errors.ts';
import { readLastRun } from '../ios/shows/eem.ts';
import type { Side } from '../ipsec/side.ts';
import { type AppletStep, isApplet, managedOf, type PeerPlan, type Plan } from '../playbook/plan.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { PROBE_COMMANDS } from './probe.ts';

/** `event syslog pattern "…"` of a trap that waits for a message. */
const PATTERN = /^ ?event syslog .*?pattern "(?<pattern>[^"|]+)"/;
/** [C] as recorded, eem.md 9 */
const COUNTED = /regexp = (?<count>\d+)/;

export type Heard = Partial<Record<Side, number | undefined>>;

export function countCommand(pattern: string): string {
  return `show logging | count ${pattern}`;
}

/** What the trap of a router waits for; undefined where that is no message. */
export function awaited({ steps }: Pick<PeerPlan, 'steps'>): string | undefined {
  return trapOf({ steps })?.lines.flatMap((line) => PATTERN.exec(line)?.groups?.['pattern'] ?? [])[0];
}

/** How many of them each log holds; nothing of a router that cannot say. */
export async function countAwaited(context: CaptureContext, plan: Plan): Promise<Heard> {
  return onBothSides((side) => countOn(context, plan, side), managedOf(plan));
}

/** Undefined when the trap had no reason to spring, or has run as it should: what it lets pass it runs for as well. */
export async function findUnsprung(context: CaptureContext, plan: Plan, before: Heard): Promise<FlaptrapError | undefined> {
  const after = await countAwaited(context, plan);
  const suspects = managedOf(plan).filter((side) => (after[side] ?? 0) > (before[side] ?? Number.POSITIVE_INFINITY));
  for (const side of suspects) {
    const trap = trapOf(plan.peers[side])?.applet ?? '';
    const history = await withRouter(context, side, (cli) => ask(cli, PROBE_COMMANDS.history(trap))).catch(orNothing);
    if (readLastRun(history ?? '', trap) !== 'success') return unsprung(plan.peers[side], trap, history);
  }
  return undefined;
}

function trapOf({ steps }: Pick<PeerPlan, 'steps'>): AppletStep | undefined {
  return steps.find((step): step is AppletStep => isApplet(step, 'WATCH'));
}

async function countOn(context: CaptureContext, plan: Plan, side: Side): Promise<number | undefined> {
  const pattern = awaited(plan.peers[side]);
  if (pattern === undefined) return undefined;
  const answer = await withRouter(context, side, (cli) => ask(cli, countCommand(pattern))).catch(orNothing);
  const count = COUNTED.exec(answer ?? '')?.groups?.['count'];
  return count === undefined ? undefined : Number(count);
}

async function ask(cli: Cli, command: string): Promise<string> {
  const result = await cli.tryExec(command);
  return result.ok ? result.answer : '';
}

/** A router that cannot be reached now says nothing of its trap. */
function orNothing(error: unknown): undefined {
  if (!(error instanceof FlaptrapError)) throw error;
}

function unsprung({ name, steps }: PeerPlan, trap: string, history = ''): FlaptrapError {
  return new FlaptrapError(
    'no-capture',
    'the message that the trap waits for was logged while it was armed, and the trap has not run to its end',
    {
      peer: name,
      tried: countCommand(awaited({ steps }) ?? ''),
      answer: history.trim(),
      next: `look at show event manager history events and show logging for ${trap}: EEM did not do on this release what the trap needs`,
    },
  );
}
