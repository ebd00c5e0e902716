/** Agreeing to a plan: by the digest that was shown, by a yes that was given before, or by the answer to a question; never by default. */
import { requireArmable, survey } from '../capture/survey.ts';
import { hasErrors } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import type { PeerFacts } from '../playbook/facts.ts';
import type { Plan } from '../playbook/plan.ts';
import type { RunContext } from './context.ts';
import { type Draft, draftPlan } from './draft.ts';
import type { Ports } from './ports.ts';

/** A yes that was given before the plan was made. */
export interface Agreement {
  yes?: boolean | undefined;
  /** At least the digits that a printed plan shows. */
  digest?: string | undefined;
}

const DIGEST_DIGITS = 16;

/** How long a question may stand open. */
const STALE_MS = 60_000;

/** What is shown of a digest, and enough to agree by. */
export function shortDigest({ digest }: Plan): string {
  return digest.slice(0, DIGEST_DIGITS);
}

/** The exact change to both routers by what they say of themselves; whether they may be armed is `requireArmable`'s to say. */
export async function previewPlan(context: RunContext): Promise<Draft & { facts: Record<Side, PeerFacts> }> {
  const facts = await survey(context, context.playbook);
  return { ...draftPlan(context.playbook, context.clock.now(), facts), facts };
}

/** Asks both routers, and throws unless they may be armed and the plan is agreed to. */
export async function agreedPlan(context: RunContext, agreement: Agreement): Promise<Plan> {
  const facts = await survey(context, context.playbook);
  requireArmable(context.playbook, facts);
  const { plan, diagnostics } = draftPlan(context.playbook, context.clock.now(), facts, context.nonce());
  if (diagnostics.length > 0) context.tell({ about: 'diagnostics', diagnostics });
  if (hasErrors(diagnostics)) throw new FlaptrapError('input', 'the applets have errors; nothing was changed', {});
  const askedMs = context.clock.monotonic();
  await requireAgreement(plan, agreement, context);
  if (context.stop.aborted) throw new FlaptrapError('stopped', 'stopped; nothing was changed');
  // The lease counts from the plan: what was thought over for long is asked anew, and armed only if it is the same.
  const isStale = context.clock.monotonic() - askedMs > STALE_MS;
  return isStale ? agreedPlan(context, { digest: plan.digest }) : plan;
}

/** Throws unless the plan is agreed to. */
export async function requireAgreement(plan: Plan, { yes, digest }: Agreement, { ask }: Pick<Ports, 'ask'>): Promise<void> {
  if (digest !== undefined) return requireDigest(plan, digest);
  if (yes === true || (await ask({ about: 'plan', plan }))) return;
  throw new FlaptrapError('digest', 'you did not agree; nothing was changed', {});
}

function requireDigest(plan: Plan, digest: string): void {
  if (digest.length >= DIGEST_DIGITS && plan.digest.startsWith(digest.toLowerCase())) return;
  throw new FlaptrapError('digest', 'the plan has changed since it was shown; nothing was changed on the routers', {
    tried: `digest ${digest}`,
    answer: `the digest of the plan is now ${shortDigest(plan)}`,
    next: 'read it again with `flaptrap plan`',
  });
}
