/** `show running-config | section crypto` says how the peer protects traffic, and what it would do about an unknown SPI. */
import { type AddressRange, readRange } from '../../ipsec/address.ts';
import { type Configuration, type ConfigurationSection, parseConfiguration } from '../configuration.ts';
import { IPSEC_PROFILE, readConfiguredTunnels, SET_IDLE, SET_KILOBYTES, SET_SECONDS } from '../configured-tunnels.ts';
import { allShown, findShown, type ShowLine } from '../show-lines.ts';
import type { Show, Shown, ShownDpd, ShownState } from './show.ts';

/** `crypto isakmp invalid-spi-recovery` */
export const INVALID_SPI_RECOVERY = /^\s*crypto isakmp invalid-spi-recovery\s*$/;
/** `crypto isakmp keepalive 10 3 periodic`, ` dpd 10 3 on-demand`, ` keepalive 10 retry 3` */
export const DPD =
  /^\s*(?:crypto isakmp keepalive|crypto ikev2 dpd|dpd|keepalive) (\d+)(?: (?:retry )?(\d+))?(?: (periodic|on-demand))?\s*$/;
/** A tunnel interface has a keepalive of its own, which is no DPD: only these sections and lines speak of it. */
export const DPD_SECTION = /^\s*crypto (?:isakmp (?:profile|keepalive)|ikev2 (?:profile|dpd)) /;
/** ` lifetime 3600`, ` lifetime seconds 86400`, below `crypto isakmp policy` or `crypto ikev2 profile` */
export const IKE_LIFETIME = /^\s*lifetime (?:seconds )?(\d+)\s*$/;
export const IKE_SECTION = /^\s*crypto (?:isakmp policy|ikev2 profile) /;
/** `crypto ipsec security-association lifetime seconds 1800` */
export const IPSEC_SECONDS = /^\s*crypto ipsec security-association lifetime seconds (\d+)/;
/** `crypto ipsec security-association lifetime kilobytes 100000`, `… kilobytes disable` */
export const IPSEC_KILOBYTES = /^\s*crypto ipsec security-association lifetime kilobytes (\d+|disable)/;
/** ` set peer 203.0.113.1`, `crypto isakmp key <removed> address 0.0.0.0`, ` match identity remote address 198.51.100.1 255.255.255.255`, ` tunnel destination 198.51.100.1` */
export const PEER_ADDRESS =
  /^\s*(?:set peer|tunnel destination|crypto isakmp key .*? address(?: ipv6)?|match identity (?:remote )?address|pre-shared-key address|address(?: ipv[46])?) ([0-9A-Fa-f.:]+(?:\/\d{1,3})?)(?: (\d+(?:\.\d+){3}))?(?![\w.:/-])|^\s*(?:set peer|tunnel destination|crypto isakmp key .*? hostname) ([A-Za-z][\w.-]*)/;
/** `crypto ipsec security-association idle-time 900`: IOS has none unless it is told to. [C Cisco IOS Security Command Reference] */
export const IPSEC_IDLE = /^\s*crypto ipsec security-association idle-time (\d+)/;
const CRYPTO = /^\s*crypto /;
/** `crypto isakmp key … address 198.51.100.1`, ` set isakmp-profile P`: IOS needs one of them to speak IKEv1. [C Cisco IOS Security Command Reference] */
export const FOR_IKEV1 = /^\s*(?:crypto (?:isakmp (?:key|policy|profile|client)|keyring|map \S+ isakmp)|set isakmp-profile)\b/;
/** ` set ikev2-profile P`: without it a crypto map or a profile negotiates by IKEv1. [C Cisco FlexVPN guide] */
export const FOR_IKEV2 = /^\s*set ikev2-profile \S/;

/** IOS does not print what is default. [C] */
const IKE_LIFETIME_DEFAULT_SECONDS = 86_400;
const IPSEC_LIFETIME_DEFAULT_SECONDS = 3600;

export const runningConfig: Show = {
  id: 'running-config',
  command: 'show running-config | section crypto',
  names: /^show_run/i,
  read(text): ShownState {
    const configuration = parseConfiguration(text);
    const { lines, sections } = configuration;
    const tunnels = readConfiguredTunnels(configuration);
    const first = lines.find((line) => CRYPTO.test(line.text));
    const peers = allShown(linesOf(sections.filter(isOfPeers)), PEER_ADDRESS, readPeer);
    if (first === undefined) return { tunnels, peers };
    const dpd = findShown(linesOf(sections.filter(({ head }) => DPD_SECTION.test(head.text))), DPD, readDpd);
    return {
      tunnels,
      peers,
      invalidSpiRecovery: findShown(lines, INVALID_SPI_RECOVERY, () => true) ?? absent('crypto isakmp invalid-spi-recovery', false),
      configuredIke: readIke(lines),
      isDpdConfigured: dpd === undefined ? absent('keepalive or dpd', false) : { ...dpd, value: true },
      dpd,
      ikeLifetimeSeconds: ikeLifetime(configuration),
      ipsecLifetimeSeconds:
        loneProfile(configuration, tunnels, SET_SECONDS) ??
        findShown(lines, IPSEC_SECONDS, ([, seconds]) => Number(seconds)) ??
        absent('a lifetime', IPSEC_LIFETIME_DEFAULT_SECONDS),
      ipsecLifetimeKilobytes:
        loneProfile(configuration, tunnels, SET_KILOBYTES) ??
        findShown(lines, IPSEC_KILOBYTES, ([, kilobytes]) => (kilobytes === 'disable' ? 0 : Number(kilobytes))),
      ipsecIdleSeconds: loneProfile(configuration, tunnels, SET_IDLE) ?? findShown(lines, IPSEC_IDLE, ([, seconds]) => Number(seconds)),
    };
  },
  samples: [
    [
      'crypto isakmp policy 10',
      ' encr aes 256',
      ' lifetime 3600',
      'crypto isakmp invalid-spi-recovery',
      'crypto isakmp keepalive 10 3 periodic',
      'crypto map WAN 10 ipsec-isakmp',
      ' set peer 198.51.100.1',
      ' match address 101',
    ].join('\n'),
  ],
};

/** Undefined of a router that is configured for both, or of which no line says it. */
function readIke(lines: readonly ShowLine[]): Shown<1 | 2> | undefined {
  const [first, second] = [findShown(lines, FOR_IKEV1, () => 1 as const), findShown(lines, FOR_IKEV2, () => 2 as const)];
  return first === undefined || second === undefined ? (first ?? second) : undefined;
}

/** `radius server R`, `aaa group server …` have addresses too, which are no IKE peers. */
export const OTHER_SECTION =
  /^(?:radius|tacacs|aaa|ldap|ip sla|ntp|snmp-server|logging|router|monitor|policy-map|class-map|object-group|ip access-list|track|flow|event|line|voice|dial-peer)\b/i;

function isOfPeers({ head }: ConfigurationSection): boolean {
  return !OTHER_SECTION.test(head.text);
}

/** A name may be any address: only the router can resolve it. */
function readPeer([, address, mask, name]: RegExpExecArray): AddressRange | undefined {
  return address === undefined ? (name === undefined ? undefined : 'any') : readRange(address, mask);
}

function linesOf(sections: readonly ConfigurationSection[]): ShowLine[] {
  return sections.flatMap(({ head, body }) => [head, ...body]);
}

function readDpd([, interval, retry, mode]: RegExpExecArray): ShownDpd {
  return {
    intervalSeconds: Number(interval),
    ...(retry === undefined ? {} : { retrySeconds: Number(retry) }),
    isPeriodic: mode === 'periodic',
  };
}

function ikeLifetime({ sections }: Configuration): Shown<number> | undefined {
  const policies = sections.filter(({ head }) => IKE_SECTION.test(head.text));
  const set = policies
    .map(({ body }) => findShown(body, IKE_LIFETIME, ([, seconds]) => Number(seconds)))
    .find((shown) => shown !== undefined);
  const [first] = policies;
  return set ?? (first === undefined ? undefined : { value: IKE_LIFETIME_DEFAULT_SECONDS, ...first.head });
}

/** `section crypto` leaves out the tunnel interface that names its profile: where there is one profile alone, it is that. [L] */
function loneProfile({ sections }: Configuration, tunnels: readonly unknown[], pattern: RegExp): Shown<number> | undefined {
  const [profile, ...others] = sections.filter(({ head }) => IPSEC_PROFILE.test(head.text));
  return profile === undefined || others.length > 0 || tunnels.length > 0
    ? undefined
    : findShown(profile.body, pattern, ([, count]) => Number(count));
}

function absent<T>(what: string, value: T): Shown<T> {
  return { value, line: 0, text: `(no line with ${what})` };
}
