/** An SA as one end holds it: the IKE SA under which it talks, and the child SAs that carry traffic. */
import type { Appointment } from '../clock.ts';
import type { Retransmission } from './retransmission.ts';

export type Role = 'I' | 'R';

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

export interface ChildSa {
  /** This end receives with it. */
  inbound: number;
  /** This end sends with it. */
  outbound: number;
  /** Of the quick mode that made it. */
  role: Role;
  connIds: { inbound: number; outbound: number };
  bornAtMs: number;
  lifetimeSeconds: number;
  /** Of its life by volume when it was installed; what it carried since is counted by the data plane. */
  remainingKilobytes: number;
  isRekeyed: boolean;
  timers: Appointment[];
}

/** A quick mode that is under way. */
export interface Negotiation {
  messageId: number;
  ike: IkeSa;
  role: Role;
  inbound: number;
  /** Known from the peer's message on. */
  outbound: number | undefined;
  lifetimeSeconds: number;
  /** Both SAs are made; only then, and after its last message, it is over. */
  isInstalled: boolean;
  isAnswered: boolean;
  /** The pair that it replaces. */
  replaces: ChildSa | undefined;
  retransmission?: Retransmission | undefined;
}
