/** Silence is an answer only inside the time of listening; it shows something only where nothing can be missing. */
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { type Answer, no, unknown, type Wanted } from './fact.ts';
import { gradeOfSilence, type Heard, listened } from './listening.ts';
import type { Scene } from './scene.ts';

export interface Silence {
  side: Side;
  heard: Heard;
  /** Since when; without it: for a minute before the message. */
  since?: TimedEvent | undefined;
  /** Until when; without it: until the message. */
  until?: TimedEvent | undefined;
  /** What was not there, as in `the log shows …`. */
  what: string;
  wants: Wanted[];
}

/** How much of a record must lie before the incident for its silence to mean something. */
const LOOK_BACK_MS = 60_000;

export function silent(scene: Scene, { side, heard, since, until, what, wants }: Silence): Answer {
  const { timeline, logs } = scene;
  const name = timeline.tunnel[side].name;
  const toMs = instantOn(scene, side, until ?? logs[0]);
  if (toMs === undefined) return unknown(`${name}'s record has no stamps: it shows ${what}`, wants);
  const fromMs = instantOn(scene, side, since) ?? toMs - LOOK_BACK_MS;
  const stretch = { side, fromMs: Math.min(fromMs, toMs - 1), toMs };
  const said = listened(timeline, heard, stretch);
  if (said !== 'yes') return unknown(`${name}'s record does not cover the time: it shows ${what}`, wants);
  return no(`${name}'s record shows ${what}`, [], gradeOfSilence(timeline, stretch), wants);
}

/** The event on this side's own clock. */
export function instantOn({ timeline }: Scene, side: Side, event: TimedEvent | undefined): number | undefined {
  if (event === undefined) return undefined;
  if (event.side === side) return event.at ?? undefined;
  const { offsetMs } = timeline.clock;
  if (event.commonAt === null || offsetMs === null) return undefined;
  return side === 'b' ? event.commonAt + offsetMs : event.commonAt;
}
