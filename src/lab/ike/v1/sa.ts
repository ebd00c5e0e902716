/** An IKE SA and a quick mode as one end of IKEv1 holds them. */
import type { Appointment } from '../../clock.ts';
import type { Retransmission } from '../retransmission.ts';
import type { ChildSa, NegotiatedPair, Role } from '../sa.ts';

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
