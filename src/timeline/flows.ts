/** Flows of one unknown SPI are told apart by their addresses; a message whose address cannot be read may be of any of them. */
import { isOtherAddress } from '../ipsec/address.ts';
import type { InvalidSpiEvent } from '../ipsec/event.ts';
import type { TimedEvent } from './model.ts';

export type TimedInvalidSpi = TimedEvent & InvalidSpiEvent;

export interface Flow {
  events: TimedInvalidSpi[];
  /** Messages that may be of this flow or of another one, their addresses being masked or damaged. */
  perhaps: TimedInvalidSpi[];
}

/**
 * The message is limited for each flow: what comes again from one source goes on, the same SPI from many sources does not. [L seed.md 4]
 * Receivers draw their SPIs at random, so that a message without its source is of the one flow that there is. [C RFC 4301 4.1]
 */
export function flowsOf(group: readonly TimedInvalidSpi[]): Flow[] {
  const flows: Gathered[] = [];
  const unsure: TimedInvalidSpi[] = [];
  for (const event of group.toSorted((one, two) => readOf(two) - readOf(one))) {
    const fitting = flows.filter((flow) => mayHold(flow, event));
    const [only] = fitting;
    if (fitting.length > 1) unsure.push(event);
    else if (only === undefined) flows.push({ events: [event], perhaps: [], ends: new Map([[endsOf(event), event]]) });
    else {
      only.events.push(event);
      only.ends.set(endsOf(event), event);
    }
  }
  for (const event of unsure) for (const flow of flows) if (mayHold(flow, event)) flow.perhaps.push(event);
  return flows.map(({ events, perhaps }) => ({ events: events.toSorted(byRef), perhaps: perhaps.toSorted(byRef) }));
}

/** `ends`: one message for each pair of addresses, for thousands have the same. */
interface Gathered extends Flow {
  ends: Map<string, TimedInvalidSpi>;
}

function endsOf({ source, destination }: TimedInvalidSpi): string {
  return `${source ?? ''} ${destination ?? ''}`;
}

function mayHold({ ends }: Gathered, event: TimedInvalidSpi): boolean {
  return ends.has(endsOf(event)) || [...ends.values()].every((each) => mayBeOne(each, event));
}

export function byRef(one: TimedInvalidSpi, two: TimedInvalidSpi): number {
  return one.ref - two.ref;
}

/** How many of its two addresses could be read. */
function readOf({ source, destination }: TimedInvalidSpi): number {
  return Number(source !== undefined) + Number(destination !== undefined);
}

function mayBeOne(one: TimedInvalidSpi, two: TimedInvalidSpi): boolean {
  return !isOtherAddress(one.source, two.source) && !isOtherAddress(one.destination, two.destination);
}
