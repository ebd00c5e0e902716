/** Building the timeline lays both peers' records on one clock, pairs their messages and folds every SA's life. */
import type { Bundle } from '../bundle/bundle.ts';
import { snapshotOf } from '../bundle/snapshot.ts';
import { unknownSpiText } from '../ios/log-shut.ts';
import { bySide, other, SIDES, type Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import { type Addresses, addressesOf, belongsToTunnel, isAddressIn } from './addresses.ts';
import { askedOf, oldAmong } from './capture-end.ts';
import { estimateClock, estimateOfProbes } from './clock.ts';
import { claimOffset } from './clock-claim.ts';
import { logsFromElsewhere } from './elsewhere.ts';
import { putRight } from './exchanged.ts';
import { foldChildSas } from './fold-child-sas.ts';
import { withoutForeign } from './foreign.ts';
import { recordedOf, timedOf } from './grouped.ts';
import { nameIkeSas } from './ike-sa-names.ts';
import { foldIncidents, manySourcedSpis } from './incidents.ts';
import { whatLacks } from './lacks.ts';
import { ledgerOf } from './ledger.ts';
import { withMeasuredSteps } from './measured-step.ts';
import type { TimedEvent, Timeline } from './model.ts';
import { orderEvents } from './order.ts';
import { isGroupMember, listedBySender } from './own-messages.ts';
import { pairMessages } from './pair.ts';
import { pairPackets } from './pair-packets.ts';
import { withConditions } from './peer-conditions.ts';
import { provenGaps, withGaps, withoutGaps } from './proven-gaps.ts';
import { type PeerRecord, recordingOf, recordOf } from './record.ts';
import { shortLogs, withShort } from './short-log.ts';
import { shutLogs, unheardIn } from './shut-logs.ts';
import { snapshotsOf, stateOf } from './states.ts';
import { doubtsOfOrder, doubtsOfTime } from './time-doubts.ts';
import { nameTraced } from './traced-messages.ts';
import { takeBorne } from './two-numbers.ts';
import { withUnprinted } from './unprinted-exchanges.ts';
import { isYearKnown, yearOf } from './year.ts';
import { onLogClock } from './zones.ts';

/** What a bundle itself may not tell. */
export interface TimelineOptions {
  /** ms since 1970: the year of stamps without one is taken from here when the bundle does not tell it. */
  now?: number | undefined;
  /** Hears how many characters of the logs have been read, piece by piece. */
  heard?: ((characters: number) => void) | undefined;
}

/** Common instants are on a's clock, in ms since 1970, with their bound; what cannot be placed has null. Never throws, however little there is. */
export function buildTimeline(bundle: Bundle, { now, heard }: TimelineOptions = {}): Timeline {
  const read = readSides(bundle, { now, heard });
  const ofOrder = doubtsOfOrder(read.all);
  const right = putRight(bundle, read.all);
  if (right !== undefined) return buildTimeline(right, { now, heard });
  const { addresses, states, records, clock, listening, recordings, stampedIn } = listen(bundle, read);
  const events = orderEvents(records, clock);
  const messages = pairMessages(events, { listening, clock });
  const childSas = foldChildSas(events, messages, addresses);
  const known = { events, states, stampedIn };
  const old = new Set<TimedEvent>(timedOf(events, 'invalid-spi').filter(oldAmong(known, bundle.manifest)));
  for (const { side } of old) recordings[side].oldInvalidSpis += 1;
  const ends = bySide((side) => ({ ...askedOf(side, known, bundle.sides[side]), gaps: recordings[side].gaps }));
  const young = old.size === 0 ? events : events.filter((event) => !old.has(event));
  return {
    schema: 'flaptrap.timeline/1',
    tunnel: bundle.tunnel,
    clock,
    claim: claimOf(bundle, clock, stampedIn),
    isYearKnown: isYearKnown(bundle),
    stampedIn,
    events,
    messages,
    childSas,
    incidents: foldIncidents(young, addresses, childSas, ends),
    packets: pairPackets(bundle.sides, addresses),
    recordings,
    listening,
    states,
    snapshots: bySide((side) => snapshotsOf(side, bundle.sides[side], addresses[other(side)])),
    readings: SIDES.flatMap((side) => read.all[side].readings),
    isExchanged: bundle.isExchanged,
    ...whatLacks(bundle, records, events, [...ofOrder, ...doubtsOfTime(read.all, clock)]),
  };
}

/** Each side's files as records, before anybody asks whose they are. */
function readSides(bundle: Bundle, { now, heard }: TimelineOptions) {
  const context = bySide((side) => yearOf(bundle, side, now));
  return { context, all: takeBorne(bySide((side) => recordOf(bundle.sides[side], { side, ...context[side], heard }))) };
}

/** What is of this tunnel, on which clock, and when each side listened. */
function listen(bundle: Bundle, { context, all }: ReturnType<typeof readSides>) {
  const addresses = addressesOf(bundle.tunnel, all);
  const states = bySide((side) => {
    const files = bundle.sides[side].filter(({ name }) => snapshotOf(name) === undefined);
    return onLogClock(stateOf(side, files, addresses[other(side)]), context[side].zone, all[side]);
  });
  const ownership = {
    addresses,
    states,
    spis: new Set([...spisOf(all, addresses), ...listedBySender(all, states)]),
    isMember: bySide((side) => isGroupMember(all[side], states[side], bundle.sides[side])),
  };
  const own = bySide((side) => withoutForeign(all[side], ownership));
  const stampedIn = bySide((side) => all[side].stampedIn);
  const named = withMeasuredSteps(nameIkeSas(bySide((side) => nameTraced(own[side].record))));
  const clock = estimateClock(named, bundle.manifest?.clockProbes ?? []);
  const shut = bySide((side) => {
    const askedMs = stampedIn[side].isKnown ? states[side].clockAt?.value : undefined;
    const peer = bundle.tunnel[other(side)];
    const message = unknownSpiText(bundle.tunnel[side].address, peer.natAddress ?? peer.address);
    return shutLogs(all[side], bundle.sides[side], { askedMs, message });
  });
  const told = bySide((side) => {
    const own = new Set(SIDES.flatMap((each) => [...addresses[each]]));
    return withConditions(ledgerOf(named[side], bundle.sides[side], shut[side]), named[side], { files: bundle.sides[side], own });
  });
  const gaps = provenGaps(named, { listening: told, clock });
  const records = bySide((side) => withGaps(named[side], gaps[side]));
  const ledgers = bySide((side) => withoutGaps(told[side], gaps[side]));
  const listening = bySide((side) => withUnprinted(side, records, { listening: ledgers, clock }));
  const otherwiseShut = (side: Side) => {
    const elsewhere = logsFromElsewhere(all[side], bundle.sides[side], bundle.tunnel);
    return withShort(withShort(elsewhere, shut[side]), shortLogs(all[side], all[other(side)], bundle.sides[side]));
  };
  const recordings = bySide((side) => ({
    ...recordingOf(records[side], own[side].foreign),
    ...unheardIn(records[side], listening[side], otherwiseShut(side)),
  }));
  return { addresses, states, stampedIn, records, clock, listening, recordings };
}

function claimOf({ tunnel, manifest }: Bundle, clock: Timeline['clock'], stampedIn: Timeline['stampedIn']): Timeline['claim'] {
  const names = bySide((side) => tunnel[side].name);
  return claimOffset(clock, stampedIn, { names, probed: estimateOfProbes(manifest?.clockProbes ?? []) });
}

/** SPIs that a record ties to this tunnel by a whole address: of its SAs, and those that a message calls unknown. */
function spisOf(records: Record<Side, PeerRecord>, addresses: Addresses): Set<EspSpi> {
  const spis = new Set<EspSpi>();
  for (const side of SIDES) {
    const { events } = records[side];
    for (const { event } of recordedOf(events, 'child-sa'))
      if (event.spi !== undefined && belongsToTunnel(event, addresses)) spis.add(event.spi);
    for (const { event } of recordedOf(events, 'invalid-spi'))
      if (SIDES.some((each) => isAddressIn(addresses[each], event.source))) spis.add(event.spi);
  }
  for (const spi of manySourcedSpis(SIDES.map((side) => records[side].events))) spis.add(spi);
  return spis;
}
