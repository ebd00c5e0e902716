/** Renewal is a new pair of SAs for the same traffic at both ends, or a session that came up again: then nothing is left to clear. */
import { namesAddress } from '../ipsec/address-in-text.ts';
import { other, SIDES } from '../ipsec/side.ts';
import { isSurelyBefore } from '../timeline/event-order.ts';
import { grouped } from '../timeline/grouped.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { flowOf } from './flow.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { countBefore, eventsOfKind, oncePerSide } from './views.ts';

export interface Renewal {
  event: TimedEvent;
  by: 'new-sa' | null;
  why: string;
}

export const renewalOf = oncePerScene((scene): Renewal | undefined => newPair(scene) ?? sessionUp(scene));

/** An initiator sends by the new pair as soon as it has it; by the older one no longer. [C RFC 7296 2.8] */
function newPair(scene: Scene): Renewal | undefined {
  const { timeline, incident, receiver, sa, R, S } = scene;
  const last = scene.logs.at(-1);
  const own = flowOf(scene.event(sa?.inbound.created ?? sa?.inbound.deleted));
  if (last === undefined || own === undefined) return undefined;
  const pairs = livingPairs(timeline, receiver).get(own);
  // Both are of R's own record: what it made behind the message stands behind it.
  const pair = pairs?.all
    .slice(countBefore(pairs.made, last.ref + 1))
    .find(({ spi, made, taken }) => spi !== incident.spi && isSurelyBefore(last, made) && isSurelyBefore(last, taken));
  if (pair === undefined) return undefined;
  const { spi, made, taken } = pair;
  const why = `${R} and ${S} made a new pair of SAs, ${spi}, for the same traffic`;
  return { event: made.ref > taken.ref ? made : taken, by: 'new-sa', why };
}

/** By flow, those that both ends made and neither deleted on record. */
const livingPairs = oncePerSide(({ childSas, events }, side) => {
  const pairs = childSas.flatMap(({ spi, receiver, inbound, outbound }) => {
    if (receiver !== side || inbound.deleted !== null || outbound.deleted !== null) return [];
    const made = events[inbound.created ?? inbound.installed ?? -1];
    const taken = events[outbound.created ?? outbound.switched ?? -1];
    return made === undefined || taken === undefined ? [] : [{ spi, made, taken }];
  });
  const byFlow = grouped(pairs, ({ made }) => [flowOf(made) ?? '']);
  return new Map(
    [...byFlow].map(([flow, own]) => {
      const all = own.toSorted((one, two) => one.made.ref - two.made.ref);
      return [flow, { all, made: all.map(({ made }) => made) }];
    }),
  );
});

/** `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP.  Peer 198.51.100.44:500`, `%GDOI-5-GM_REGS_COMPL: Registration to KS 192.0.2.9 complete …` [C L] */
const SESSION = /^CRYPTO-(?:IKEV2_)?SESSION_STATUS: .*\bis (UP|DOWN)\b/;
const REGISTERED = /^GDOI-GM_REGS_COMPL: /;

function sessionUp(scene: Scene): Renewal | undefined {
  const last = scene.logs.at(-1);
  if (last === undefined) return undefined;
  for (const side of SIDES) {
    const { name, address, natAddress } = scene.timeline.tunnel[other(side)];
    const told = eventsOfKind(scene.timeline, side, 'syslog').filter((event) => {
      const text = `${event.facility}-${event.mnemonic}: ${event.message}`;
      const isOfPeer = namesAddress(text, address) || (natAddress !== undefined && namesAddress(text, natAddress));
      return isSurelyBefore(last, event) && ((SESSION.test(text) && isOfPeer) || (side === scene.receiver && REGISTERED.test(text)));
    });
    const end = told.at(-1);
    if (end === undefined || /\bis DOWN\b/.test(end.message)) continue;
    const isGroup = end.mnemonic === 'GM_REGS_COMPL';
    return {
      event: end,
      by: null,
      why: isGroup ? `${scene.R} registered again, and has the group's keys` : `the session with ${name} came up again`,
    };
  }
  return undefined;
}
