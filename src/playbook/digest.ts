/** A digest names everything that shapes a plan, and nothing that does not: the same input has the same digest at any time. */
import { createHash } from 'node:crypto';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { PeerFacts } from './facts.ts';
import { interfaceOf } from './packets.ts';
import type { Playbook } from './playbook.ts';
import { namedAddresses } from './sorting.ts';

export interface PlanInput {
  playbook: Playbook;
  facts: Record<Side, PeerFacts>;
  /** The shows of each router: they follow the tunnel that its configuration tells of. */
  asked: Record<Side, readonly string[]>;
  /** The templates' own text, so that a changed template is another plan. */
  templates: Readonly<Record<string, string>>;
}

export function digestOf({ playbook, facts, asked, templates }: PlanInput): string {
  const faces = playbook.packets === false ? {} : { faces: SIDES.map((side) => interfaceOf(facts[side], playbook.tunnel[side].address)) };
  return sha256(canonical({ playbook, facts: { a: shaping(facts.a), b: shaping(facts.b) }, ...faces, asked, templates }));
}

/** New for each arming, since the same plan may be armed twice, even in one millisecond: eight hex digits. */
export function captureIdOf(digest: string, armedAtMs: number, nonce: string): string {
  return sha256(`${digest} ${armedAtMs} ${nonce}`).slice(0, 8);
}

/** What is read from a device changes by the minute; only this changes the plan. */
function shaping({ platform, loggingLine, bufferBytes, isBufferAtDebugging, settings, traces, standingRestores, ends }: PeerFacts): object {
  // The trap names the other peers of its router.
  return { platform, loggingLine, bufferBytes, isBufferAtDebugging, settings, traces, standingRestores, peers: namedAddresses({ ends }) };
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** Of any JSON, in whatever order its keys were written. */
export function digestOfJson(value: unknown): string {
  return sha256(canonical(value));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
