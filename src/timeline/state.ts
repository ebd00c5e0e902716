/** A peer's state is what its show commands and configuration said at one moment; absent means not captured, never "no". */
import type { Address, AddressRange } from '../ipsec/address.ts';
import type { EspSpi } from '../ipsec/spi.ts';

export type CryptoConfigType =
  | 'static-crypto-map'
  | 'dynamic-crypto-map'
  | 'p2p-gre'
  | 'mgre-static-nhrp'
  | 'mgre-dynamic-nhrp'
  | 'svti'
  | 'ezvpn-client';

/** Where a fact of a show stands, so that it can be cited as evidence. */
export interface Cited<T> {
  value: T;
  file: string;
  line: number;
  text: string;
}

export interface ShownSa {
  spi: EspSpi;
  direction: 'inbound' | 'outbound';
  status?: string | undefined;
  remainingSeconds?: number | undefined;
  remainingKilobytes?: number | undefined;
  /** `current_peer` or `remote crypto endpt.` above it. */
  remote?: Address | undefined;
}

export interface ShownIkePeer {
  state: string;
  remote?: Address | undefined;
  /** IKEv1: `ACTIVE`, `ACTIVE (deleted)`. */
  status?: string | undefined;
  /** IKEv2: true when this peer began the IKE SA. */
  isInitiator?: boolean | undefined;
  /** IKEv2: how long it has been up. */
  activeSeconds?: number | undefined;
}

export interface ShownDataPlaneSa {
  spi: EspSpi;
  direction?: 'inbound' | 'outbound' | undefined;
  isValid?: boolean | undefined;
  remote?: Address | undefined;
}

export interface PeerState {
  version?: Cited<string> | undefined;
  uptimeSeconds?: Cited<number> | undefined;
  ipsecSas?: Cited<ShownSa>[] | undefined;
  /** `show crypto ipsec spi-lookup`: SPIs that R could look up; transient ones are being set up or retired. [L] */
  spis?: Cited<{ spi: EspSpi; table: 'active' | 'transient' }>[] | undefined;
  /** What the QFP holds, against what IOSd lists. */
  dataPlaneSas?: Cited<ShownDataPlaneSa>[] | undefined;
  /** HSRP and VRRP groups, and what this peer is in them: `Active`, `Standby`. */
  redundancy?: Cited<{ group: string; state: string; address?: Address | undefined }>[] | undefined;
  /** `pkts invalid sa (rcv)`, `IN_US_V4_PKT_SA_NOT_FOUND_SPI` and their like, by label. */
  counters?: Cited<{ name: string; count: number }>[] | undefined;
  /** IKEv1: `QM_IDLE`, … IKEv2: `READY`; one entry a row. */
  ikeSas?: Cited<ShownIkePeer>[] | undefined;
  /** `UP-ACTIVE`, `UP-NO-IKE`, `DOWN`, … */
  sessionStatus?: Cited<string> | undefined;
  invalidSpiRecovery?: Cited<boolean> | undefined;
  cryptoConfigType?: Cited<CryptoConfigType> | undefined;
  /** NHRP: which tunnel address is reached at which NBMA address. */
  nhrp?: Cited<{ tunnelAddress: Address; nbma: Address }>[] | undefined;
  /** Whom the configuration names as IKE peers: addresses, networks, any. */
  peers?: Cited<AddressRange>[] | undefined;
  /** False only when the crypto configuration was captured and no line asks for DPD. */
  isDpdConfigured?: Cited<boolean> | undefined;
  dpd?: Cited<{ intervalSeconds: number; retrySeconds?: number | undefined; isPeriodic: boolean }> | undefined;
  ikeLifetimeSeconds?: Cited<number> | undefined;
  ipsecLifetimeSeconds?: Cited<number> | undefined;
  ipsecLifetimeKilobytes?: Cited<number> | undefined;
  isNtpSynchronised?: Cited<boolean> | undefined;
  /** What `show clock` said, in ms as its wall clock were UTC (named zones are converted). */
  clockAt?: Cited<number> | undefined;
}
