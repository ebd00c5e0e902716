/** A clear command takes SAs away: those of one peer or of all, and of them one entry, a map's or all. */
import { isSameAddress } from '../ipsec/address.ts';
import type { CommandEvent } from '../ipsec/event.ts';
import { other, type Side } from '../ipsec/side.ts';
import { type EspSpi, parseDecimalSpi, parseHexSpi } from '../ipsec/spi.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, hasOwnStamp } from './apart.ts';
import { anyOf } from './clues.ts';
import type { Scene } from './scene.ts';

/** `clear crypto sa peer 192.0.2.1`, `clear crypto session`, `do clear crypto isakmp 3`, `clear crypto ikev2 sa`; counters and statistics harm nobody, and `?` asks for help.
 * From the first word on: `show … | include clear crypto sa`, `alias exec ccs clear crypto session` and `action 3.0 cli command "clear …"` clear nothing. [C] */
const CLEARS =
  /^\s*(?:do\s+)?clear crypto (?:sa|session|ike(?:v[12])? sa|isakmp(?: sa)?|ipsec sa)\b(?![^\n]*\?)(?!\s+(?:count|stat|diag|error|call|default|profile))(.*)/i;
/** `peer 192.0.2.1`, `remote 192.0.2.1`, `peer vrf-name 192.0.2.1`: one peer alone */
const ONE_PEER = /\b(?:peer|remote)\b.*?(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)/i;
/** A map, a VRF, one entry, one connection: whether X is of it the command does not say. [L] */
const NARROWED = /\b(?:map|vrf|fvrf|ivrf|entry|spi|local|username|isakmp\s+\d+|ikev2 sa psh)\b/i;
/** `entry 198.51.100.1 esp 0xB761863E`: the SA to that destination with that SPI. [C Cisco, clear crypto sa] */
const ENTRY = /\bentry\s+\S+\s+(?:esp|50)\s+(?:(0x[0-9a-f]{1,8})|(\d{1,10}))\b/i;

/** False for a clear of somebody else's SAs alone, or of one that is not X. `side`: where it was typed. */
export function clearsTunnel(command: string, scene: Scene, side: Side = scene.receiver): boolean {
  const [, rest] = CLEARS.exec(command) ?? [];
  if (rest === undefined || !isOfPeer(ONE_PEER.exec(rest)?.[1], scene, side)) return false;
  const entry = entryOf(rest);
  return entry === undefined || isOfPair(entry, scene);
}

/** It names some of the SAs, and not X. */
export function isNarrowed(text: string): boolean {
  return entryOf(text) === undefined && NARROWED.test(text.replace(ONE_PEER, ''));
}

/** It names no peer, or this one. */
export function isOfPeer(named: string | undefined, { timeline }: Scene, side: Side): boolean {
  const { address, natAddress } = timeline.tunnel[other(side)];
  return named === undefined || isSameAddress(named, address) || isSameAddress(named, natAddress);
}

function entryOf(text: string): EspSpi | undefined {
  const [, hex, decimal] = ENTRY.exec(text) ?? [];
  return hex === undefined ? parseDecimalSpi(decimal ?? '') : parseHexSpi(hex);
}

/** The lines of one act. [L] */
const ONE_ACT_MS = 100;

/** X itself, or the half that R made with it: who clears the one deletes its sibling too. [C Cisco, clear crypto sa] */
function isOfPair(entry: EspSpi, scene: Scene): boolean {
  const { timeline, receiver, sender, sa, incident } = scene;
  if (entry === incident.spi) return true;
  const half = timeline.childSas.find(({ spi, receiver: owner }) => spi === entry && owner === sender);
  const isOneAct = (one: TimedEvent | undefined, two: TimedEvent | undefined) => {
    const gap = apart(one, two);
    return one?.side === receiver && gap !== undefined && gap.leastMs <= ONE_ACT_MS && gap.mostMs >= -ONE_ACT_MS;
  };
  return isOneAct(scene.event(half?.outbound.created), scene.event(sa?.inbound.created));
}

/** The SAs go at once, and are printed within seconds. [L] */
const WITH_CLEAR_MS = 5000;

/** The clear that was typed at one end right before that end deleted X; without a stamp it is the last line but the deletion's own. */
export function clearedAt(scene: Scene, side: Side, gone: TimedEvent): TimedEvent | undefined {
  const typed = anyOf(scene, side, 'command', isTypedClear);
  return typed.findLast((event) => {
    if (event.ref > gone.ref || event.isRefused === true || isNarrowed(event.command) || !clearsTunnel(event.command, scene, side))
      return false;
    const gap = apart(event, gone) ?? apart(stampedBehind(scene, event), gone);
    return gap !== undefined && gap.leastMs <= WITH_CLEAR_MS && gap.mostMs >= 0;
  });
}

const isTypedClear = ({ command }: CommandEvent) => isClear(command);

/** Of whatever SAs. */
export const isClear = (command: string): boolean => CLEARS.test(command);

/** The next stamp of its file: a command that has none was typed before it. */
export function stampedBehind(scene: Scene, { side, file, line, ref }: TimedEvent): TimedEvent | undefined {
  return scene.eventsOf(side).find((event) => event.file === file && event.line > line && event.ref > ref && hasOwnStamp(event));
}
