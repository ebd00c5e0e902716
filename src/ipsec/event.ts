/** An event is one parsed fact of one peer's record, with the lines that say it; nothing else in flaptrap is called an event. */
import type { Address } from './address.ts';
import type { Citation } from './citation.ts';
import type { EspSpi } from './spi.ts';

export interface EventBase extends Citation {
  /** The last line of a fact that takes several; `line` and `text` are those of the first. */
  endLine: number;
  /** The device's own clock, in ms since 1970 as if its wall clock were UTC (named zones are converted); null without a stamp. */
  at: number | null;
  /** Half-width of what the stamp can mean, in ms: 1 for `.885`, 1000 for whole seconds, more when interpolated. */
  precisionMs: number;
  /** Sequence number of `service sequence-numbers`, when printed: a total order on one device. */
  sequence?: number | undefined;
  /** Connection id, local to the peer: never joins two peers (ike.md 1.3). */
  connId?: number | undefined;
}

export type Exchange = 'main' | 'aggressive' | 'quick' | 'informational' | 'ike-sa-init' | 'ike-auth' | 'create-child-sa';

/** An IKE message that left or arrived; the unit that is matched across the peers. */
export interface MessageEvent extends EventBase {
  kind: 'message';
  direction: 'sent' | 'received';
  version: 1 | 2;
  exchange?: Exchange | undefined;
  /** IKEv1: the exchange's id as unsigned 32 bit, 0 in phase 1; IKEv2: the counter. */
  messageId?: number | undefined;
  /** IKEv2: both IKE SPIs, 16 upper-case hex digits each. */
  ikeSpis?: { initiator: string; responder: string } | undefined;
  /** IKEv2: which of the exchange's two messages this is. */
  message?: 'request' | 'response' | undefined;
  /** IKEv2 in the event trace, which prints no id: the SPIs of the child SA that the exchange makes or deletes. */
  subject?: string | undefined;
  /** IKEv2 in a log that prints no IKE SPIs: the IKE SA as both records know it, by a child SA of it. */
  ikeSa?: string | undefined;
  /** IKEv1: position in the exchange when the record shows it (1, 2, 3 in quick mode). */
  step?: number | undefined;
  role?: 'initiator' | 'responder' | undefined;
  local?: Address | undefined;
  localPort?: number | undefined;
  remote?: Address | undefined;
  remotePort?: number | undefined;
  /** Notifies and payload names that the record ties to this message, e.g. `PROPOSAL_NOT_CHOSEN`, `DELETE`. */
  payloads: string[];
  /** IKEv2: true where the record has the packet and no list of its payloads: none of them is known, which is no empty message. */
  isUnprinted?: boolean | undefined;
  /** State word printed with the packet: `QM_IDLE`, `MM_KEY_EXCH`. */
  state?: string | undefined;
  /** True when the record calls it a retransmission. */
  isRetransmission?: boolean | undefined;
}

/** A change in the life of an IKE SA (IKEv1: phase 1). */
export interface IkeSaEvent extends EventBase {
  kind: 'ike-sa';
  version: 1 | 2;
  change: 'started' | 'authenticated' | 'established' | 'deleted' | 'failed' | 'lifetime' | 'dpd-supported' | 'duplicate';
  role?: 'initiator' | 'responder' | undefined;
  remote?: Address | undefined;
  reason?: string | undefined;
  lifetimeSeconds?: number | undefined;
  ikeSpis?: { initiator: string; responder: string } | undefined;
}

/** A change in one negotiation of child SAs (IKEv1: one quick mode). */
export interface NegotiationEvent extends EventBase {
  kind: 'negotiation';
  version: 1 | 2;
  change: 'started' | 'completed' | 'failed';
  role?: 'initiator' | 'responder' | undefined;
  messageId?: number | undefined;
  remote?: Address | undefined;
  reason?: string | undefined;
}

/** A change in the life of one child SA, named by its SPI. */
export interface ChildSaEvent extends EventBase {
  kind: 'child-sa';
  /** `requested`: asked for, its SPI reserved; `proposed`: the peer asked for one; `refused`: what it proposed was not taken; `created`: create_sa; `installed`: data plane confirmed; `outbound-switched`: now encrypting with it. */
  change:
    | 'requested'
    | 'proposed'
    | 'refused'
    | 'created'
    | 'installed'
    | 'outbound-enabled'
    | 'outbound-switched'
    | 'expiring'
    | 'deleted';
  spi?: EspSpi | undefined;
  /** From this peer: inbound = this peer receives with it. */
  direction?: 'inbound' | 'outbound' | undefined;
  messageId?: number | undefined;
  /** `sa_dest`: the address that receives with this SPI; tells the direction where the record does not. */
  destination?: Address | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
  localProxy?: string | undefined;
  remoteProxy?: string | undefined;
  lifetimeSeconds?: number | undefined;
  lifetimeKilobytes?: number | undefined;
  reason?: string | undefined;
  /** True when the data plane itself says so, not IKE of what it asked for. */
  isDataPlane?: true | undefined;
}

/** A DELETE (IKEv1 payload or IKEv2 DELETE INFO) on its way. */
export interface DeleteEvent extends EventBase {
  kind: 'delete';
  version: 1 | 2;
  change: 'sent' | 'received' | 'acknowledged' | 'unsendable';
  what: 'ike-sa' | 'child-sa';
  /** The SPI as the record prints it: the inbound SPI of the DELETE's sender. */
  spi?: EspSpi | undefined;
  messageId?: number | undefined;
  remote?: Address | undefined;
  /** IKEv2, of an IKE SA: both of its SPIs, where the line names them. */
  ikeSpis?: { initiator: string; responder: string } | undefined;
}

/** A notify that was sent or received: `INITIAL_CONTACT`, `INVALID_SPI`, `NO_PROPOSAL_CHOSEN`, … in RFC or IOS spelling. */
export interface NotifyEvent extends EventBase {
  kind: 'notify';
  version: 1 | 2;
  direction: 'sent' | 'received';
  notify: string;
  messageId?: number | undefined;
  remote?: Address | undefined;
  spi?: EspSpi | undefined;
}

/** Dead peer detection (RFC 3706); the sequence number is the same on both sides. */
export interface DpdEvent extends EventBase {
  kind: 'dpd';
  version: 1 | 2;
  change: 'probe-sent' | 'probe-received' | 'ack-sent' | 'ack-received' | 'missed' | 'dead';
  /** How many have been missed so far, where the record counts them. */
  count?: number | undefined;
  sequence32?: number | undefined;
  remote?: Address | undefined;
}

/** The name that an end gave itself in its ID payload: it stays the same behind a NAT and at a new address. [C] RFC 2407 4.6.2, RFC 7296 3.5 */
export interface IdentityEvent extends EventBase {
  kind: 'identity';
  version: 1 | 2;
  /** `received`: the peer's own; `sent`: this peer's. */
  direction: 'sent' | 'received';
  identity: string;
  remote?: Address | undefined;
}

/** %CRYPTO-4-RECVD_PKT_INV_SPI: this peer dropped ESP with an SPI that it does not know. */
export interface InvalidSpiEvent extends EventBase {
  kind: 'invalid-spi';
  spi: EspSpi;
  /** Set when hexadecimal and decimal disagree; hexadecimal is believed (ike.md 1.6), unless an SA on record bears the other alone. */
  printedDecimal?: string | undefined;
  destination?: Address | undefined;
  source?: Address | undefined;
  protocol?: number | undefined;
  interface?: string | undefined;
  /** True when the device prints one for each packet; IOS prints one a minute and flow. */
  isEachPacket?: true | undefined;
}

/** An ESP packet that arrived, of a record that names each of them: ESP of an SA that is known, or not. */
export interface EspEvent extends EventBase {
  kind: 'esp';
  spi: EspSpi;
  /** Its number within the SA: what the sender has sent and what has come are told apart by it. [C] RFC 4303 2.2 */
  espSequence: number;
  remote?: Address | undefined;
}

/** Any other %FACILITY-SEVERITY-MNEMONIC message. */
export interface SyslogEvent extends EventBase {
  kind: 'syslog';
  facility: string;
  severity: number;
  mnemonic: string;
  message: string;
  /** GETVPN and DMVPN: what it says became of whom. */
  overlay?: Overlay | undefined;
}

/** A step in the life of an overlay above IPsec: a GETVPN group, a DMVPN tunnel. */
export interface Overlay {
  what: 'registration' | 'rekey' | 'key-server' | 'crypto-socket' | 'next-hop-server' | 'nhrp';
  change: 'started' | 'completed' | 'failed' | 'up' | 'down' | 'received' | 'sent';
  group?: string | undefined;
  interface?: string | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
}

/** The device's clock was set: stamps before and after do not belong to one time line. */
export interface ClockStepEvent extends EventBase {
  kind: 'clock-step';
  fromAt?: number | null | undefined;
  toAt?: number | null | undefined;
}

/** The device (re)started: %SYS-5-RESTART, crypto self-test, coldstart. */
export interface ReloadEvent extends EventBase {
  kind: 'reload';
}

/** A command that the record shows someone typed, e.g. `clear crypto sa`. */
export interface CommandEvent extends EventBase {
  kind: 'command';
  command: string;
  /** What the router answered to it says that it did not take it: `% Invalid input detected at '^' marker.` */
  isRefused?: boolean | undefined;
}

export type Event =
  | MessageEvent
  | IkeSaEvent
  | NegotiationEvent
  | ChildSaEvent
  | DeleteEvent
  | NotifyEvent
  | DpdEvent
  | IdentityEvent
  | InvalidSpiEvent
  | EspEvent
  | SyslogEvent
  | ClockStepEvent
  | ReloadEvent
  | CommandEvent;

export type EventKind = Event['kind'];
