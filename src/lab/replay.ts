/**
 * A replay plays a chain of causes that was captured, without routers to log in to: R forgets its SA as it did, IKE is lost as it was, and
 * it is seen when S stops sending with it. What the lab believes of IKE stands in `lab.ts`; nothing here is a measurement.
 */
import type { PlatformId } from '../ios/platforms/index.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import { LabClock } from './clock.ts';
import { switchOn } from './device/device.ts';
import type { IkeVersion } from './device/router-spec.ts';
import type { Endpoint } from './ike/endpoint.ts';
import { sendEsp } from './ike/esp.ts';
import { dropChildren, dropIke, renew, silence } from './ike/moves.ts';
import { SHORT_PATH } from './ike/network.ts';
import type { Packet } from './ike/packet.ts';
import { SimulatedTunnel } from './ike/tunnel.ts';

/** How R loses the SA: at the end of its life, with a deletion, with its IKE SA first, or with all that it knows. */
export type Forgets = 'expires' | 'deletes' | 'deletes-with-ike' | 'forgets';

/** Times count in ms from when R forgets; what is lost are IKE messages alone. */
export interface ReplaySpec {
  ike: IkeVersion;
  receiver: Side;
  platforms: Readonly<Record<Side, PlatformId>>;
  lifetimeSeconds: Readonly<Record<Side, number>>;
  /** Between two probes; undefined: none. */
  dpdSeconds: Readonly<Record<Side, number | undefined>>;
  /** Invalid SPI recovery, at R. */
  recovers: boolean;
  forgets: Forgets;
  /** What expires at R goes without a DELETE. */
  isSilent: boolean;
  /** Of the SA when it is forgotten; of one that expires its own lifetime says it. */
  ageSeconds: number;
  /** S sends a packet this often. */
  trafficMs: number;
  /** From when on R has something to send; undefined: never. */
  speaksMs: number | undefined;
  losses: readonly { from: Side; fromMs: number; toMs: number }[];
  /** How long it is watched. */
  untilMs: number;
}

export interface Replayed {
  /** When S stopped sending with it; null when it had not until the end. */
  healedMs: number | null;
  by: 'delete' | 'rekey' | 'dpd' | 'expires' | null;
  told: 'in-time' | 'late' | 'lost' | 'not-sent';
  /** Packets that R dropped. */
  dropped: number;
}

const ADDRESSES: Readonly<Record<Side, string>> = { a: '192.0.2.1', b: '198.51.100.1' };
const START_AT_MS = Date.UTC(2026, 0, 5, 3);
/** By then the pair before it is gone. */
const LEAST_AGE_MS = 40_000;
/** More tell nothing more of when it ends. */
const PACKETS_MAX = 5000;
/** What arrives later was told late. */
const IN_TIME_MS = 1000;

export async function playReplay(spec: ReplaySpec, seed: number): Promise<Replayed> {
  const clock = new LabClock({ startAtMs: START_AT_MS, speed: 0 });
  const host = (side: Side) =>
    switchOn(
      {
        hostname: side,
        address: ADDRESSES[side],
        peerAddress: ADDRESSES[other(side)],
        platform: spec.platforms[side],
        offsetMs: 0,
        ike: spec.ike,
      },
      clock,
    );
  const tunnel = new SimulatedTunnel(clock, { a: host('a'), b: host('b') }, { seed, path: SHORT_PATH, ike: spec.ike });
  try {
    return await play(tunnel, spec);
  } finally {
    clock.stop();
  }
}

async function play(tunnel: SimulatedTunnel, spec: ReplaySpec): Promise<Replayed> {
  const { clock } = tunnel;
  const [receiver, sender] = [tunnel[spec.receiver], tunnel[other(spec.receiver)]];
  setUp(tunnel, spec);
  renew(sender);
  await clock.advance(LEAST_AGE_MS);
  const spi = sender.plane.outbound;
  const child = receiver.childSas.find(({ inbound }) => inbound === spi);
  if (spi === undefined || child === undefined) throw new Error('the lab made no SA to replay with');
  const ageMs = (spec.forgets === 'expires' ? spec.lifetimeSeconds[spec.receiver] : spec.ageSeconds) * 1000;
  await clock.advance(Math.max(0, child.bornAtMs + ageMs - 1 - clock.now()));
  const startMs = child.bornAtMs + Math.max(ageMs, LEAST_AGE_MS);
  const watch = new Watch(receiver, sender, spi, startMs);
  tunnel.network.loses = ({ packet, from }) => isLost(spec, packet, from, clock.now() - startMs);
  clock.at(startMs, () => strike(receiver, spec.forgets));
  if (spec.speaksMs !== undefined)
    clock.at(startMs + spec.speaksMs, () => {
      receiver.traits.isTalkative = true;
    });
  const before = receiver.plane.invalid;
  flow(sender, Math.max(spec.trafficMs, spec.untilMs / PACKETS_MAX), () => watch.look());
  await clock.advance(startMs + spec.untilMs - clock.now());
  return { ...watch.seen(), dropped: receiver.plane.invalid - before };
}

function setUp(tunnel: SimulatedTunnel, { lifetimeSeconds, dpdSeconds, recovers, receiver, isSilent }: ReplaySpec): void {
  for (const side of SIDES) {
    const { traits } = tunnel[side];
    traits.childLifetimeSeconds = lifetimeSeconds[side];
    const seconds = dpdSeconds[side];
    if (seconds !== undefined) tunnel[side].probeEvery(seconds);
  }
  if (recovers) tunnel[receiver].router.configuration.set('crypto isakmp invalid-spi-recovery');
  // What R would make new in time is not forgotten.
  tunnel[receiver].traits.asksForSuccessor = false;
  tunnel[receiver].traits.expiresSilently = isSilent;
}

function strike(receiver: Endpoint, forgets: Forgets): void {
  silence(receiver);
  if (forgets === 'forgets') receiver.forget();
  if (forgets === 'deletes-with-ike') dropIke(receiver, 'IKE SA Lifetime Exceeded', { isTold: true });
  // What expires goes by itself.
  if (forgets !== 'forgets' && forgets !== 'expires') dropChildren(receiver, { isTold: true });
}

function isLost({ losses }: ReplaySpec, packet: Packet, from: Side, atMs: number): boolean {
  return packet.kind !== 'esp' && losses.some((each) => each.from === from && atMs >= each.fromMs && atMs <= each.toMs);
}

/** Its own traffic, in the place of the lab's. */
function flow(sender: Endpoint, everyMs: number, look: () => void): void {
  silence(sender);
  sender.clock.after(everyMs, () => {
    sendEsp(sender);
    look();
    flow(sender, everyMs, look);
  });
}

/** What is seen at S: which packet came, and with which SA it sends. */
class Watch {
  readonly #sender: Endpoint;
  readonly #spi: number;
  readonly #startMs: number;
  #isSent = false;
  /** The sender had an IKE SA while it last sent. */
  #hasIkeSa = true;
  #toldMs: number | null = null;
  #healed: Pick<Replayed, 'healedMs' | 'by'> = { healedMs: null, by: null };

  constructor(receiver: Endpoint, sender: Endpoint, spi: number, startMs: number) {
    this.#sender = sender;
    this.#spi = spi;
    this.#startMs = startMs;
    const [transmit, receive] = [receiver.transmit.bind(receiver), sender.receive.bind(sender)];
    receiver.transmit = (packet) => {
      if (this.#isDelete(packet)) this.#isSent = true;
      transmit(packet);
    };
    sender.receive = (packet) => {
      if (this.#isDelete(packet)) this.#toldMs ??= sender.clock.now() - startMs;
      receive(packet);
      this.look(packet);
    };
  }

  look(packet?: Packet): void {
    const { plane, clock, childSas } = this.#sender;
    if (this.#healed.healedMs !== null) return;
    if (plane.outbound === this.#spi) {
      this.#hasIkeSa = this.#sender.summary() !== undefined;
      return;
    }
    const healedMs = clock.now() - this.#startMs;
    const isTold = packet !== undefined && (this.#isDelete(packet) || isComplaint(packet));
    const isOver = childSas.every(({ outbound }) => outbound !== this.#spi) && plane.outbound === undefined;
    // What a message of a new negotiation takes away goes by INITIAL_CONTACT, or for a new SA.
    this.#healed = { healedMs, by: isTold ? 'delete' : packet === undefined && isOver ? this.#howOver() : 'rekey' };
  }

  /** Without a packet: the peer is taken for dead, which ends the IKE SA too, or its life is over, whether it still has one or not. */
  #howOver(): 'expires' | 'dpd' {
    return this.#hasIkeSa && this.#sender.summary() === undefined ? 'dpd' : 'expires';
  }

  seen(): Omit<Replayed, 'dropped'> {
    const told = this.#toldMs === null ? (this.#isSent ? 'lost' : 'not-sent') : this.#toldMs <= IN_TIME_MS ? 'in-time' : 'late';
    return { ...this.#healed, told };
  }

  #isDelete(packet: Packet): boolean {
    if (packet.kind === 'delete') return packet.spi === this.#spi;
    if (packet.kind !== 'ikev2') return false;
    return packet.body.is === 'delete-ike' || (packet.body.is === 'delete' && packet.body.spis.includes(this.#spi));
  }
}

function isComplaint(packet: Packet): boolean {
  return packet.kind === 'ikev2' && packet.body.is === 'invalid-spi';
}
