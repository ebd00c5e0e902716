/**
 * An applet that is half typed is registered when the session that types it ends, however it ends; and a line that waits for its authorization is
 * carried out when the server answers: a router whose session was cut off is clean only when that session is over, and not before. That a session
 * which ends in an applet's mode leaves the applet, and one that is cut off its line, is assumed. [U]
 */
import type { Cli } from '../device/cli.ts';
import { otherHolders } from '../ios/shows/users.ts';
import type { Side } from '../ipsec/side.ts';
import type { Plan, Step } from '../playbook/plan.ts';
import type { CaptureContext } from './context.ts';
import { GAUGE_COMMANDS } from './gauges.ts';
import type { JournalEntry } from './store.ts';

/** A line that nobody types on is closed after ten minutes, unless it is configured otherwise. [C] CFCR, exec-timeout */
const OUTLAST_MS = 660_000;
const PAUSE_MS = { from: 5000, to: 60_000 };

/** By the journal of this router: steps that were begun, and nobody has said that they were done. */
export function halfTaken(plan: Plan, side: Side, journal: readonly JournalEntry[]): Step[] {
  return plan.peers[side].steps.filter(({ id }) => {
    const own = journal.filter((entry) => entry.side === side && entry.step === id);
    return own.findLast(({ what }) => what === 'intent' || what === 'done' || what === 'undone')?.what === 'intent';
  });
}

/** Terminal lines that sessions of the same account hold beside this one: ours of before, or a person's. */
export async function askOthers(cli: Cli): Promise<string[]> {
  const answer = await cli.tryExec(GAUGE_COMMANDS.users);
  return answer.ok ? otherHolders(answer.answer, cli.target.username) : [];
}

/** `clean` takes away what stands, and gives who else was there before it did; again until nobody is. */
export async function outlast(context: CaptureContext, side: Side, name: string, clean: () => Promise<readonly string[]>): Promise<void> {
  for (let waitedMs = 0; ; ) {
    const others = await clean();
    if (others.length === 0) return;
    const who = others.join(', ');
    if (waitedMs >= OUTLAST_MS) {
      const text = `still open on ${name}: ${who}; should one of them have been typing an applet of ours, \`flaptrap sweep\` finds it`;
      context.say({ side, text });
      return;
    }
    if (waitedMs === 0)
      context.say({
        side,
        text: `another session of this account is open on ${name} (${who}): it may have been typing, and is waited for`,
      });
    const pauseMs = Math.min(PAUSE_MS.to, Math.max(PAUSE_MS.from, waitedMs));
    await context.clock.sleep(pauseMs);
    waitedMs += pauseMs;
  }
}
