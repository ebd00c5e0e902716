/** An IKEv1 endpoint is an end that speaks IKEv1: main mode, quick mode and informational exchanges. */
import type { Side } from '../../../ipsec/side.ts';
import type { Router } from '../../device/router.ts';
import { Endpoint, type IkeShows, type IkeSummary, type StandingIke } from '../endpoint.ts';
import type { Network } from '../network.ts';
import type { IkePacket, Ikev1Packet } from '../packet.ts';
import type { ChildSa, NegotiatedPair } from '../sa.ts';
import { hexSpi } from '../spi-text.ts';
import type { PrintedSa } from '../tuple.ts';
import { deleteIkeSa, receiveDelete, receiveDeleteIke, requestDelete, sendDelete } from './deletion.ts';
import { probeRegularly, receiveProbe } from './dpd.ts';
import { oldRequest, oldSaTuple, tellInitialized } from './ios-12-4-lines.ts';
import { IsakmpLedger } from './ledger.ts';
import { receiveMainMode, startMainMode } from './main-mode.ts';
import { receiveQuickMode, receiveRefusal, startQuickMode } from './quick-mode.ts';
import type { IkeSa, Negotiation } from './sa.ts';
import { isakmpShowsOf } from './view.ts';

export class Ikev1Endpoint extends Endpoint {
  readonly version = 1;
  /** [L] ike.md 4.1 */
  readonly retirementSeconds = 30;
  readonly ledger: IsakmpLedger;
  readonly shows: IkeShows = isakmpShowsOf(this);
  readonly negotiations = new Map<number, Negotiation>();
  ikeSas: IkeSa[] = [];
  /** Deleted, and not yet purged. */
  deletedIkeSas: IkeSa[] = [];
  /** The SPI that IPsec drew for what it asked last, where it does so before IKE begins. */
  requestedSpi: number | undefined;
  #replaces: ChildSa | undefined;
  #lastConnId: number;

  constructor(side: Side, router: Router, network: Network, seed: number) {
    super(side, router, network, seed);
    this.ledger = new IsakmpLedger(router, () => this.remote);
    this.#lastConnId = (this.is12 ? 0 : 1000) + Math.floor(this.random() * 20);
  }

  /** The IKE SA under which it talks now. */
  get ike(): IkeSa | undefined {
    return this.ikeSas.findLast(({ isUp }) => isUp);
  }

  nextConnId(): number {
    this.#lastConnId += 1;
    return this.#lastConnId;
  }

  establish({ id, role, bornAtMs }: StandingIke): undefined {
    const ike: IkeSa = {
      id,
      connId: this.nextConnId(),
      role,
      isUp: true,
      sentStep: role === 'I' ? 5 : 6,
      isInitialContact: false,
      bornAtMs,
      lifetimeSeconds: this.traits.ikeLifetimeSeconds,
      missed: 0,
    };
    this.ikeSas.push(ike);
    this.watchIke(ike);
  }

  /** 12.4 draws the inbound SPI when it asks. [C] ike.md 4.1 */
  override requestText(): string {
    if (!this.is12) return super.requestText();
    this.requestedSpi = this.nextSpi();
    return oldRequest(this, this.requestedSpi);
  }

  override saText(sa: PrintedSa): string {
    return this.is12 ? oldSaTuple(this, sa) : super.saText(sa);
  }

  override tellInitialized(pair: NegotiatedPair): void {
    if (this.is12) tellInitialized(this, pair);
  }

  negotiate(replaces: ChildSa | undefined): void {
    this.#replaces = replaces;
    if (this.is12) this.ledger.plain('received ke message (1/1)');
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

  isAsking(): boolean {
    const isNegotiating = [...this.negotiations.values()].some(({ role }) => role === 'I');
    return isNegotiating || this.ikeSas.some(({ isUp, role }) => !isUp && role === 'I');
  }

  isNegotiating(spi: number): boolean {
    return [...this.negotiations.values()].some(({ inbound }) => inbound === spi);
  }

  requestDelete(spi: number): boolean {
    return requestDelete(this, spi);
  }

  /**
   * With an IKE SA, IOS answers with a DELETE whatever is configured; without one, only `crypto isakmp invalid-spi-recovery` does more, and
   * not with a dynamic map. [C] seed.md 5
   */
  complainOf(spi: number): void {
    if (requestDelete(this, spi)) return;
    if (!this.router.recoversInvalidSpis || this.ikeSas.length > 0) return;
    this.owedDeletes.push(spi);
    startMainMode(this);
  }

  complainOfStranger(source: string, spi: number): void {
    const refusal = `ignoring request to send delete notify (no ISAKMP sa) src ${this.address} dst ${source} for SPI ${hexSpi(spi)}`;
    this.router.debug('crypto isakmp', source, this.ledger.wording.error(0, refusal));
  }

  dropIke(reason: string, options: { isTold: boolean }): void {
    for (const ike of [...this.ikeSas]) deleteIkeSa(this, ike, reason, options);
  }

  probeEvery(seconds: number): void {
    this.router.configuration.set(`crypto isakmp keepalive ${seconds} periodic`);
    this.traits.dpdSeconds = seconds;
    if (this.ike !== undefined) probeRegularly(this, this.ike);
  }

  twinAt(router: Router): Ikev1Endpoint {
    const twin = new Ikev1Endpoint(this.side, router, this.network, Math.floor(this.random() * 0xffffffff));
    twin.ikeSas = this.ikeSas.map((ike) => ({ ...ike, expiry: undefined }));
    return twin;
  }

  summary(): IkeSummary | undefined {
    return this.ike;
  }

  isStarting(): boolean {
    return this.ikeSas.some(({ isUp }) => !isUp);
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

  receiveIke(packet: IkePacket): void {
    // Nothing of IKEv2 is listened to here.
    if (packet.kind === 'ikev2') return;
    if (packet.kind === 'main-mode') receiveMainMode(this, packet);
    else this.#receiveProtected(packet);
  }

  protected forgetIke(): void {
    for (const { expiry, retransmission } of this.ikeSas) {
      expiry?.cancel();
      retransmission?.stop();
    }
    for (const { retransmission } of this.negotiations.values()) retransmission?.stop();
    this.negotiations.clear();
    this.ikeSas = [];
    this.deletedIkeSas = [];
  }

  #receiveProtected(packet: Exclude<Ikev1Packet, { kind: 'main-mode' }>): void {
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
