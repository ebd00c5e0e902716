/** An endpoint is one router's end of the tunnel: its SAs, its data plane, and what it does with each packet. */
import type { PlatformId } from '../../ios/platforms/index.ts';
import type { Side } from '../../ipsec/side.ts';
import type { Appointment, LabClock } from '../clock.ts';
import type { Router } from '../router.ts';
import { DataPlane } from './data-plane.ts';
import { deleteIkeSa, receiveDelete, receiveDeleteIke, sendDelete } from './deletion.ts';
import { probeRegularly, receiveProbe } from './dpd.ts';
import { receiveEsp } from './esp.ts';
import { oldRequest } from './ios-12-4-lines.ts';
import { Ledger } from './ledger.ts';
import { receiveMainMode, startMainMode } from './main-mode.ts';
import type { Network } from './network.ts';
import type { IkePacket, Packet } from './packet.ts';
import { receiveQuickMode, receiveRefusal, startQuickMode } from './quick-mode.ts';
import { type Random, randomSpi, seeded } from './random.ts';
import type { ChildSa, IkeSa, Negotiation } from './sa.ts';
import { type Selectors, selectorsOf } from './selectors.ts';
import { soundTraits, type Traits } from './traits.ts';
import { requestTuple } from './tuple.ts';

/** IPsec asks IKE again after this long. [L] */
const REQUEST_AGAIN_MS = 30_000;

export class Endpoint {
  readonly side: Side;
  readonly router: Router;
  readonly network: Network;
  /** Draws SPIs and ids, apart from times: the same seed gives the same ones, whatever else happens. */
  readonly random: Random;
  readonly #times: Random;
  readonly ledger: Ledger;
  selectors: Selectors;
  readonly traits: Traits;
  readonly plane = new DataPlane();
  readonly negotiations = new Map<number, Negotiation>();
  ikeSas: IkeSa[] = [];
  /** Deleted, and not yet purged. */
  deletedIkeSas: IkeSa[] = [];
  childSas: ChildSa[] = [];
  /** SPIs to be told of as soon as an IKE SA stands: what invalid SPI recovery does. */
  owedDeletes: number[] = [];
  /** What it takes for its next inbound SPIs, before chance decides. */
  chosenSpis: number[] = [];
  /** The SPI that IPsec drew for what it asked last, where it does so before IKE begins. */
  requestedSpi: number | undefined;
  /** The address from which its ESP is seen to come, when a NAT on the way has given it another. */
  seenAs: string | undefined;
  /** UDP ports as this end sees them. */
  ports = { own: 500, peer: 500 };
  other: Endpoint | undefined;
  #replaces: ChildSa | undefined;
  #requestedAtMs = Number.NEGATIVE_INFINITY;
  #lastConnId: number;
  #lastSaConnId = 2000;
  /** Counted up when all is forgotten; what was begun before that ends there. */
  #life = 0;

  constructor(side: Side, router: Router, network: Network, seed: number) {
    this.side = side;
    this.router = router;
    this.network = network;
    this.random = seeded(seed);
    this.#times = seeded(seed + 1);
    this.selectors = selectorsOf(side);
    this.ledger = new Ledger(router, () => this.remote);
    this.traits = soundTraits(this.ledger.wording.installDelayMs);
    this.#lastConnId = (this.ledger.wording.is12 ? 0 : 1000) + Math.floor(this.random() * 20);
  }

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

  /** The IKE SA under which it talks now. */
  get ike(): IkeSa | undefined {
    return this.ikeSas.findLast(({ isUp }) => isUp);
  }

  /** The child SA with which it sends now, as IKE believes. */
  get child(): ChildSa | undefined {
    return this.childSas.at(-1);
  }

  nextConnId(): number {
    this.#lastConnId += 1;
    return this.#lastConnId;
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
    if (other !== undefined) this.network.send({ packet, from: this.side }, () => other.receive(packet));
  }

  receive(packet: Packet): void {
    if (packet.kind === 'esp') receiveEsp(this, packet);
    else if (packet.kind === 'main-mode') receiveMainMode(this, packet);
    else this.#receiveProtected(packet);
  }

  /** IPsec asks for SAs: traffic has none, or a pair is to be replaced. */
  request(replaces?: ChildSa): void {
    const nowMs = this.clock.now();
    const isNegotiating = [...this.negotiations.values()].some(({ role }) => role === 'I');
    const isUnderWay = isNegotiating || this.ikeSas.some(({ isUp, role }) => !isUp && role === 'I');
    if (isUnderWay || nowMs - this.#requestedAtMs < REQUEST_AGAIN_MS) return;
    this.#requestedAtMs = nowMs;
    this.#replaces = replaces;
    this.ledger.ipsec(`IPSEC(sa_request): ,\n${this.#requestTuple()}`);
    if (this.ledger.wording.is12) this.ledger.plain('received ke message (1/1)');
    const { ike } = this;
    if (ike === undefined) {
      startMainMode(this);
      return;
    }
    this.ledger.isakmp(
      ike.connId,
      `SA has outstanding requests  (local ${this.address} port 500, remote ${this.remote} port 500)`,
      ' sitting IDLE. Starting QM immediately (QM_IDLE      )',
    );
    startQuickMode(this, ike, replaces);
  }

  /** 12.4 draws the inbound SPI when it asks. [C] ike.md 4.1 */
  #requestTuple(): string {
    if (!this.ledger.wording.is12) return requestTuple('OUTBOUND', this.ends, this.selectors, this.traits.childLifetimeSeconds);
    this.requestedSpi = this.nextSpi();
    return oldRequest(this, this.requestedSpi);
  }

  /** The IKE SA stands. */
  phaseOneUp(ike: IkeSa): void {
    const owed = this.owedDeletes.splice(0);
    for (const spi of owed) sendDelete(this, ike, spi);
    if (ike.role === 'I' && owed.length === 0) startQuickMode(this, ike, this.#replaces);
  }

  /** Its lifetime and its probes, from now on. */
  watchIke(ike: IkeSa): void {
    const leftMs = ike.bornAtMs + ike.lifetimeSeconds * 1000 - this.clock.now();
    ike.expiry = this.later(leftMs, () => deleteIkeSa(this, ike, 'IKE SA Lifetime Exceeded', { isTold: true }));
    probeRegularly(this, ike);
  }

  /** As a reload does: nothing is told to anybody. */
  forget(): void {
    this.#life += 1;
    for (const { timers } of this.childSas) for (const timer of timers) timer.cancel();
    for (const { expiry, retransmission } of this.ikeSas) {
      expiry?.cancel();
      retransmission?.stop();
    }
    for (const { retransmission } of this.negotiations.values()) retransmission?.stop();
    this.negotiations.clear();
    this.ikeSas = [];
    this.deletedIkeSas = [];
    this.childSas = [];
    this.owedDeletes = [];
    this.#requestedAtMs = Number.NEGATIVE_INFINITY;
    this.plane.forget();
  }

  #receiveProtected(packet: Exclude<IkePacket, { kind: 'main-mode' }>): void {
    const ike = this.ikeSas.find(({ id, isUp }) => id === packet.ike && isUp);
    if (ike === undefined) {
      this.router.say('CRYPTO-4-IKMP_NO_SA', `IKE message from ${this.remote.padEnd(15)} has no SA and is not an initialization offer`);
      return;
    }
    if (packet.kind === 'quick-mode') receiveQuickMode(this, ike, packet);
    else if (packet.kind === 'refusal') receiveRefusal(this, ike, packet);
    else if (packet.kind === 'delete') receiveDelete(this, ike, packet);
    else if (packet.kind === 'delete-ike') receiveDeleteIke(this, ike, packet);
    else receiveProbe(this, ike, packet);
  }
}
