/** Named peers are whom a configuration protects traffic with: the crypto maps, tunnels and clients that name a remote end. */
import type { Configuration, ConfigurationSection } from './configuration.ts';
import { type ConfiguredLine, quoteLine } from './configured-line.ts';
import { INTERFACE } from './interface-addresses.ts';
import { type RemoteMatch, readRemote } from './remote-match.ts';
import type { ShowLine } from './show-lines.ts';

export interface NamedPeer extends ConfiguredLine {
  /** `way`: traffic is protected towards it; `identity`: a key or a profile lets it in. */
  as: 'way' | 'identity';
  remote: RemoteMatch;
  /** The version of IKE; undefined where the configuration leaves it open. */
  ike?: 1 | 2 | undefined;
  /** Set when the line does nothing now: its crypto map is on no interface, its tunnel is shut down. */
  idle?: string | undefined;
  /** The interfaces, or the address, from which it speaks; undefined where the configuration leaves it open. */
  from?: readonly string[] | undefined;
}

/** `crypto map OUTSIDE 10 ipsec-isakmp`, `crypto map OUTSIDE 65535 ipsec-isakmp dynamic SPOKES`, `crypto map GET 10 gdoi` */
export const MAP_ENTRY = /^crypto map (\S+) \d+ (?:ipsec-(?:isakmp|manual)(?: dynamic (\S+))?|(gdoi))/;
/** `crypto dynamic-map SPOKES 10` */
export const DYNAMIC_ENTRY = /^crypto dynamic-map (\S+) \d+/;
/** ` set peer 198.51.100.1 default`, ` set peer branch.example.net dynamic` */
export const SET_PEER = /^\s*set peer (\S+)/;
/** `crypto map OUTSIDE local-address Loopback0` */
export const LOCAL_ADDRESS = /^crypto map (\S+) local-address (\S+)/;
/** ` tunnel source GigabitEthernet0/0`, ` tunnel source 192.0.2.1`, ` tunnel source dynamic` */
export const TUNNEL_SOURCE = /^\s*tunnel source (?!dynamic)(\S+)/;
const SET_IKEV2 = /^\s*set ikev2-profile /;
/** ` crypto map OUTSIDE redundancy HA`, ` ipv6 crypto map OUTSIDE`, on an interface */
export const APPLIED_MAP = /^\s*(?:ipv6 )?crypto map (\S+)/;
export const TUNNEL = /^interface ((?:Tunnel|Virtual-Template)\S*)/i;
/** ` tunnel protection ipsec profile VTI shared`, ` … profile VTI ikev2-profile P` */
export const PROTECTION = /^\s*tunnel protection ipsec(?: profile (\S+))?(?:.* (isakmp|ikev2)-profile )?/;
const PROFILE = /^crypto ipsec profile (\S+)/;
const DESTINATION = /^\s*tunnel destination (\S+)/;
const MULTIPOINT = /^\s*tunnel mode gre multipoint/;
const SDWAN = /^\s*tunnel mode sdwan/;
/** ` ip nhrp nhs 10.0.0.1 nbma 203.0.113.1 multicast`, ` ip nhrp map 10.0.0.1 203.0.113.1`, ` ip nhrp map multicast 203.0.113.1` */
export const NHRP_REMOTE = /^\s*ip nhrp (?:nhs \S+ nbma|map (?:group )?(?:multicast|[\d.]+(?:\/\d+)?)) (\S+)/;
/** `crypto ikev2 client flexvpn HQ`, `crypto ipsec client ezvpn HQ` */
export const CLIENT = /^crypto (ikev2 client flexvpn|ipsec client ezvpn) \S+/;
/** ` peer 1 198.51.100.1`, ` peer 1 fqdn hq.example.net dynamic`, ` peer 198.51.100.1 default` */
export const CLIENT_PEER = /^\s*peer (?:\d+ )?(?:fqdn )?(\S+)/;
const SHUTDOWN = /^\s*shutdown$/;

/** What other sections refer to by name. */
interface Names {
  /** Crypto maps that are on an interface, each with the interfaces from which it speaks. */
  applied: ReadonlyMap<string, string[]>;
  dynamicMaps: ReadonlyMap<string, ConfigurationSection[]>;
  profiles: ReadonlyMap<string, ConfigurationSection[]>;
}

export function readWays({ sections }: Configuration): NamedPeer[] {
  const names: Names = {
    applied: appliedMaps(sections),
    dynamicMaps: byName(sections, DYNAMIC_ENTRY),
    profiles: byName(sections, PROFILE),
  };
  return sections.flatMap((section) => readMap(section, names) ?? readTunnel(section, names) ?? readClient(section) ?? []);
}

function appliedMaps(sections: readonly ConfigurationSection[]): Map<string, string[]> {
  const applied = new Map<string, string[]>();
  for (const { head, body } of sections) {
    const interfaceName = INTERFACE.exec(head.text)?.[1];
    if (interfaceName === undefined) continue;
    for (const { text } of body) {
      const map = APPLIED_MAP.exec(text)?.[1];
      if (map !== undefined) applied.set(map, [...(applied.get(map) ?? []), interfaceName]);
    }
  }
  // It speaks from one interface then, wherever it is. [C]
  for (const { head } of sections) {
    const [, map = '', source] = LOCAL_ADDRESS.exec(head.text) ?? [];
    if (source !== undefined && applied.has(map)) applied.set(map, [source]);
  }
  return applied;
}

function byName(sections: readonly ConfigurationSection[], pattern: RegExp): Map<string, ConfigurationSection[]> {
  const found = new Map<string, ConfigurationSection[]>();
  for (const section of sections) {
    const name = pattern.exec(section.head.text)?.[1];
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), section]);
  }
  return found;
}

function readMap(section: ConfigurationSection, { applied, dynamicMaps }: Names): NamedPeer[] | undefined {
  const [, name, dynamic, gdoi] = MAP_ENTRY.exec(section.head.text) ?? [];
  if (name === undefined) return undefined;
  const from = applied.get(name);
  const use: Use = { from, idle: from === undefined ? `the crypto map ${name} is on no interface` : undefined };
  if (gdoi !== undefined) return [way(section.head, { is: 'name', name: 'the members of a group' }, use)];
  if (dynamic === undefined) return readEntry(section, use, []);
  const entries = dynamicMaps.get(dynamic) ?? [];
  return entries.flatMap((entry) => readEntry(entry, use, [way(section.head, { is: 'any' }, { ...use, ike: ikeOf(entry) })]));
}

/** An entry of a dynamic map that names no peer takes any. [C] */
function readEntry(section: ConfigurationSection, use: Use, unnamed: NamedPeer[]): NamedPeer[] {
  const named = section.body.flatMap((line) => {
    const peer = SET_PEER.exec(line.text)?.[1];
    return peer === undefined ? [] : [way(line, readRemote(peer), { ...use, ike: ikeOf(section) }, section.head)];
  });
  return named.length > 0 ? named : unnamed;
}

function ikeOf({ body }: ConfigurationSection): 1 | 2 {
  return body.some(({ text }) => SET_IKEV2.test(text)) ? 2 : 1;
}

function readTunnel({ head, body }: ConfigurationSection, { profiles }: Names): NamedPeer[] | undefined {
  const name = TUNNEL.exec(head.text)?.[1];
  const protection = body.map(({ text }) => PROTECTION.exec(text)).find((match) => match !== null);
  if (name === undefined) return undefined;
  if (body.some(({ text }) => SDWAN.test(text))) return [way(head, { is: 'name', name: 'what SD-WAN tells it' }, {})];
  if (protection === undefined) return undefined;
  const [profile] = profiles.get(protection[1] ?? '') ?? [];
  const ike = protection[2] === undefined ? profile && ikeOf(profile) : protection[2] === 'ikev2' ? 2 : 1;
  const idle = body.some(({ text }) => SHUTDOWN.test(text)) ? `${name} is shut down` : undefined;
  const source = body.map(({ text }) => TUNNEL_SOURCE.exec(text)?.[1]).find((each) => each !== undefined);
  const use: Use = { idle, ike, from: source === undefined ? undefined : [source] };
  const pattern = body.some(({ text }) => MULTIPOINT.test(text)) ? NHRP_REMOTE : DESTINATION;
  const named = body.flatMap((line) => {
    const remote = pattern.exec(line.text)?.[1];
    return remote === undefined || remote === 'dynamic' ? [] : [way(line, readRemote(remote), use, head)];
  });
  // NHRP and virtual templates bring peers that no line names; FlexVPN fills in a destination that is missing.
  return pattern === DESTINATION && named.length > 0 ? named : [...named, way(head, { is: 'any' }, use)];
}

function readClient({ head, body }: ConfigurationSection): NamedPeer[] | undefined {
  const client = CLIENT.exec(head.text)?.[1];
  if (client === undefined) return undefined;
  return body.flatMap((line) => {
    const peer = CLIENT_PEER.exec(line.text)?.[1];
    return peer === undefined ? [] : [way(line, readRemote(peer), { ike: client.startsWith('ikev2') ? 2 : 1 }, head)];
  });
}

type Use = Pick<NamedPeer, 'ike' | 'idle' | 'from'>;

function way(line: ShowLine, remote: RemoteMatch, use: Use, head?: ShowLine): NamedPeer {
  return { as: 'way', remote, ...use, ...quoteLine(line, head) };
}
