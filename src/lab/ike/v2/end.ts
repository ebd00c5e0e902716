/** One end of IKEv2 as its exchanges see it: its IKE SAs, what it is negotiating, and the ids that it counts. */
import type { Side } from '../../../ipsec/side.ts';
import { Endpoint } from '../endpoint.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network.ts';
import type { IkeSpis } from '../packet.ts';
import type { ChildSa, IkeSummary, Role } from '../sa.ts';
import { FirstEsp } from './first-esp.ts';
import { Ikev2Ledger } from './ledger.ts';
import { type ChildNegotiation, freshIkeSa, type Ikev2Sa } from './sa.ts';

export abstract class Ikev2End extends Endpoint {
  readonly version = 2;
  /** The initiator deletes the old pair when the new one is in use (RFC 7296 2.8); how long it waits is believed. [B] */
  readonly retirementSeconds = 3;
  readonly ledger: Ikev2Ledger;
  /** By the inbound SPI that this end has drawn. */
  readonly negotiations = new Map<number, ChildNegotiation>();
  ikeSas: Ikev2Sa[] = [];
  readonly firstEsp = new FirstEsp();
  /** The pair that IPsec asked to replace last. */
  protected replaces: ChildSa | undefined;
  #lastSessionId = 0;

  constructor(side: Side, router: Host, network: Network, seed: number) {
    super(side, router, network, seed);
    this.ledger = new Ikev2Ledger(router, () => this.remote);
  }

  /** The IKE SA under which it talks now. */
  get ike(): Ikev2Sa | undefined {
    return this.ikeSas.findLast(({ isUp, isClosing, isRekeyed }) => isUp && !isClosing && !isRekeyed);
  }

  /** As packet lines and the event trace want it. */
  get traceEnds(): { local: string; remote: string; ports: { own: number; peer: number } } {
    return { ...this.seenEnds, ports: this.ports };
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

  /** The pair that the next negotiation is for, if it still stands. */
  takeReplaced(): ChildSa | undefined {
    const replaces = this.replaces;
    this.replaces = undefined;
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

  /** An IKE SA was leaked: neither up nor under way. [C FBZ CSCvd69373] ike.md 6 */
  override isStuck(): boolean {
    return (
      this.traits.leaksNegotiations && this.ikeSas.some(({ isUp, role, outstanding }) => !isUp && role === 'I' && outstanding === undefined)
    );
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

  override heard(spi: number): void {
    this.firstEsp.heard(spi);
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
