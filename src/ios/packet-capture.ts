/**
 * Embedded packet capture of IOS XE keeps packets in a ring of memory: its commands, typed in EXEC mode and no part of the configuration, and what
 * they answer. IOS has another one under the same words. eem.md 11.3
 */

/** Enough of each packet for link, IPv6, UDP, the marker and IKE's header; what is said inside never leaves the router. */
const KEPT_BYTES = 128;

/** Eight letters and digits at most, the strictest that a release asks for. [C] Network Management Configuration Guide, Catalyst 9500, packet capture */
export function ringName(captureId: string): string {
  return `F${captureId.slice(0, 7)}`;
}

/** What says whose ring it is, in its own listing too. */
export function filterName(captureId: string): string {
  return `FLAPTRAP-${captureId}-PKT`;
}

/** As this router sees them on the wire. */
interface Ends {
  local: string;
  remote: string;
}

/**
 * Both directions by name: whether an inline `match ipv4 host A host B` takes the answers too is said nowhere. [U] A NAT changes the other end's
 * port only, so ours tells IKE and ESP in UDP. [C] RFC 3947
 */
export function filterLines(captureId: string, { local, remote }: Ends): string[] {
  const [own, peer] = [`host ${local}`, `host ${remote}`];
  return [
    `ip access-list extended ${filterName(captureId)}`,
    `permit esp ${own} ${peer}`,
    `permit esp ${peer} ${own}`,
    ...[500, 4500].flatMap((port) => [`permit udp ${own} eq ${port} ${peer}`, `permit udp ${peer} ${own} eq ${port}`]),
  ];
}

export function filterOff(captureId: string): string {
  return `no ip access-list extended ${filterName(captureId)}`;
}

/** `face`: the interface that the packets pass. */
export function ringLines(captureId: string, face: string, megabytes: number): string[] {
  const ring = `monitor capture ${ringName(captureId)}`;
  return [
    `${ring} interface ${face} both`,
    `${ring} access-list ${filterName(captureId)}`,
    `${ring} buffer circular size ${megabytes}`,
    `${ring} limit packet-len ${KEPT_BYTES}`,
    `${ring} start`,
  ];
}

/** A ring that runs is not removed: it is stopped first. [B] */
export const RING_COMMANDS = {
  stop: (captureId: string) => `monitor capture ${ringName(captureId)} stop`,
  exportTo: (captureId: string, path: string) => `monitor capture ${ringName(captureId)} export ${path}`,
  remove: (captureId: string) => `no monitor capture ${ringName(captureId)}`,
  ask: (captureId: string) => `show monitor capture ${ringName(captureId)}`,
} as const;

/** Whatever of ours a router has: a ring names its filter, and a filter its capture. */
export const RING_LISTS = [
  'show monitor capture | include Access-list: FLAPTRAP-',
  'show running-config | include ^ip access-list extended FLAPTRAP-',
] as const;
const OWN_FILTER = /FLAPTRAP-([0-9a-f]{8})-PKT\b/g;

/** Ids of the captures that such an answer names; its echo names none. */
export function readFilterNames(answer: string): string[] {
  return [...new Set([...answer.matchAll(OWN_FILTER)].map(([, captureId = '']) => captureId))];
}

/** What is typed to take them off, in whatever order. */
export const RING_OFF = /^(?:monitor capture F[0-9a-f]{7} stop|no monitor capture F[0-9a-f]{7})$/;
export const FILTER_OFF = /^no ip access-list extended FLAPTRAP-[0-9a-f]{8}-PKT$/;

/** ` Status : Active` [L] */
export const RING_ACTIVE = /^\s*Status\s*:\s*Active\b/m;
