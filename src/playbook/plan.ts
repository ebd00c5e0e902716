/** A plan is the exact change to both routers, step by step, each step with its undo; plain JSON. */
import type { ConditionalDebugId } from '../ios/debugs.ts';
import type { TraceId } from '../ios/event-traces.ts';
import type { PlatformId } from '../ios/platforms/index.ts';
import type { Peer, Tunnel } from '../ipsec/peer.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { printed } from './dynamic.ts';
import type { PeerFacts } from './facts.ts';
import type { Foreign } from './foreign.ts';
import type { Role } from './ownership.ts';
import type { Retrieval } from './schema.ts';
import type { SettingId } from './settings.ts';
import type { Window } from './window.ts';

export type Mode = 'exec' | 'configure';

/** Lines typed in one mode; a refusal of any of them ends it. */
export interface Act {
  mode: Mode;
  lines: string[];
}

interface Change extends Act {
  /** Unique within its peer, for the journal: `guard`, `setting-console`, `logging`, `watch`, `condition`, `debug-isakmp`, `trace-ipsec`, `packets-ring`. */
  id: string;
  title: string;
  /** Undoes this step and nothing else. */
  undo: Act;
}

/** Sets one applet of ours. */
export interface AppletStep extends Change {
  kind: 'applet';
  role: Role;
  /** `FLAPTRAP-7f3a9c01-GUARD` */
  applet: string;
}

/** Makes the logging buffer hold the recording; whoever leaves last gives it back. */
export interface LoggingStep extends Change {
  kind: 'logging';
  /** What it sets the buffer to; null when another capture of ours had made it large enough, and nothing is typed. */
  bufferBytes: number | null;
}

/** Sets one line that decides whether debugs come onto record; given back like the buffer. */
export interface SettingStep extends Change {
  kind: 'setting';
  /** No line is typed where another capture of ours has set it. */
  setting: SettingId;
}

/** Switches one event trace on that was off; its mark as with a condition. */
export interface TraceStep extends Change {
  kind: 'trace';
  trace: TraceId;
  mark: string;
}

/** Lets debugs speak of one peer only; not undone while another capture of ours on this router stands with this mark. */
export interface ConditionStep extends Change {
  kind: 'condition';
  remote: string;
  mark: string;
}

/** Switches one debug family on; its mark as with a condition. */
export interface DebugStep extends Change {
  kind: 'debug';
  family: ConditionalDebugId;
  mark: string;
}

/** Keeps packets in a ring on IOS XE: its filter, or the ring itself; of this capture alone. */
export interface PacketsStep extends Change {
  kind: 'packets';
  captureId: string;
}

/** One change to one router, and how it is taken back. */
export type Step = AppletStep | LoggingStep | SettingStep | TraceStep | ConditionStep | DebugStep | PacketsStep;

/** Other captures on the router may need what it does. */
export type SharedStep = TraceStep | ConditionStep | DebugStep;

export function isShared(step: Step): step is SharedStep {
  return step.kind === 'condition' || step.kind === 'debug' || step.kind === 'trace';
}

/** A setting of the whole router: whoever of ours leaves last gives it back. */
export function isSetting(step: Step): step is LoggingStep | SettingStep {
  return step.kind === 'logging' || step.kind === 'setting';
}

/** True when it sets an applet of one of these roles. */
export function isApplet(step: Step, ...roles: readonly Role[]): boolean {
  return step.kind === 'applet' && roles.includes(step.role);
}

/** A file that the freeze leaves on the router's flash. */
export interface PlannedFile {
  /** The command whose output it holds. */
  command: string;
  /** `flash:flaptrap-7f3a9c01-show_logging.txt` */
  path: string;
  /** Not every release knows its command: that it is missing says nothing. */
  isOptional?: boolean | undefined;
}

/** A harmless applet that is run once, read back, and removed before anything relies on EEM for days. */
export interface PlannedProbe {
  applet: string;
  /** The file that it leaves, two lines when all is well. */
  path: string;
  /** Longer than the default maxrun. */
  waitSeconds: number;
  maxrunSeconds: number;
}

/** What must hold of a router for its trap to spring, and whether its running configuration proves it. */
export interface Statement {
  about: 'address' | 'peer' | 'router';
  /** `refuted`: the trap could never spring, and the router is not armed; `unproven`: nobody knows, and a person may look. */
  standing: 'proven' | 'refuted' | 'unproven';
  /** `192.0.2.1 is an address of hq` */
  claim: string;
  /** The line of the configuration, or what it lacks. */
  because: string;
  /** What a person may type, or change. */
  next?: string | undefined;
}

/** What is done to one router, in order. */
export interface PeerPlan {
  side: Side;
  name: string;
  platform: PlatformId;
  steps: Step[];
  files: PlannedFile[];
  /** Written last: when it is there, the freeze is complete. */
  marker: PlannedFile;
  /** Typed by flaptrap at arming and once more at the end, beside what the applet saves at the trigger. */
  snapshots: string[];
  /** The applet that freezes this router when it is run by name. */
  callApplet: string;
  /** Left out when the playbook asks for none. */
  probe?: PlannedProbe | undefined;
  /** What an engineer should know before saying yes. */
  warnings: string[];
  /** What of the tunnel its running configuration proves; empty when no device was asked. */
  proof: Statement[];
  facts: PeerFacts;
  /** The peer is not ours: it has no steps and no files, its platform and its facts say nothing, and nobody logs in to it. */
  foreign?: Foreign | undefined;
}

/** One of several peers of a hub: not ours. */
export interface Spoke extends Peer {
  foreign: Foreign;
}

/** The change to both routers; to apply it is to agree to its digest. */
export interface Plan {
  schema: 'flaptrap.plan/1';
  playbook: string;
  /** Eight hex digits, new each time: the mark of ownership on the routers. */
  captureId: string;
  /** SHA-256 in hex of everything that shapes the change; not of the time. */
  digest: string;
  leaseEndsAt: string;
  leaseSeconds: number;
  tailSeconds: number;
  /** The number under which the change was approved. */
  ticket?: string | undefined;
  /** The hours in which it may be armed. */
  window?: Window | undefined;
  /** From the trigger to the marker at most. */
  freezeSeconds: number;
  /** The ways by which evidence comes home, the first first. */
  retrieve: Retrieval[];
  tunnel: Tunnel;
  /** Where a is a hub: all its spokes, b the first of them. */
  spokes?: Spoke[] | undefined;
  peers: Record<Side, PeerPlan>;
}

/** The sides on which anything is done. */
export function managedOf({ peers }: Pick<Plan, 'peers'>): Side[] {
  return SIDES.filter((side) => peers[side].foreign === undefined);
}

/** The routers of a plan in a sentence: `both routers`, or the one that is ours by its name. */
export function sayRouters({ peers }: Pick<Plan, 'peers'>): { all: string; are: string; asBefore: string } {
  const [only, ...others] = managedOf({ peers });
  return others.length > 0 || only === undefined
    ? { all: 'both routers', are: 'both routers are', asBefore: 'both routers are as they were before' }
    : { all: peers[only].name, are: `${peers[only].name} is`, asBefore: `${peers[only].name} is as it was before` };
}

/** As the router of this side sees them: its own address, and the other's as it arrives; of a hub's spokes, the first. */
export function endsOfPlan({ tunnel }: Pick<Plan, 'tunnel'>, side: Side): { local: string; remote: string } {
  const remote = tunnel[other(side)];
  return { local: printed(tunnel[side].address), remote: printed(remote.natAddress ?? remote.address) };
}
