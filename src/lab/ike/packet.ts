/** A packet is what one end sends to the other: an IKEv1 message, by what it means, or ESP. */

export type IkePacket =
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

/** `bytes`: of the packet, for lives by volume; `source`: when it is not the peer's; `input`: the interface, when it is not the one towards the peer. */
export type Packet =
  | IkePacket
  | { kind: 'esp'; spi: number; bytes?: number | undefined; source?: string | undefined; input?: string | undefined };
