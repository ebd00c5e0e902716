/** The default configuration is what a simulated router comes with: one tunnel by a static crypto map. */
import type { PlatformId } from '../../ios/platforms/index.ts';
import type { IkeVersion, IosRelease } from './router-spec.ts';

export interface ConfigurationFacts {
  hostname: string;
  address: string;
  /** The other end; undefined: the crypto map is left without a peer. */
  peerAddress: string | undefined;
  platform: PlatformId;
  release?: IosRelease | undefined;
  authorizesCommands?: boolean | undefined;
  /** 1 when left out. */
  ike?: IkeVersion | undefined;
}

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
