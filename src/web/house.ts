/** The house is all that the page has of the program behind it: the engine, the playbooks, the judge, the radar, and what happens. */
import type { CaptureState, Engine } from '../engine/engine.ts';
import type { RadarReport } from '../fleet/radar/report.ts';
import type { WaitingView } from '../run/waiting.ts';
import type { Desk } from './desk.ts';
import type { Feed } from './feed.ts';
import type { Judge } from './judge.ts';
import type { Rehearsals } from './rehearsals.ts';

export interface House {
  engine: Engine;
  desk: Desk;
  judge: Judge;
  rehearsals: Rehearsals;
  feed: Feed;
  watched: Watched;
  /** Undefined where nobody listens to the routers. */
  radar: (() => Promise<RadarReport>) | undefined;
  /** Which causes a rehearsal can inject. */
  causes: readonly string[];
  /** Where uploads lie while they are judged. */
  uploads: string;
  approvals: Approvals;
  /** Undefined while it is ready to work; else what is wrong, in words. */
  unready(): Promise<string | undefined>;
  /** In the text format of Prometheus. */
  metrics: (() => Promise<{ type: string; text: string }>) | undefined;
  /** ms since 1970. */
  now(): number;
}

/** What people have allowed a program to arm. */
export interface Approvals {
  give(digest: string, playbook: string, by: string): void;
  /** It is used up by that. */
  take(digest: string, playbook: string): { by: string } | undefined;
}

/** What this worker has last heard of its captures. */
export interface Watched {
  view(captureId: string): WaitingView | undefined;
  /** What was said last, the newest last. */
  lines(captureId: string): readonly string[];
}

export interface Incident {
  captureId: string;
  tunnel: string;
  /** ISO 8601. */
  at: string;
  incidents: number;
  sentence: string;
  link: string;
}

/** Of all captures, the newest first. */
export function incidentsOf(states: readonly CaptureState[]): Incident[] {
  return states
    .flatMap((state) =>
      state.bundles.map(({ at, incidents, sentence }, index) => ({
        captureId: state.captureId,
        tunnel: tunnelOf(state),
        at,
        incidents,
        sentence,
        link: `/captures/${state.captureId}/reports/${index + 1}`,
      })),
    )
    .sort((one, two) => (one.at < two.at ? 1 : -1));
}

export function tunnelOf({ peers }: Pick<CaptureState, 'peers'>): string {
  return `${peers.a.name} - ${peers.b.name}`;
}
