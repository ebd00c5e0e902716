/** An IKEv2 endpoint is an end that speaks IKEv2: its IKE SAs, what it is negotiating, and the ids that it counts. */
import type { Side } from '../../../ipsec/side.ts';
import type { Router } from '../../device/router.ts';
import { seeded } from '../../random.ts';
import { Endpoint, type IkeShows, type IkeSummary, type StandingIke } from '../endpoint.ts';
import type { Network } from '../network.ts';
import type { IkePacket, IkeSpis } from '../packet.ts';
import type { ChildSa, Role } from '../sa.ts';
import { startChild } from './child.ts';
import { closeIkeSa, removeIkeSa, sendDelete } from './deletion.ts';
import { FirstEsp } from './first-esp.ts';
import { DPD_RETRY_SECONDS, probeRegularly, sendInvalidSpi } from './informational.ts';
import { startInit } from './initial.ts';
import { Ikev2Ledger } from './ledger.ts';
import { receiveMessage } from './receive.ts';
import { startIkeRekey } from './rekey-ike.ts';
import { type ChildNegotiation, freshIkeSa, type Ikev2Sa, randomIkeSpi } from './sa.ts';
import { ikev2ShowsOf } from './view.ts';

/** The initiator of an IKE SA rekeys it first, so that mostly one end does. [L] */
const MARGINS_MS = { I: [90_000, 120_000], R: [30_000, 60_000] } as const;
/** A responder waits no longer for IKE_AUTH. [L] */
const ABANDONED_MS = 30_000;

export class Ikev2Endpoint extends Endpoint {
  readonly version = 2;
  /** The initiator deletes the old pair when the new one is in use (RFC 7296 2.8); how long it waits is believed. [B] */
  readonly retirementSeconds = 3;
  readonly ledger: Ikev2Ledger;
  readonly shows: IkeShows = ikev2ShowsOf(this);
  /** By the inbound SPI that this end has drawn. */
  readonly negotiations = new Map<number, ChildNegotiation>();
  ikeSas: Ikev2Sa[] = [];
  readonly firstEsp = new FirstEsp();
  #replaces: ChildSa | undefined;
  #lastSessionId = 0;

  constructor(side: Side, router: Router, network: Network, seed: number) {
    super(side, router, network, seed);
    this.ledger = new Ikev2Ledger(router, () => this.remote);
  }

  /** The IKE SA under which it talks now. */
  get ike(): Ikev2Sa | undefined {
    return this.ikeSas.findLast(({ isUp, isClosing, isRekeyed }) => isUp && !isClosing && !isRekeyed);
  }

  /** As packet lines and the event trace want it. */
  get traceEnds(): { local: string; remote: string; ports: { own: number; peer: number } } {
    return { ...this.ends, ports: this.ports };
  }

  /** One that replaces another belongs to the same session. [B] */
  newIkeSa(role: Role, spis: IkeSpis, { isInitialContact, sessionId }: { isInitialContact: boolean; sessionId?: number }): Ikev2Sa {
    if (sessionId === undefined) this.#lastSessionId += 1;
    const ike = freshIkeSa({
      role,
      spis,
      slot: freeSlot(this.ikeSas),
      sessionId: sessionId ?? this.#lastSessionId,
      isInitialContact,
      bornAtMs: this.clock.now(),
      lifetimeSeconds: this.traits.ikeLifetimeSeconds,
    });
    this.ikeSas.push(ike);
    return ike;
  }

  /** Both ends draw the same from the id: the SPIs, and how many requests there were. */
  establish({ id, role, bornAtMs }: StandingIke): string {
    const draw = seeded(id);
    const spis = { initiator: randomIkeSpi(draw), responder: randomIkeSpi(draw) };
    const counts = { I: 2 + Math.floor(draw() * 30), R: Math.floor(draw() * 30) };
    const ike = this.newIkeSa(role, spis, { isInitialContact: false });
    ike.isUp = true;
    ike.bornAtMs = bornAtMs;
    ike.nextId = counts[role];
    ike.expectedId = counts[role === 'I' ? 'R' : 'I'];
    this.watchIke(ike);
    return spis.initiator;
  }

  negotiate(replaces: ChildSa | undefined): void {
    this.#replaces = replaces;
    const { ike } = this;
    if (this.isStuck()) this.ledger.plain('SA is already in negotiation, hence not negotiating again');
    else if (ike === undefined) startInit(this);
    else startChild(this, ike, this.takeReplaced());
  }

  /** The pair that the next negotiation is for, if it still stands. */
  takeReplaced(): ChildSa | undefined {
    const replaces = this.#replaces;
    this.#replaces = undefined;
    return replaces !== undefined && this.childSas.includes(replaces) ? replaces : undefined;
  }

  isAsking(): boolean {
    const isNegotiating = [...this.negotiations.values()].some(({ role }) => role === 'I');
    // A pair that stands and may not be sent with yet is as good as asked for.
    const isWaiting = this.childSas.some(({ inbound }) => this.firstEsp.isAwaited(inbound));
    return isNegotiating || isWaiting || this.ikeSas.some(({ isUp, role }) => !isUp && role === 'I');
  }

  isNegotiating(spi: number): boolean {
    return this.negotiations.has(spi);
  }

  requestDelete(spi: number): boolean {
    const { ike } = this;
    if (ike !== undefined) sendDelete(this, ike, spi);
    return ike !== undefined;
  }

  /** That IOS says INVALID_SPI where there is an IKE SA is believed: peers do send it to IOS XE. [L] ike.md 7; without one, see seed.md 5. */
  complainOf(spi: number): void {
    const { ike } = this;
    if (ike !== undefined) sendInvalidSpi(this, ike, spi);
    else if (this.router.recoversInvalidSpis && this.ikeSas.length === 0) startInit(this);
  }

  /** That IKEv2 says nothing to who is no peer is not known to be otherwise. [U] */
  complainOfStranger(): void {}

  dropIke(_reason: string, options: { isTold: boolean }): void {
    for (const ike of [...this.ikeSas]) closeIkeSa(this, ike, options);
  }

  /** Nobody answers under this IKE SA any more. */
  lose(ike: Ikev2Sa): void {
    if (this.traits.leaksNegotiations && !ike.isUp) ike.outstanding = undefined;
    else removeIkeSa(this, ike);
  }

  /** An IKE SA was leaked: neither up nor under way. [C FBZ CSCvd69373] ike.md 6 */
  override isStuck(): boolean {
    return (
      this.traits.leaksNegotiations && this.ikeSas.some(({ isUp, role, outstanding }) => !isUp && role === 'I' && outstanding === undefined)
    );
  }

  probeEvery(seconds: number): void {
    this.router.configuration.set(`crypto ikev2 dpd ${seconds} ${DPD_RETRY_SECONDS} periodic`);
    this.traits.dpdSeconds = seconds;
    if (this.ike !== undefined) probeRegularly(this, this.ike);
  }

  twinAt(router: Router): Ikev2Endpoint {
    const twin = new Ikev2Endpoint(this.side, router, this.network, Math.floor(this.random() * 0xffffffff));
    twin.ikeSas = this.ikeSas.map((ike) => ({ ...ike, expiry: undefined, outstanding: undefined, queue: [] }));
    return twin;
  }

  summary(): IkeSummary | undefined {
    const { ike } = this;
    if (ike === undefined) return undefined;
    const { slot, sessionId, bornAtMs, lifetimeSeconds } = ike;
    return { connId: slot, sessionId, bornAtMs, lifetimeSeconds };
  }

  isStarting(): boolean {
    return this.ikeSas.some(({ isUp }) => !isUp);
  }

  /** Its rekey, its lifetime and its probes, from now on; both ends by their own figures. [C] ike.md 6 */
  watchIke(ike: Ikev2Sa): void {
    const leftMs = ike.bornAtMs + ike.lifetimeSeconds * 1000 - this.clock.now();
    const [leastMs, mostMs] = MARGINS_MS[ike.role];
    ike.timers.push(
      this.later(leftMs - this.between(leastMs, mostMs), () => startIkeRekey(this, ike)),
      this.later(leftMs, () => {
        if (!ike.isRekeyed) closeIkeSa(this, ike, { isTold: true });
      }),
    );
    probeRegularly(this, ike);
  }

  /** The initiator does not come back. */
  abandonUnlessUp(ike: Ikev2Sa): void {
    this.ledger.say(ike, `Starting timer (${ABANDONED_MS / 1000} sec) to wait for auth message `);
    this.later(ABANDONED_MS, () => {
      if (!ike.isUp) removeIkeSa(this, ike);
    });
  }

  override heard(spi: number): void {
    this.firstEsp.heard(spi);
  }

  receiveIke(packet: IkePacket): void {
    // Nothing of IKEv1 is listened to here.
    if (packet.kind === 'ikev2') receiveMessage(this, packet);
  }

  protected forgetIke(): void {
    for (const { timers, outstanding } of this.ikeSas) {
      for (const timer of timers) timer.cancel();
      outstanding?.retransmission.stop();
    }
    this.ikeSas = [];
    this.negotiations.clear();
    this.firstEsp.clear();
  }
}

function freeSlot(ikeSas: readonly Ikev2Sa[]): number {
  let slot = 1;
  while (ikeSas.some((ike) => ike.slot === slot)) slot += 1;
  return slot;
}
