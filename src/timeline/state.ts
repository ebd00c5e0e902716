/** A peer's state is what its show commands and configuration said at one moment; absent means not captured, never "no". */
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
  remote?: string | undefined;
}

export interface PeerState {
  version?: Cited<string> | undefined;
  uptimeSeconds?: Cited<number> | undefined;
  ipsecSas?: Cited<ShownSa>[] | undefined;
  /** `#pkts invalid sa (rcv)` and its like, by label. */
  counters?: Cited<{ name: string; count: number }>[] | undefined;
  /** IKEv1: `QM_IDLE`, … IKEv2: `READY`; one entry a row. */
  ikeSas?: Cited<{ state: string; remote?: string | undefined; status?: string | undefined }>[] | undefined;
  /** `UP-ACTIVE`, `UP-NO-IKE`, `DOWN`, … */
  sessionStatus?: Cited<string> | undefined;
  invalidSpiRecovery?: Cited<boolean> | undefined;
  cryptoConfigType?: Cited<CryptoConfigType> | undefined;
  /** Addresses that the configuration names as IKE peers; `0.0.0.0` stands for any. */
  peers?: Cited<string>[] | undefined;
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
