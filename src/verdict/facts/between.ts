/** Between two looks: what shows at arming, at the trigger and at the end differ by: an SA that was there and is gone, counters that rose or stood. */
import type { Citation } from '../../ipsec/citation.ts';
import type { Side } from '../../ipsec/side.ts';
import type { Cited, PeerState } from '../../timeline/state.ts';
import { citeShown, saIn } from '../clues.ts';
import { type Fact, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';

/** In the order in which they were taken: at arming, at the trigger, at the end. */
function looksAt({ timeline }: Scene, side: Side): PeerState[] {
  const { arming, end } = timeline.snapshots[side];
  return [arming, timeline.states[side], end].flatMap((state) => state ?? []);
}

/** The line of the first look that lists X, at R or at S. */
export function listedIn(scene: Scene, side: Side): Citation[] {
  const direction = side === scene.receiver ? 'inbound' : 'outbound';
  return looksAt(scene, side)
    .flatMap((state) => citeShown(saIn(state, scene.incident.spi, direction)))
    .slice(0, 1);
}

export const listedThenGone: Fact = {
  id: 'listed-then-gone',
  link: 'forgot',
  question: 'Did R list X as inbound at arming, and no longer at the message or at the end?',
  ask: (scene) => {
    const { R, X, receiver, incident, timeline } = scene;
    const wants = [show('R', 'show crypto ipsec sa', 'before the end'), show('R', 'show crypto ipsec sa')];
    const { arming } = timeline.snapshots[receiver];
    const had = arming === undefined ? undefined : saIn(arming, incident.spi, 'inbound');
    const later = looksAt(scene, receiver).filter((state) => state !== arming && state.ipsecSas !== undefined);
    const [still] = later.flatMap((state) => saIn(state, incident.spi, 'inbound') ?? []).slice(-1);
    if (had === undefined)
      return arming?.ipsecSas === undefined
        ? unknown(`what ${R} listed at arming was not captured`, wants)
        : no(`${R} did not list ${X} at arming`, [], 'suggested', wants);
    if (still !== undefined) return no(`${R} lists ${X} at arming and afterwards`, citeShown(had, still));
    if (later.length === 0) return unknown(`what ${R} lists after arming was not captured`, wants, citeShown(had));
    // Whether it went before or behind the message the tables do not say; IOS drops what it does not have.
    return yes(`${R} listed ${X} at arming, and no longer lists it`, citeShown(had), 'suggested', wants);
  },
};

export const countedOn: Fact = {
  id: 'counted-on',
  link: 'sends',
  question: "Does S's own count of X show that it sent with X behind the message?",
  ask: (scene) => {
    const { S, X, sender, incident, timeline } = scene;
    const wants = [show('S', 'show crypto ipsec sa'), show('S', 'show crypto ipsec sa', 'after the message')];
    const { end } = timeline.snapshots[sender];
    const [then, since] = [timeline.states[sender], end].map((state) =>
      state === undefined ? undefined : saIn(state, incident.spi, 'outbound'),
    );
    const [before, after] = [then?.value.remainingKilobytes, since?.value.remainingKilobytes];
    if (before === undefined || after === undefined) return unknown(`${X} was not counted at ${S} at the message and at the end`, wants);
    if (after < before) return yes(`${S} sent ${before - after} kB with ${X} behind the message`, citeShown(then, since));
    return no(`the count of ${X} at ${S} stood still behind the message`, citeShown(then, since), 'suggested', wants);
  },
};

/** Of this peer alone; the whole data plane counts other tunnels' packets too. */
const INVALID = /^pkts invalid sa \(rcv\)$/;

function countIn({ counters }: PeerState): Cited<{ name: string; count: number }> | undefined {
  return counters?.find(({ value }) => INVALID.test(value.name));
}

export const droppedOn: Fact = {
  id: 'dropped-on',
  link: 'heals',
  question: 'Did R drop more packets of S for want of an SA between the message and the end?',
  ask: (scene) => {
    const { R, S, receiver, timeline } = scene;
    const wants = [show('R', 'show crypto ipsec sa detail'), show('R', 'show crypto ipsec sa detail', 'after the message')];
    const { end } = timeline.snapshots[receiver];
    const [then, since] = [countIn(timeline.states[receiver]), end === undefined ? undefined : countIn(end)];
    if (then === undefined || since === undefined) return unknown(`what ${R} dropped was not counted at the message and at the end`, wants);
    const more = since.value.count - then.value.count;
    if (more > 0) return yes(`${R} dropped ${more} more packets of ${S} behind the message`, citeShown(then, since), 'suggested', wants);
    // Counters begin anew with a reload, or with the SAs of the peer.
    if (more < 0) return unknown(`the counters of ${R} began anew behind the message`, wants, citeShown(then, since));
    return no(`${R} dropped nothing more of ${S} behind the message`, citeShown(then, since), 'suggested', wants);
  },
};
