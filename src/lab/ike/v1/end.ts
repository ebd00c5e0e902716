/** One end of IKEv1 as its exchanges see it: its IKE SAs, the quick modes that are under way, and the ids that it counts. */
import type { Side } from '../../../ipsec/side.ts';
import type { Appointment } from '../../clock.ts';
import { Endpoint } from '../endpoint.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network.ts';
import type { Retransmission } from '../retransmission.ts';
import type { ChildSa, IkeSummary, NegotiatedPair, Role } from '../sa.ts';
import { IsakmpLedger } from './ledger.ts';

export interface IkeSa {
  /** The same at both ends; IKEv1 debugs never print it. */
  id: number;
  /** This end's own number for it. */
  connId: number;
  role: Role;
  isUp: boolean;
  /** The step of main mode that was sent last. */
  sentStep: number;
  isInitialContact: boolean;
  bornAtMs: number;
  lifetimeSeconds: number;
  expiry?: Appointment | undefined;
  retransmission?: Retransmission | undefined;
  /** Probes that nobody answered. */
  missed: number;
}

/** A quick mode that is under way. */
export interface Negotiation extends NegotiatedPair {
  messageId: number;
  ike: IkeSa;
  /** Both SAs are made; only then, and after its last message, it is over. */
  isInstalled: boolean;
  isAnswered: boolean;
  /** The pair that it replaces. */
  replaces: ChildSa | undefined;
  retransmission?: Retransmission | undefined;
}

export abstract class Ikev1End extends Endpoint {
  readonly version = 1;
  /** [L] ike.md 4.1 */
  readonly retirementSeconds = 30;
  readonly ledger: IsakmpLedger;
  readonly negotiations = new Map<number, Negotiation>();
  ikeSas: IkeSa[] = [];
  /** Deleted, and not yet purged. */
  deletedIkeSas: IkeSa[] = [];
  /** The SPI that IPsec drew for what it asked last, where it does so before IKE begins. */
  requestedSpi: number | undefined;
  /** The pair that IPsec asked to replace last. */
  replaces: ChildSa | undefined;
  #lastConnId: number;

  constructor(side: Side, router: Host, network: Network, seed: number) {
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

  isAsking(): boolean {
    const isNegotiating = [...this.negotiations.values()].some(({ role }) => role === 'I');
    return isNegotiating || this.ikeSas.some(({ isUp, role }) => !isUp && role === 'I');
  }

  isNegotiating(spi: number): boolean {
    return [...this.negotiations.values()].some(({ inbound }) => inbound === spi);
  }

  isStarting(): boolean {
    return this.ikeSas.some(({ isUp }) => !isUp);
  }

  summary(): IkeSummary | undefined {
    return this.ike;
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
}
