/** An IKEv1 endpoint is an end that speaks IKEv1: which exchange takes what is asked of it, and what comes. */
import type { IkeShows } from '../endpoint.ts';
import { receiveEsp } from '../esp.ts';
import { type Host, recoversInvalidSpis } from '../host.ts';
import type { Ikev1Packet, Packet } from '../packet.ts';
import type { ChildSa, NegotiatedPair, StandingIke } from '../sa.ts';
import { hexSpi, type PrintedSa } from '../tuple.ts';
import { deleteIkeSa, receiveDelete, receiveDeleteIke, requestDelete } from './deletion.ts';
import { probeRegularly, receiveProbe, watchIke } from './dpd.ts';
import { type IkeSa, Ikev1End } from './end.ts';
import { receiveRefusal } from './informational.ts';
import { oldRequest, oldSaTuple, tellInitialized } from './ios-12-4-lines.ts';
import { receiveMainMode, startMainMode } from './main-mode.ts';
import { receiveQuickMode, startQuickMode } from './quick-mode.ts';
import { isakmpShowsOf } from './view.ts';

export class Ikev1Endpoint extends Ikev1End {
  readonly shows: IkeShows = isakmpShowsOf(this);

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
    watchIke(this, ike);
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
    this.replaces = replaces;
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

  requestDelete(spi: number): boolean {
    return requestDelete(this, spi);
  }

  /**
   * With an IKE SA, IOS answers with a DELETE whatever is configured; without one, only `crypto isakmp invalid-spi-recovery` does more, and
   * not with a dynamic map. [C] seed.md 5
   */
  complainOf(spi: number): void {
    if (requestDelete(this, spi)) return;
    if (!recoversInvalidSpis(this.router) || this.ikeSas.length > 0) return;
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

  twinAt(router: Host): Ikev1Endpoint {
    const twin = new Ikev1Endpoint(this.side, router, this.network, Math.floor(this.random() * 0xffffffff));
    twin.ikeSas = this.ikeSas.map((ike) => ({ ...ike, expiry: undefined }));
    return twin;
  }

  receive(packet: Packet): void {
    // Nothing of IKEv2 is listened to here.
    if (packet.kind === 'ikev2') return;
    if (packet.kind === 'esp') receiveEsp(this, packet);
    else if (packet.kind === 'main-mode') receiveMainMode(this, packet);
    else this.#receiveProtected(packet);
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
