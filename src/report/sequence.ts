/** A sequence is the IKE messages of both ends as a mermaid sequence diagram, with the lost ones and the unknown SPIs. */
import { other, SIDES } from '../ipsec/side.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../timeline/model.ts';
import { sayOffset } from './clock-words.ts';
import { clockTime } from './instant.ts';
import { sayEvent } from './tell-event.ts';

/** More than that nobody reads in a ticket. */
export const MESSAGES_MAX = 50;

/** Undefined where there is no message, or too many. */
export function drawSequence(timeline: Timeline): string[] | undefined {
  const { messages, tunnel, clock } = timeline;
  if (messages.length === 0 || messages.length > MESSAGES_MAX) return undefined;
  const steps = [...messages.map((message) => drawMessage(message, timeline)), ...drawNotes(timeline)];
  return [
    'sequenceDiagram',
    ...SIDES.map((side) => `  participant ${side} as ${quoted(`${tunnel[side].name} (${tunnel[side].address})`)}`),
    `  Note over a,b: ${quoted(sayOffset(clock, tunnel) ?? "times are each router's own")}`,
    ...steps.toSorted((one, two) => one.atMs - two.atMs || one.ref - two.ref).map(({ line }) => `  ${line}`),
  ];
}

interface Drawn {
  atMs: number;
  /** Two at once stand as in the timeline. */
  ref: number;
  line: string;
}

/** Mermaid's arrows: `->>` arrives, `-x` is lost, `--)` nobody knows. [C mermaid: Sequence diagrams, Messages] */
const ARROWS: Readonly<Record<PairedMessage['fate'], string>> = {
  delivered: '->>',
  lost: '-x',
  'unseen-sender': '->>',
  unknown: '--)',
};
const FATES: Readonly<Record<PairedMessage['fate'], string>> = {
  delivered: '',
  lost: ', lost on the way',
  'unseen-sender': ', its sending was not recorded',
  unknown: ', not known whether it arrived',
};

function drawMessage({ from, fate, sent, received }: PairedMessage, { events }: Timeline): Drawn {
  const ref = sent ?? received ?? 0;
  const event = events[ref];
  const said =
    event === undefined ? '' : `${timeOf(event)}${sayEvent(tellingOf([event, events[received ?? ref]]))}${payloadsOf(event)}${FATES[fate]}`;
  return { ...placeOf(event, ref), line: `${from}${ARROWS[fate]}${other(from)}: ${quoted(said)}` };
}

/** One end may have logged what the other leaves out: which exchange it belongs to. */
function tellingOf([own, its]: [TimedEvent, TimedEvent | undefined]): TimedEvent {
  const isVague = own.kind === 'message' && own.exchange === undefined;
  return isVague && its?.kind === 'message' && its.exchange !== undefined ? its : own;
}

function payloadsOf(event: TimedEvent): string {
  if (event.kind !== 'message') return '';
  if (event.payloads.length > 0) return ` (${event.payloads.join(', ')})`;
  return event.isUnprinted === true ? ' (what it holds is not printed)' : '';
}

/** The first and the last message of each unknown SPI. */
function drawNotes({ incidents, events }: Timeline): Drawn[] {
  return incidents.flatMap(({ receiver, refs }) =>
    [...new Set([refs[0], refs.at(-1)])].flatMap((ref) => {
      const event = ref === undefined ? undefined : events[ref];
      if (ref === undefined || event === undefined) return [];
      return [{ ...placeOf(event, ref), line: `Note over ${receiver}: ${quoted(`${timeOf(event)}${sayEvent(event)}`)}` }];
    }),
  );
}

function placeOf(event: TimedEvent | undefined, ref: number): Pick<Drawn, 'atMs' | 'ref'> {
  return { atMs: event?.commonAt ?? event?.at ?? 0, ref };
}

function timeOf({ commonAt, at }: TimedEvent): string {
  const atMs = commonAt ?? at;
  return atMs === null ? '' : `${clockTime(new Date(atMs).toISOString())} `;
}

/** A semicolon ends a statement, `#` begins an entity, `%%` a comment: all but plain words is written by its number. [C mermaid: Entity codes] */
function quoted(text: string): string {
  return text.replaceAll(/[^\w .,:()+/=?'-]/gu, (character) => `#${character.codePointAt(0)};`).trim();
}
