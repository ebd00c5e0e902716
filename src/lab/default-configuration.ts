/** The default configuration is what a simulated router comes with: one tunnel by a static crypto map. */
import type { PlatformId } from '../ios/platforms/index.ts';

export interface ConfigurationFacts {
  hostname: string;
  address: string;
  /** The other end; undefined: the crypto map is left without a peer. */
  peerAddress: string | undefined;
  platform: PlatformId;
  authorizesCommands?: boolean | undefined;
}

/** The interface towards the peer. */
export function outsideOf(platform: PlatformId): string {
  return platform === 'ios' ? 'GigabitEthernet0/0' : 'GigabitEthernet0/0/0';
}

export function defaultConfiguration({ hostname, address, peerAddress, platform, authorizesCommands = false }: ConfigurationFacts): string {
  return `version ${platform === 'ios' ? '15.7' : '16.12'}
service timestamps debug datetime msec
service timestamps log datetime msec
hostname ${hostname}
logging buffered 8192 informational
${authorizesCommands ? 'aaa new-model\naaa authorization commands 15 default group tacacs+\n' : ''}crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key rehearsal address ${peerAddress ?? '0.0.0.0'}
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode tunnel
crypto map OUTSIDE 10 ipsec-isakmp
${peerAddress === undefined ? '' : ` set peer ${peerAddress}\n`} set transform-set TS
 match address TUNNEL
interface ${outsideOf(platform)}
 ip address ${address} 255.255.255.0
 crypto map OUTSIDE
line con 0
line vty 0 4
 login local
 transport input ssh
`;
}
