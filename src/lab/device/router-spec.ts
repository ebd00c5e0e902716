/** A router's specification is what a simulated router is before anybody types: its name, its software, its clock, what is wrong with it, and the configuration that it comes with: one tunnel by a static crypto map. */
import type { PlatformId } from '../../ios/platforms/index.ts';
import type { Quirk } from './quirk.ts';

/** The version of IKE that both ends of a tunnel speak. */
export type IkeVersion = 1 | 2;

/** The releases of simulated IOS: 15 when left out; IOS XE has but one here. */
export type IosRelease = '12.4' | '15';

export interface RouterSpec {
  hostname: string;
  /** IKE address. */
  address: string;
  /** The version of IKE that its tunnel is configured for; the lab fills it in. */
  ike?: IkeVersion | undefined;
  /** The other end's IKE address; the lab fills it in. */
  peerAddress?: string | undefined;
  platform: PlatformId;
  release?: IosRelease | undefined;
  /** `mainline`: a 12.4 whose EEM is older than its trains'; `iol`: IOS on Linux, which knows no applets. */
  image?: 'mainline' | 'iol' | undefined;
  /** This router's clock minus the lab's when the lab starts, in ms. */
  offsetMs: number;
  /** By how much this router's clock gains on the lab's, in parts per million. */
  driftPpm?: number | undefined;
  /** Asked for by `enable`; a login gives user EXEC then. */
  enableSecret?: string | undefined;
  /** AAA asks its server about every command, and the server does not know EEM. */
  authorizesCommands?: boolean | undefined;
  /** `stuck`: nothing that is asked for runs; `killed-early`: at the default maxrun, whatever the applet says; `no-append`: files are not appended to. */
  eemFault?: 'stuck' | 'killed-early' | 'no-append' | undefined;
  flashBytes?: number | undefined;
  /** Of its processor. */
  memoryBytes?: number | undefined;
  /** Said before the first prompt. */
  banner?: string | undefined;
  /** Where it behaves otherwise than is believed. */
  quirks?: readonly Quirk[] | undefined;
  /** Instead of the default configuration. */
  configuration?: string | undefined;
}

/** What of it the default configuration says; without a peer its crypto map is left without one, and IKE is version 1. */
export type ConfigurationFacts = Pick<
  RouterSpec,
  'hostname' | 'address' | 'peerAddress' | 'platform' | 'release' | 'authorizesCommands' | 'ike'
>;

/** The interface towards the peer. */
export function outsideOf(platform: PlatformId): string {
  return platform === 'ios' ? 'GigabitEthernet0/0' : 'GigabitEthernet0/0/0';
}

export function defaultConfiguration(facts: ConfigurationFacts): string {
  const { hostname, address, peerAddress, platform, release, authorizesCommands = false, ike = 1 } = facts;
  // 12.4 knows neither SHA-2 nor group 14. [B]
  const is12 = platform === 'ios' && release === '12.4';
  return `version ${is12 ? '12.4' : platform === 'ios' ? '15.7' : '16.12'}
service timestamps debug datetime msec
service timestamps log datetime msec
hostname ${hostname}
logging buffered 8192 informational
logging console informational
${authorizesCommands ? 'aaa new-model\naaa authorization commands 15 default group tacacs+\n' : ''}${ike === 1 ? isakmpOf(peerAddress, is12) : ikev2Of(peerAddress)}crypto ipsec transform-set TS esp-aes 256 ${is12 ? 'esp-sha-hmac' : 'esp-sha256-hmac'}
 mode tunnel
crypto map OUTSIDE 10 ipsec-isakmp
${peerAddress === undefined ? '' : ` set peer ${peerAddress}\n`} set transform-set TS
${ike === 1 ? '' : ' set ikev2-profile PROFILE\n'} match address TUNNEL
interface ${outsideOf(platform)}
 ip address ${address} 255.255.255.0
 crypto map OUTSIDE
line con 0
line vty 0 4
 login local
 transport input ssh
`;
}

function isakmpOf(peerAddress = '0.0.0.0', is12 = false): string {
  return `crypto isakmp policy 10
 encr aes 256
 hash ${is12 ? 'sha' : 'sha256'}
 authentication pre-share
 group ${is12 ? 5 : 14}
crypto isakmp key rehearsal address ${peerAddress}
`;
}

function ikev2Of(peerAddress = '0.0.0.0'): string {
  return `crypto ikev2 proposal AES256
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy WAN
 proposal AES256
crypto ikev2 keyring KEYS
 peer PEER
  address ${peerAddress}
  pre-shared-key rehearsal
crypto ikev2 profile PROFILE
 match identity remote address ${peerAddress} 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KEYS
`;
}
