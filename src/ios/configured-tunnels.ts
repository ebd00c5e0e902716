/** Configured tunnels are the ways in which a configuration protects traffic: crypto maps, tunnel interfaces, EzVPN. */
import { readAddress } from '../ipsec/address.ts';
import type { Configuration, ConfigurationSection } from './configuration.ts';
import { allShown, findShown } from './show-lines.ts';
import type { ConfiguredTunnel, ConfiguredType, Shown } from './shows/show.ts';

/** `crypto map WAN 10 ipsec-isakmp`, `crypto map WAN 65535 ipsec-isakmp dynamic SPOKES` */
export const CRYPTO_MAP = /^crypto map (\S+) (\d+) ipsec-isakmp(?: (dynamic|profile) \S+)?/;
/** `crypto dynamic-map SPOKES 10` */
export const DYNAMIC_MAP = /^crypto dynamic-map (\S+) \d+/;
/** `crypto ipsec client ezvpn HQ` */
export const EZVPN = /^crypto ipsec client ezvpn (\S+)/;
/** `interface Tunnel0` */
export const TUNNEL_INTERFACE = /^interface (Tunnel\S+|Virtual-Template\S+)/i;
/** ` tunnel protection ipsec profile VTI shared` */
const PROTECTION = /^\s*tunnel protection ipsec(?: profile (\S+))?/;
/** `crypto ipsec profile VTI` */
export const IPSEC_PROFILE = /^crypto ipsec profile (\S+)/;
const MODE_IPSEC = /^\s*tunnel mode ipsec/;
const MODE_MULTIPOINT = /^\s*tunnel mode gre multipoint/;
/** ` tunnel destination 198.51.100.1` */
const DESTINATION = /^\s*tunnel destination (\S+)/;
/** ` ip nhrp map 172.16.1.1 203.0.113.1`, ` ip nhrp nhs 172.16.1.1 nbma 203.0.113.1 multicast`: not `map multicast …` */
export const STATIC_NHRP = /^\s*ip nhrp (?:map (?!multicast)(?:group )?\S+ (\S+)|nhs \S+ nbma (\S+))/;
/** ` set peer 198.51.100.1` */
const SET_PEER = /^\s*set peer (\S+)/;
/** ` set security-association lifetime seconds 900` */
export const SET_SECONDS = /^\s*set security-association lifetime seconds (\d+)/;
/** ` set security-association idle-time 600` */
export const SET_IDLE = /^\s*set security-association idle-time (\d+)/;
export const SET_KILOBYTES = /^\s*set security-association lifetime kilobytes (\d+)/;

export function readConfiguredTunnels({ sections }: Configuration): Shown<ConfiguredTunnel>[] {
  const profiles = new Map(sections.map((section) => [IPSEC_PROFILE.exec(section.head.text)?.[1] ?? '', section]));
  return sections.flatMap((section) => readCryptoMap(section) ?? readInterface(section, profiles) ?? []);
}

function readCryptoMap(section: ConfigurationSection): Shown<ConfiguredTunnel>[] | undefined {
  const { head } = section;
  const map = CRYPTO_MAP.exec(head.text);
  if (map !== null) return [shown(section, map[3] === 'dynamic' ? 'dynamic-crypto-map' : 'static-crypto-map', map[1] ?? '')];
  const dynamic = DYNAMIC_MAP.exec(head.text);
  if (dynamic !== null) return [shown(section, 'dynamic-crypto-map', dynamic[1] ?? '')];
  const ezvpn = EZVPN.exec(head.text);
  return ezvpn === null ? undefined : [shown(section, 'ezvpn-client', ezvpn[1] ?? '')];
}

function shown(section: ConfigurationSection, type: ConfiguredType, name: string): Shown<ConfiguredTunnel> {
  const [remote, ...backups] = allShown(section.body, SET_PEER, ([, peer]) => readAddress(peer)).map(({ value }) => value);
  const others = backups.length === 0 ? {} : { backups };
  return { value: { type, name, remote, ...others, ...lifetimesOf(section) }, ...section.head };
}

type Lifetimes = Pick<ConfiguredTunnel, 'lifetimeSeconds' | 'lifetimeKilobytes'>;

/** What a crypto map or a profile sets for itself. */
function lifetimesOf(section: ConfigurationSection | undefined): Lifetimes {
  const body = section?.body ?? [];
  return {
    lifetimeSeconds: findShown(body, SET_SECONDS, ([, seconds]) => Number(seconds))?.value,
    lifetimeKilobytes: findShown(body, SET_KILOBYTES, ([, kilobytes]) => Number(kilobytes))?.value,
  };
}

function readInterface({ head, body }: ConfigurationSection, profiles: ReadonlyMap<string, ConfigurationSection>) {
  const name = TUNNEL_INTERFACE.exec(head.text)?.[1];
  const protection = body.map((line) => PROTECTION.exec(line.text)).find((match) => match !== null);
  if (name === undefined || protection === undefined) return undefined;
  const lifetimes = lifetimesOf(profiles.get(protection[1] ?? ''));
  if (body.some((line) => MODE_MULTIPOINT.test(line.text))) return readMultipoint({ head, body }, name, lifetimes);
  const isVti = body.some((line) => MODE_IPSEC.test(line.text));
  const remote = findShown(body, DESTINATION, ([, destination]) => readAddress(destination))?.value;
  const value: ConfiguredTunnel = { type: isVti ? 'svti' : 'p2p-gre', name, remote, ...lifetimes };
  return [{ value, ...head }];
}

/** Static towards each peer that has a mapping, dynamic towards all others. */
function readMultipoint({ head, body }: ConfigurationSection, name: string, lifetimes: Lifetimes): Shown<ConfiguredTunnel>[] {
  const mapped = body.flatMap((line) => {
    const match = STATIC_NHRP.exec(line.text);
    const remote = readAddress(match?.[1] ?? match?.[2]);
    return remote === undefined ? [] : [{ value: { type: 'mgre-static-nhrp' as const, name, remote, ...lifetimes }, ...line }];
  });
  return [...mapped, { value: { type: 'mgre-dynamic-nhrp' as const, name, ...lifetimes }, ...head }];
}
