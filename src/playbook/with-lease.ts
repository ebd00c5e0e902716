/** A plan with another lease is the plan that was agreed to, its guards set to another end; nothing else of it changes. */

import { SIDES } from '../ipsec/side.ts';
import type { PeerPlan, Plan, Step } from './plan.ts';

/** ` event timer countdown time 259200 maxrun 90` */
export const COUNTDOWN = /^(?<head> event timer countdown time )(?<seconds>\d+)/;
/** ` action 010 if $_event_pub_sec lt 1767841200`: seconds since 1970 by the router's own clock. */
const SINCE_1970 = /^(?<head> action \S+ if \$_event_pub_sec (?:lt|ge) )(?<seconds>\d+)/;
const DESCRIPTION = /^ description flaptrap /;

/** `leaseEndsAt` in ISO 8601; earlier or later than the plan's own. */
export function withLeaseEnd(plan: Plan, leaseEndsAt: string): Plan {
  const seconds = Math.round((Date.parse(leaseEndsAt) - Date.parse(plan.leaseEndsAt)) / 1000);
  if (seconds === 0) return plan;
  const change = (line: string): string => changed(line, seconds, plan.leaseEndsAt, leaseEndsAt);
  const peers = Object.fromEntries(SIDES.map((side) => [side, peerWith(plan.peers[side], change)])) as Plan['peers'];
  return { ...plan, leaseEndsAt, leaseSeconds: plan.leaseSeconds + seconds, peers };
}

function peerWith(peer: PeerPlan, change: (line: string) => string): PeerPlan {
  const steps = peer.steps.map((step): Step => (step.kind === 'applet' ? { ...step, lines: step.lines.map(change) } : step));
  return { ...peer, steps };
}

function changed(line: string, seconds: number, before: string, after: string): string {
  if (DESCRIPTION.test(line)) return line.replace(` lease ${before}`, ` lease ${after}`);
  const { head, seconds: old } = (COUNTDOWN.exec(line) ?? SINCE_1970.exec(line))?.groups ?? {};
  if (head === undefined || old === undefined) return line;
  return `${head}${Math.max(1, Number(old) + seconds)}${line.slice(head.length + old.length)}`;
}
