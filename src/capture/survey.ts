/** A survey asks the routers of a tunnel for their facts, and says why one must not be armed. */
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import { assumeFacts, type PeerFacts } from '../playbook/facts.ts';
import { endsOf } from '../playbook/make-plan.ts';
import { isManaged, managedSides, type Playbook } from '../playbook/playbook.ts';
import { proveTunnel, refutationsOf } from '../playbook/prove-tunnel.ts';
import { isUnlimited, refusalsOf } from '../playbook/warnings.ts';
import { onBothSides } from './both-sides.ts';
import { type CaptureContext, withRouter } from './context.ts';
import { askFacts } from './preflight.ts';

/** Longer than the largest configuration takes on a slow line. [B] */
const SURVEY_MS = 300_000;

/** A peer that is not ours is not asked. */
export async function survey(context: CaptureContext, playbook: Playbook): Promise<Record<Side, PeerFacts>> {
  return onBothSides(async (side) => {
    const peer = playbook.tunnel[side];
    if (!isManaged(peer)) return assumeFacts(peer);
    return withRouter(context, side, (cli) => askFacts(cli, peer, isUnlimited(playbook, side)), {
      totalMs: SURVEY_MS,
      signal: context.stop,
    });
  }, SIDES).catch((error: unknown) => {
    throw context.stop.aborted ? new FlaptrapError('stopped', 'stopped; nothing was changed') : error;
  });
}

/** Throws with every reason of both peers. */
export function requireArmable(playbook: Playbook, facts: Record<Side, PeerFacts>): void {
  const proofs = proveTunnel(playbook, facts);
  const reasons = managedSides(playbook).flatMap((side) =>
    [...refusalsOf(playbook, facts[side], endsOf(playbook, side), side), ...refutationsOf(proofs[side])].map(
      (reason) => `${playbook.tunnel[side].name}: ${reason}`,
    ),
  );
  if (reasons.length === 0) return;
  throw new FlaptrapError('preflight', 'the routers cannot be armed now', {
    answer: reasons.join('\n'),
    next: 'resolve this first; nothing was changed',
  });
}
