/** Traits are how one end is set up, and which faults its software has; scenarios change them. */
import type { PlatformId } from '../../ios/platforms/index.ts';
import type { Side } from '../../ipsec/side.ts';

export interface Traits {
  /** False for a tunnel of another kind: IKE has nothing to say to it. */
  hasIke: boolean;
  /** It answers or goes on only when its data plane has the new SA. [C] ike.md 4.4 */
  awaitsInstall: boolean;
  /** From IKE's word to the SA in the data plane. */
  installDelayMs: number;
  /** Has something to send every few seconds. */
  isTalkative: boolean;
  /** Protects a tunnel interface; undefined: by a crypto map on the outside. */
  tunnelInterface: string | undefined;
  childLifetimeSeconds: number;
  /** Each end goes by its own; that they are not agreed on is likely. [L] ike.md 8.10 */
  childLifetimeKilobytes: number;
  ikeLifetimeSeconds: number;
  /** Between two probes; undefined: no dead peer detection. */
  dpdSeconds: number | undefined;
  /** Sends with a new SA as soon as it has answered, before it knows that the other end has it. CSCty30063 (unverified id); RFC 7296 2.8 */
  usesNewSaEarly: boolean;
  /** Deletes a new SA for which a packet comes before it is installed. CSCvn31824 */
  killsNewSaOnEarlyPacket: boolean;
  /** Its data plane goes on with an SA that IKE has deleted. */
  keepsDeletedOutbound: boolean;
  /** Its data plane never gets what IKE installs. */
  losesInstalledInbound: boolean;
  /** Drops whatever comes with an SPI from 0xFF000000 on, although it chose it. CSCvp16730 */
  dropsHighSpis: boolean;
  /** Lets an SA expire without telling the peer. */
  expiresSilently: boolean;
  /** Rekeys before an SA's life ends. */
  asksForSuccessor: boolean;
  /** Has none for a new SA. */
  lacksMemory: boolean;
  /** Refuses every new child SA. */
  refusesChildren: boolean;
  /** Does not know the identity that the peer shows in IKE_AUTH. */
  refusesIdentity: boolean;
  /** Keeps an IKE SA that nobody has answered, and begins no other beside it. CSCvd69373 */
  leaksNegotiations: boolean;
  /** Has no place for a second pair beside one that it was just given, whoever asked for which. CSCve08418 */
  losesSecondPair: boolean;
  /** Closes one of two rekeys of the same pair, by the nonces, as RFC 7296 2.8.1 wants. */
  comparesNonces: boolean;
}

const HOUR_SECONDS = 3600;
/** The lifetime by volume that IOS has when nobody configured it. [C] ike.md 4.1 */
export const KILOBYTES = 4_608_000;

export function soundTraits(platform: PlatformId, is12: boolean): Traits {
  const awaitsInstall = platform === 'ios-xe';
  return {
    hasIke: true,
    awaitsInstall,
    // The data plane of IOS XE needed some 75 ms in the one sample that tells; in 12.4 the third message left 8 ms before create_sa. [C] ike.md 4.4
    installDelayMs: awaitsInstall ? 75 : is12 ? 8 : 3,
    isTalkative: true,
    tunnelInterface: undefined,
    childLifetimeSeconds: HOUR_SECONDS,
    childLifetimeKilobytes: KILOBYTES,
    ikeLifetimeSeconds: 24 * HOUR_SECONDS,
    dpdSeconds: undefined,
    usesNewSaEarly: false,
    killsNewSaOnEarlyPacket: false,
    keepsDeletedOutbound: false,
    losesInstalledInbound: false,
    dropsHighSpis: false,
    expiresSilently: false,
    asksForSuccessor: true,
    lacksMemory: false,
    refusesChildren: false,
    refusesIdentity: false,
    leaksNegotiations: false,
    losesSecondPair: false,
    comparesNonces: true,
  };
}

export interface Selectors {
  /** `203.0.113.0/255.255.255.128` */
  mine: string;
  theirs: string;
  /** 47 where GRE alone is protected; all when left out. */
  protocol?: 47;
}

const NETWORKS: Readonly<Record<Side, string>> = { a: '203.0.113.0/255.255.255.128', b: '203.0.113.128/255.255.255.128' };

export function selectorsOf(side: Side): Selectors {
  return side === 'a' ? { mine: NETWORKS.a, theirs: NETWORKS.b } : { mine: NETWORKS.b, theirs: NETWORKS.a };
}

/** A protected tunnel interface has a map of its own, whose name is the interface's. [C] */
export function mapOf({ tunnelInterface }: Traits): string {
  return tunnelInterface === undefined ? 'OUTSIDE' : `${tunnelInterface}-head-0`;
}
