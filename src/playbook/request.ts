/** A request is everything that one peer's plan is made of. */
import type { Side } from '../ipsec/side.ts';
import type { PeerFacts } from './facts.ts';
import type { LoggingStep, SettingStep, Statement } from './plan.ts';
import type { ManagedPeer, Playbook } from './playbook.ts';
import type { Ends } from './triggers/trigger.ts';

export interface TemplateTexts {
  /** By name without extension: `watch`, `guard`. */
  templates: Readonly<Record<string, string>>;
  partials: Readonly<Record<string, string>>;
}

export interface PeerRequest {
  playbook: Playbook;
  side: Side;
  peer: ManagedPeer;
  /** The two ends as this router sees them. */
  ends: Ends;
  facts: PeerFacts;
  captureId: string;
  digest: string;
  leaseEndsAt: string;
  templates: TemplateTexts;
  /** What of the router itself is set, and given back. */
  settings: (LoggingStep | SettingStep)[];
  proof: Statement[];
}
