/** Agreeing to a plan: by the digest that was shown, by --yes, or by a typed yes; never by default. */
import { FlaptrapError } from '../errors.ts';
import type { Plan } from '../playbook/plan.ts';
import { printPlan } from './print-plan.ts';
import type { Screen } from './screen.ts';

export interface Agreement {
  yes?: boolean | undefined;
  digest?: string | undefined;
}

/** As many hex digits as `plan` shows. */
const DIGEST_DIGITS = 16;

/** Throws unless the plan is agreed to. */
export async function requireAgreement(plan: Plan, { yes, digest }: Agreement, screen: Screen): Promise<void> {
  if (digest !== undefined) return requireDigest(plan, digest);
  if (yes === true) return;
  const next = `look at it with \`flaptrap plan\`, then give --digest ${plan.digest.slice(0, DIGEST_DIGITS)} or --yes`;
  if (!screen.isInteractive) throw new FlaptrapError('digest', 'the plan was not agreed to; nothing was changed', { next });
  screen.tell(printPlan(plan));
  if (!(await screen.confirm('apply this plan?'))) throw new FlaptrapError('digest', 'not agreed; nothing was changed', {});
}

function requireDigest(plan: Plan, digest: string): void {
  if (digest.length >= DIGEST_DIGITS && plan.digest.startsWith(digest.toLowerCase())) return;
  throw new FlaptrapError('digest', 'the plan is not the one that was shown; nothing was changed', {
    tried: `digest ${digest}`,
    answer: `the plan now has digest ${plan.digest.slice(0, DIGEST_DIGITS)}`,
    next: 'look at it again with `flaptrap plan`',
  });
}
