/** A picture is all that a page draws of one bundle: the verdict in words, the timeline in columns, and whose lines its files are; plain JSON. */
import type { Bundle } from '../../bundle/bundle.ts';
import type { Side } from '../../ipsec/side.ts';
import type { ChildSa, Timeline } from '../../timeline/model.ts';
import { FACTS, type FactId } from '../../verdict/facts/index.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { sayChain } from '../chain-words.ts';
import { sayOffset } from '../clock-words.ts';
import { type Account, accountOf, type Explanation, explainIncident } from '../explanation.ts';
import { printListening } from '../listened.ts';
import {
  type EventColumns,
  eventColumns,
  type MessageColumns,
  messageColumns,
  type PacketColumns,
  packetColumns,
  spisOf,
} from './columns.ts';
import { headsOf, locatorOf, type TextHead } from './texts.ts';

export interface Picture {
  schema: 'flaptrap.picture/1';
  verdict: Verdict;
  /** One for each incident, in words. */
  told: { chain: string[]; explanation: Explanation | undefined; account: Account }[];
  /** By fact, with R, S and X for the peers and the SPI. */
  questions: Record<string, string>;
  /** In a sentence; how far b is ahead stands in the verdict. */
  clock: string;
  listened: string[];
  listening: Timeline['listening'];
  stampedIn: Timeline['stampedIn'];
  /** Counters that the shows printed. */
  counters: Record<Side, { name: string; count: number; file: string; line: number }[]>;
  events: EventColumns;
  messages: MessageColumns;
  childSas: ChildSa[];
  packets: PacketColumns | null;
  packetClock: string | null;
  peers: Timeline['peers'];
  files: NonNullable<Timeline['files']>;
  texts: TextHead[];
}

/** `timeline` and `verdict` cite what was handed in; the texts are those of the bundle. */
export function pictureOf(verdict: Verdict, timeline: Timeline, bundle: Bundle): Picture {
  const texts = headsOf(bundle, timeline.isExchanged);
  const spis = spisOf(timeline);
  const { packets } = timeline;
  return {
    schema: 'flaptrap.picture/1',
    verdict,
    told: verdict.incidents.map((incident, index) => ({
      chain: sayChain(incident, verdict),
      explanation: explainIncident(verdict, timeline, index),
      account: accountOf(incident, timeline, index),
    })),
    questions: Object.fromEntries(verdict.facts.map(({ fact }) => [fact, FACTS[fact as FactId].question])),
    clock:
      sayOffset(timeline.clock, timeline.tunnel)?.replace('+-', '\u00b1') ??
      `the offset between the two clocks is not known (${timeline.clock.method})`,
    listened: printListening(timeline),
    listening: timeline.listening,
    stampedIn: timeline.stampedIn,
    counters: { a: countersOf(timeline, 'a'), b: countersOf(timeline, 'b') },
    events: eventColumns(timeline.events, spis, locatorOf(texts)),
    messages: messageColumns(timeline.messages),
    childSas: timeline.childSas,
    packets: packets === null ? null : packetColumns(packets, spis),
    packetClock: packets === null ? null : packets.clock.method,
    peers: timeline.peers,
    files: timeline.files ?? [],
    texts,
  };
}

function countersOf({ states }: Timeline, side: Side): Picture['counters']['a'] {
  return (states[side].counters ?? []).map(({ value: { name, count }, file, line }) => ({ name, count, file, line }));
}
