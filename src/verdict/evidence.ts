/** Evidence is the lines by which a story is told: those of its cause's facts, every message, what stands around the end of X at either end, and whatever else its chain rests on. */
import { type Citation, citationOf } from '../ipsec/citation.ts';
import type { IkeSaEvent, SyslogEvent } from '../ipsec/event.ts';
import { citedEvent } from '../timeline/cited-events.ts';
import type { EventRef, Timeline } from '../timeline/model.ts';
import { AT_ONCE_MS, apart } from './apart.ts';
import type { CauseRule } from './cause.ts';
import type { Chain } from './chain.ts';
import { clearedAt } from './clear-command.ts';
import { anyOf } from './clues.ts';
import { endingOf } from './ending.ts';
import { factOf, type Inference } from './infer.ts';
import type { Scene } from './scene.ts';

/** The cause that was found, if any, and the chain that is told of it. */
export interface Told {
  cause: CauseRule | undefined;
  chain: Chain;
}

/** The lines of the facts that make it this world, in the order of the records, and every message. */
export function evidenceOf(scene: Scene, { answers }: Inference, { cause, chain }: Told): Citation[] {
  const facts =
    cause === undefined ? [] : [...cause.requires, ...cause.proves].filter((term) => answers[factOf(term).id].is === factOf(term).is);
  const lines = [
    ...facts.flatMap((term) => answers[factOf(term).id].evidence),
    ...scene.cite(...scene.incident.refs, ...(scene.sa?.deleteReceived ?? []), ...endAtSender(scene)),
    ...(cause?.id === 'delete-unsendable' ? scene.cite(...beforeEnd(scene)) : []),
  ];
  const each = new Map([...lines, ...unseenIn(chain, lines)].map((line) => [keyOf(line), citationOf(line)]));
  return Array.from(each.values(), (line) => ({ place: placeOf(line, scene.timeline.events), line }))
    .sort((one, two) => one.place - two.place || 0)
    .map(({ line }) => line);
}

const keyOf = ({ side, file, line }: Citation): string => `${side}/${file}:${line}`;

/** A sentence of the chain of which no line is among them brings its own: who reads it can look it up. */
function unseenIn({ forgot, told, sends, heals }: Chain, lines: readonly Citation[]): Citation[] {
  const seen = new Set(lines.map(keyOf));
  return [forgot, told, sends, heals].flatMap(({ evidence }) => (evidence.some((line) => seen.has(keyOf(line))) ? [] : evidence));
}

/** The end of X at S, with the clear that brought it about. */
function endAtSender(scene: Scene): EventRef[] {
  const gone = scene.event(scene.sa?.outbound.deleted);
  if (gone === undefined) return [];
  const clear = clearedAt(scene, scene.sender, gone);
  return clear === undefined ? [gone.ref] : [clear.ref, gone.ref];
}

/** `%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel10, changed state to down` [C] */
const LINE_DOWN = /^Line protocol on Interface Tunnel\S*, changed state to down/;

/** Since when R had no IKE SA by which to tell S, and the interface that went with X. */
function beforeEnd(scene: Scene): EventRef[] {
  const { receiver } = scene;
  const end = endingOf(scene)?.event;
  if (end === undefined) return [];
  const ended = anyOf(scene, receiver, 'ike-sa', isEnd).findLast(({ ref }) => ref < end.ref);
  const down = anyOf(scene, receiver, 'syslog', isLineDown).findLast((event) => {
    const gap = apart(event, end);
    return gap !== undefined && gap.leastMs <= AT_ONCE_MS && gap.mostMs >= -AT_ONCE_MS;
  });
  return [ended, down].flatMap((event) => event?.ref ?? []);
}

const isEnd = ({ change }: IkeSaEvent) => change === 'deleted';
const isLineDown = ({ message }: SyslogEvent) => LINE_DOWN.test(message);

/** What a show says stands behind all of the timeline. */
function placeOf(line: Citation, events: Timeline['events']): number {
  return citedEvent(events, line)?.ref ?? Number.POSITIVE_INFINITY;
}
