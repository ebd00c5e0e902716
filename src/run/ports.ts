/** Ports are what a run is given of the world by whoever starts it: a command, a worker, a page. */
import type { Clock } from '../capture/clock.ts';
import type { Progress } from '../capture/context.ts';
import type { SweepPlan } from '../capture/draft-sweep.ts';
import type { Auditor } from '../capture/overhear.ts';
import type { Store } from '../capture/store.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { FlaptrapError } from '../errors.ts';
import type { IkeVersion } from '../lab/device/router-spec.ts';
import type { Plan } from '../playbook/plan.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Judged } from './judge-read.ts';
import type { WaitingView } from './waiting.ts';
import type { Work } from './work.ts';

/** All that a run has of whoever starts it. */
export interface Ports {
  /** Hears what happens, as it happens. */
  say(news: News): void;
  /** True only for a yes. Throws where nobody can be asked, with what to do instead. */
  ask(question: Question): Promise<boolean>;
  /** Comes when the user wants to stop: waiting ends, undoing goes on. */
  stop: AbortSignal;
  clock: Clock;
  /** The memory of captures: what was meant and what was done. */
  journal: Store;
  /** Hears every line that is typed on a router; absent where nobody keeps an audit. */
  audit?: Auditor | undefined;
  /** Something that no other arming has. */
  nonce(): string;
}

/** What is said of a run, as it happens. */
export type News =
  /** `peer` is the name of the router that it is about. */
  | ({ about: 'progress'; peer?: string | undefined } & Progress)
  /** How a capture stands that waits: the newest replaces the one before. */
  | { about: 'waiting'; view: WaitingView }
  | { about: 'work'; work: Work }
  | { about: 'diagnostics'; diagnostics: readonly Diagnostic[] }
  | { about: 'bundle'; captureId: string; folder: string; judged: Judged; playbook: Playbook }
  /** `trouble`: why it could not be written. */
  | { about: 'report'; path: string; trouble?: FlaptrapError | undefined }
  /** `captureId`: its own, where it is known already. */
  | { about: 'next-capture'; capturesLeft: number; captureId?: string | undefined }
  /** `isTyped`: nobody is asked any more, it is removed now. */
  | { about: 'found'; planned: SweepPlan; isTyped: boolean }
  | { about: 'swept'; planned: SweepPlan; left: readonly string[] }
  | { about: 'rehearsal'; playbook: string; ike: IkeVersion; speed: number; routers: readonly string[] };

/** What only a person may decide: to apply a plan, or to take a trap away that still waits. */
export type Question = { about: 'plan'; plan: Plan } | { about: 'live-trap'; planned: SweepPlan };
