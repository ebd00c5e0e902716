/** A packet is what one end sends to the other: a message of IKEv1 or IKEv2, by what it means, or ESP. */

export type Ikev1Packet =
  /** Step 1 to 6, odd ones from the initiator. */
  | { kind: 'main-mode'; ike: number; step: number; isInitialContact: boolean; lifetimeSeconds: number }
  /** `spi` is its sender's inbound one. */
  | { kind: 'quick-mode'; ike: number; messageId: number; step: number; spi: number; lifetimeSeconds: number }
  /** NOTIFY PROPOSAL_NOT_CHOSEN about the quick mode `about`. */
  | { kind: 'refusal'; ike: number; messageId: number; about: number; spi: number }
  /** Of a child SA; `spi` is its sender's inbound one. */
  | { kind: 'delete'; ike: number; messageId: number; spi: number }
  | { kind: 'delete-ike'; ike: number; messageId: number }
  | { kind: 'dpd'; ike: number; messageId: number; sequence: number; isAck: boolean };

/** 16 hex digits each; the responder's is zeros until it has answered. RFC 7296 3.1 */
export interface IkeSpis {
  initiator: string;
  responder: string;
}

export type ExchangeType = 'IKE_SA_INIT' | 'IKE_AUTH' | 'CREATE_CHILD_SA' | 'INFORMATIONAL';

/** What the payloads of an IKEv2 message say. */
export type Ikev2Body =
  | { is: 'init' }
  /** With the first child SA; `spi` is its sender's inbound one, or undefined where the child was refused. */
  | { is: 'auth'; spi: number | undefined; isInitialContact: boolean }
  /** `rekeys` is the inbound SPI, of the sender of the request, of the pair to be replaced. RFC 7296 1.3.3 */
  | { is: 'child'; spi: number; nonce: number; rekeys: number | undefined }
  /** `spi` is the new one of its sender. RFC 7296 1.3.2 */
  | { is: 'rekey-ike'; spi: string }
  | { is: 'refusal'; notify: 'NO_PROPOSAL_CHOSEN' | 'TEMPORARY_FAILURE' | 'CHILD_SA_NOT_FOUND' }
  /** Inbound SPIs of the sender; in a response those paired with the request's. RFC 7296 1.4.1 */
  | { is: 'delete'; spis: readonly number[] }
  | { is: 'delete-ike' }
  | { is: 'invalid-spi'; spi: number }
  /** A probe, or a plain acknowledgement. */
  | { is: 'nothing' };

export interface Ikev2Packet {
  kind: 'ikev2';
  spis: IkeSpis;
  exchange: ExchangeType;
  isResponse: boolean;
  /** A response echoes that of its request. */
  messageId: number;
  body: Ikev2Body;
}

export type IkePacket = Ikev1Packet | Ikev2Packet;

/** `bytes`: of the packet, for lives by volume; `source`: when it is not the peer's; `input`: the interface, when it is not the one towards the peer. */
export type Packet =
  | IkePacket
  | { kind: 'esp'; spi: number; bytes?: number | undefined; source?: string | undefined; input?: string | undefined };
