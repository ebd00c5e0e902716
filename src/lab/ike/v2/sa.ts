/** An IKE SA and the making of a child SA as one end of IKEv2 holds them. */
import type { Appointment } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { ExchangeType, IkeSpis, Ikev2Body, Ikev2Packet } from '../packet.ts';
import type { Retransmission } from '../retransmission.ts';
import type { ChildSa, NegotiatedPair, Role } from '../sa.ts';

/** A request of this end's own, from its wish to its answer. */
export interface Request {
  exchange: ExchangeType;
  body: Ikev2Body;
  /** Between its repetitions; exponential when left out. */
  waitMs?: ((attempt: number) => number) | undefined;
  done(response: Ikev2Packet): void;
  /** Nobody has answered, and the IKE SA is gone with it. */
  failed?(): void;
}

export interface Ikev2Sa {
  spis: IkeSpis;
  /** `Initiator of SA`: who made it, not who asks in an exchange. */
  role: Role;
  /** `SA ID`: a place that is used again. [C] ike.md 6 */
  slot: number;
  sessionId: number;
  isUp: boolean;
  /** Its DELETE is under way. */
  isClosing: boolean;
  /** Its child SAs have moved to another. */
  isRekeyed: boolean;
  isInitialContact: boolean;
  bornAtMs: number;
  lifetimeSeconds: number;
  /** The id of this end's next request, and of the peer's; each direction counts for itself. RFC 7296 2.2 */
  nextId: number;
  expectedId: number;
  /** The window is 1: the others wait in the queue. RFC 7296 2.3 */
  outstanding: { packet: Ikev2Packet; request: Request; retransmission: Retransmission } | undefined;
  queue: Request[];
  /** What the peer's last request was answered with, for when it comes again. */
  answered: Ikev2Packet | undefined;
  timers: Appointment[];
}

/** A child SA that is being made. */
export interface ChildNegotiation extends NegotiatedPair {
  ike: Ikev2Sa;
  nonce: number;
  /** The pair that it replaces. */
  replaces: ChildSa | undefined;
}

/** One of which nothing has been sent yet. */
export function freshIkeSa(
  own: Pick<Ikev2Sa, 'role' | 'spis' | 'slot' | 'sessionId' | 'isInitialContact' | 'bornAtMs' | 'lifetimeSeconds'>,
): Ikev2Sa {
  return {
    ...own,
    isUp: false,
    isClosing: false,
    isRekeyed: false,
    nextId: 0,
    expectedId: 0,
    outstanding: undefined,
    queue: [],
    answered: undefined,
    timers: [],
  };
}

export const NO_SPI = '0'.repeat(16);

/** 16 hex digits. */
export function randomIkeSpi(random: Random): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 0x10000)
      .toString(16)
      .toUpperCase()
      .padStart(4, '0'),
  ).join('');
}

export function randomNonce(random: Random): number {
  return Math.floor(random() * 0xffffffff);
}
