/** SAs as one end holds them under either version of IKE: the pair that carries traffic, what its negotiation agreed on, and what is known of an IKE SA. */
import type { Appointment } from '../clock.ts';

export type Role = 'I' | 'R';

/** A rekey as IKEv2 sees it: two of them for one pair are told apart by their nonces. */
export interface Rekey {
  of: ChildSa;
  lowestNonce: number;
}

/** What a negotiation gives to be installed. */
export interface NegotiatedPair {
  inbound: number;
  /** Known from the peer's message on. */
  outbound: number | undefined;
  role: Role;
  lifetimeSeconds: number;
  rekey?: Rekey | undefined;
  /** The SPI of the initiator of the IKEv2 SA that the pair lives and dies with. */
  under?: string | undefined;
}

export interface ChildSa {
  /** This end receives with it. */
  inbound: number;
  /** This end sends with it. */
  outbound: number;
  /** Of the exchange that made it. */
  role: Role;
  connIds: { inbound: number; outbound: number };
  bornAtMs: number;
  lifetimeSeconds: number;
  /** Of its life by volume when it was installed; what it carried since is counted by the data plane. */
  remainingKilobytes: number;
  isRekeyed: boolean;
  /** This end is to delete it, because its successor stands. */
  isRetiring: boolean;
  timers: Appointment[];
  rekey?: Rekey | undefined;
  under?: string | undefined;
}

/** The IKE SA that stands when the story begins, negotiated long ago. */
export interface StandingIke {
  /** The same at both ends. */
  id: number;
  role: Role;
  bornAtMs: number;
}

/** What `show crypto session` says of the IKE SA. */
export interface IkeSummary {
  connId: number;
  /** IKEv2 alone has one. */
  sessionId?: number | undefined;
  bornAtMs: number;
  lifetimeSeconds: number;
}

export function remainingSeconds(nowMs: number, { bornAtMs, lifetimeSeconds }: { bornAtMs: number; lifetimeSeconds: number }): number {
  return Math.max(0, Math.round(lifetimeSeconds - (nowMs - bornAtMs) / 1000));
}

/** `05:50:03` */
export function clockOf(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
