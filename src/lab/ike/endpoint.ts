/** An endpoint is one router's end of the tunnel: its child SAs and its data plane; which IKE it speaks is its descendants' affair. */
import type { PlatformId } from '../../ios/platforms/index.ts';
import type { Side } from '../../ipsec/side.ts';
import type { Appointment, LabClock } from '../clock.ts';
import type { IkeVersion } from '../device/router-spec.ts';
import type { TunnelView } from '../device/tunnel-view.ts';
import { type Random, randomSpi, seeded } from '../random.ts';
import { DataPlane } from './data-plane.ts';
import type { Host } from './host.ts';
import type { Ledger } from './ledger.ts';
import type { Network } from './network.ts';
import type { Packet } from './packet.ts';
import type { ChildSa, IkeSummary, NegotiatedPair, StandingIke } from './sa.ts';
import { type Selectors, selectorsOf, soundTraits, type Traits } from './traits.ts';
import { type PrintedSa, requestTuple, saTuple } from './tuple.ts';
import { onTheWire, type Passing } from './wire.ts';

/** IPsec asks IKE again after this long. [L] */
const REQUEST_AGAIN_MS = 30_000;

/** The show commands that differ by version. */
export type IkeShows = Pick<TunnelView, 'showIsakmpSa' | 'showIkev2Sa' | 'showIkev2Session'>;

export abstract class Endpoint {
  abstract readonly version: IkeVersion;
  abstract readonly ledger: Ledger;
  /** How its show commands see its IKE SAs. */
  abstract readonly shows: IkeShows;
  /** What an old pair has left when its successor stands. */
  abstract readonly retirementSeconds: number;
  readonly side: Side;
  readonly router: Host;
  readonly network: Network;
  /** Draws SPIs and ids, apart from times: the same seed gives the same ones, whatever else happens. */
  readonly random: Random;
  readonly #times: Random;
  selectors: Selectors;
  readonly traits: Traits;
  readonly plane = new DataPlane();
  childSas: ChildSa[] = [];
  /** SPIs to be told of as soon as an IKE SA stands: what invalid SPI recovery does. */
  owedDeletes: number[] = [];
  /** What it takes for its next inbound SPIs, before chance decides. */
  chosenSpis: number[] = [];
  /** The address from which its ESP is seen to come, when a NAT on the way has given it another. */
  seenAs: string | undefined;
  /** The address that its interface has now; what was negotiated by the former one goes on under that. */
  movedTo: string | undefined;
  /** UDP ports as this end sees them. */
  ports = { own: 500, peer: 500 };
  other: Endpoint | undefined;
  #requestedAtMs = Number.NEGATIVE_INFINITY;
  #lastSaConnId = 2000;
  /** Of ESP sent, by SPI. */
  readonly #sequences = new Map<number, number>();
  /** Counted up when all is forgotten; what was begun before that ends there. */
  #life = 0;

  constructor(side: Side, router: Host, network: Network, seed: number) {
    this.side = side;
    this.router = router;
    this.network = network;
    this.random = seeded(seed);
    this.#times = seeded(seed + 1);
    this.selectors = selectorsOf(side);
    this.traits = soundTraits(router.spec.platform, this.is12);
  }

  /** Takes over an IKE SA without a word; gives what its child SAs are kept under, where they die with it. */
  abstract establish(standing: StandingIke): string | undefined;
  /** Asks the peer for a pair of child SAs, and for an IKE SA before that if there is none. */
  abstract negotiate(replaces: ChildSa | undefined): void;
  /** It has asked, and is not through yet. */
  abstract isAsking(): boolean;
  abstract receive(packet: Packet): void;
  /** An inbound SPI that it has named to the peer and not installed yet. */
  abstract isNegotiating(spi: number): boolean;
  /** Tells the peer that the pair with this inbound SPI is gone; false where nothing can tell it. */
  abstract requestDelete(spi: number): boolean;
  /** ESP came from the peer with an SPI that is not known here. */
  abstract complainOf(spi: number): void;
  /** The same, from somebody who is no peer. */
  abstract complainOfStranger(source: string, spi: number): void;
  abstract dropIke(reason: string, options: { isTold: boolean }): void;
  /** Begins dead peer detection under the IKE SA that stands, as the configuration line says. */
  abstract probeEvery(seconds: number): void;
  abstract summary(): IkeSummary | undefined;
  /** Another router under the same address, with the same IKE SAs. */
  abstract twinAt(router: Host): Endpoint;
  /** An IKE SA is under way. */
  abstract isStarting(): boolean;
  protected abstract forgetIke(): void;

  /** True where it is worded as IOS 12.4. */
  get is12(): boolean {
    return this.platform === 'ios' && this.router.spec.release === '12.4';
  }

  /** What IPsec asks of IKE, as it prints it. */
  requestText(): string {
    return requestTuple('OUTBOUND', this.ends, this.selectors, this.traits.childLifetimeSeconds);
  }

  /** One SA of a pair, as IPsec prints it. */
  saText(sa: PrintedSa): string {
    return saTuple(this.ends, this.selectors, sa);
  }

  /** What is said before a pair is created; most releases say nothing. */
  tellInitialized(_pair: NegotiatedPair): void {}

  get platform(): PlatformId {
    return this.router.spec.platform;
  }

  get clock(): LabClock {
    return this.router.clock;
  }

  get address(): string {
    return this.router.spec.address;
  }

  get remote(): string {
    return this.other?.address ?? '';
  }

  /** As tuples want it. */
  get ends(): { local: string; remote: string } {
    return { local: this.address, remote: this.remote };
  }

  /** Where its packets leave from, and the peer's come from. */
  get seenEnds(): { local: string; remote: string } {
    return { local: this.movedTo ?? this.address, remote: this.other?.movedTo ?? this.remote };
  }

  /** The child SA with which it sends now, as IKE believes. */
  get child(): ChildSa | undefined {
    return this.childSas.at(-1);
  }

  nextSaConnId(): number {
    this.#lastSaConnId += 1;
    return this.#lastSaConnId;
  }

  /** What `nextSaConnId` gives to the next pair. */
  get comingSaConnIds(): { inbound: number; outbound: number } {
    return { inbound: this.#lastSaConnId + 1, outbound: this.#lastSaConnId + 2 };
  }

  nextSpi(): number {
    return this.chosenSpis.shift() ?? randomSpi(this.random);
  }

  /** Some time between two spans. */
  between(leastMs: number, mostMs: number): number {
    return leastMs + this.#times() * (mostMs - leastMs);
  }

  /** Unless all is forgotten before. */
  later(ms: number, run: () => void): Appointment {
    const life = this.#life;
    return this.clock.after(ms, () => {
      if (life === this.#life) run();
    });
  }

  transmit(packet: Packet): void {
    const { other } = this;
    if (other === undefined) return;
    const passing = this.#passing(packet, other);
    const own = this.router.rings;
    if (own.areOpen) own.see(onTheWire(packet, { ...passing, source: this.address }));
    this.network.send({ packet, from: this.side }, () => {
      const { rings } = other.router;
      if (rings.areOpen) rings.see(onTheWire(packet, { ...passing, destination: other.address }));
      other.receive(packet);
    });
  }

  /** Between two NATs: as it left the one's, and comes to the other's. */
  #passing(packet: Packet, other: Endpoint): Passing {
    const sequence = packet.kind === 'esp' ? (this.#sequences.get(packet.spi) ?? 0) + 1 : 0;
    if (packet.kind === 'esp') this.#sequences.set(packet.spi, sequence);
    const ports = { source: this.ports.own, destination: this.ports.peer };
    return { source: this.seenAs ?? this.address, destination: other.seenAs ?? other.address, ports, sequence };
  }

  /** A packet came that its data plane took; who waits for the first one of an SA hears of it. */
  heard(_spi: number): void {}

  /** What it asked for before is never to be had, and it does not know. */
  isStuck(): boolean {
    return false;
  }

  /** IPsec asks for SAs: traffic has none, or a pair is to be replaced. */
  request(replaces?: ChildSa): void {
    const nowMs = this.clock.now();
    if (nowMs - this.#requestedAtMs < REQUEST_AGAIN_MS || (this.isAsking() && !this.isStuck())) return;
    this.#requestedAtMs = nowMs;
    this.ledger.ipsec(`IPSEC(sa_request): ,\n${this.requestText()}`);
    this.negotiate(replaces);
  }

  /** As a reload does: nothing is told to anybody. */
  forget(): void {
    this.#life += 1;
    for (const { timers } of this.childSas) for (const timer of timers) timer.cancel();
    this.forgetIke();
    this.childSas = [];
    this.owedDeletes = [];
    this.#requestedAtMs = Number.NEGATIVE_INFINITY;
    this.plane.forget();
  }
}
