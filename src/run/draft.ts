/** A draft is the plan of a playbook on assumed facts, with its applets parsed back and linted: no device is touched. */
import { lintText } from '../applet/lint.ts';
import { loadTemplates } from '../applet/load.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Side } from '../ipsec/side.ts';
import { checkTrigger } from '../playbook/check-trigger.ts';
import { assumeFacts, type PeerFacts } from '../playbook/facts.ts';
import { makePlan } from '../playbook/make-plan.ts';
import { managedOf, type PeerPlan, type Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';

/** A plan and what is wrong with it. */
export interface Draft {
  plan: Plan;
  /** Of the trigger and of both rendered configurations; with an error among them the plan must not be applied. */
  diagnostics: Diagnostic[];
}

/**
 * Plans the change to both routers, renders its applets and lints them; no router is asked. `nowMs` is in ms since 1970. Without `facts` both
 * routers are assumed to be plain ones. `nonce` is something that no other arming has. Throws `input` when a value of the playbook cannot stand
 * in an applet.
 */
export function draftPlan(playbook: Playbook, nowMs: number, facts?: Record<Side, PeerFacts>, nonce?: string): Draft {
  const assumed = { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) };
  const plan = makePlan(playbook, facts ?? assumed, loadTemplates(), { nowMs, nonce });
  const diagnostics = managedOf(plan).flatMap((side) => lintText(appletText(plan.peers[side]), `${plan.peers[side].name}.cfg`, {}));
  return { plan, diagnostics: [...checkTrigger(playbook), ...diagnostics] };
}

/** The EEM configuration of one peer, as it is pushed: applets with `!` between them, ended with a line end. */
export function appletText({ steps }: PeerPlan): string {
  const applets = steps.filter(({ kind }) => kind === 'applet');
  return `${applets.map((step) => step.lines.join('\n')).join('\n!\n')}\n`;
}
