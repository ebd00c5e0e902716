/** In turn is how several boxes behind one NAT are heard: each by its own port, the one still there after the other came. */
import type { MessageEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { type Answer, no, unknown, type Wanted } from './fact.ts';
import type { Scene } from './scene.ts';

type Packet = TimedEvent & MessageEvent;

/** Two ports that both go on are two boxes behind one NAT, or one whose port goes to and fro. [C RFC 3947] */
export function byTurns(scene: Scene, packets: readonly Packet[], wants: Wanted[]): Answer | undefined {
  const turns = heardInTurn(packets);
  if (turns === undefined) return undefined;
  const { one, two, isByIkeSa } = turns;
  const evidence = scene.cite(one.ref, two.ref);
  const ports = `${scene.R} hears ${one.remote} port ${one.remotePort} and ${two.remote} port ${two.remotePort} in turn`;
  return isByIkeSa
    ? no(`${ports}, each with an IKE SA of its own: more than one box is behind the NAT`, evidence, 'suggested', wants)
    : unknown(`${ports}: one whose port goes to and fro, or more than one behind the NAT`, wants, evidence);
}

interface InTurn {
  /** Two ports of which neither fell silent for the other. */
  one: Packet;
  two: Packet;
  /** Each IKE SA kept its own port. */
  isByIkeSa: boolean;
}

const outerOf = ({ remote, remotePort }: Packet) => `${remote} ${remotePort}`;

/** Undefined where one port was heard no more once the next one was: what a NAT that changes its mind looks like. [C RFC 3947; L its silence] */
function heardInTurn(packets: readonly Packet[]): InTurn | undefined {
  const heard = packets.filter(({ direction }) => direction === 'received');
  const spans = spansOf(heard);
  const [one, two] = spans;
  if (one === undefined || two === undefined) return undefined;
  const isReplaced = spans.some((old) => spans.some((next) => old.last.ref < next.first.ref));
  return isReplaced ? undefined : { one: one.last, two: two.last, isByIkeSa: isOnePortEach(heard) };
}

function spansOf(heard: readonly Packet[]): { first: Packet; last: Packet }[] {
  const spans = new Map<string, { first: Packet; last: Packet }>();
  for (const packet of heard) {
    const span = spans.get(outerOf(packet));
    if (span === undefined) spans.set(outerOf(packet), { first: packet, last: packet });
    else span.last = packet;
  }
  return [...spans.values()];
}

/** Two ports, neither of which fell silent for the other. */
export function isInTurn(packets: readonly Packet[]): boolean {
  return heardInTurn(packets) !== undefined;
}

/** The connection ids of one router's log tell its IKE SAs apart. [C ike.md 1.3] */
function isOnePortEach(heard: readonly Packet[]): boolean {
  const outers = new Map<number | string, string>();
  return heard.every((packet) => {
    const ikeSa = packet.ikeSpis?.initiator ?? packet.connId;
    if (ikeSa === undefined) return false;
    const outer = outers.get(ikeSa) ?? outerOf(packet);
    outers.set(ikeSa, outer);
    return outer === outerOf(packet);
  });
}
