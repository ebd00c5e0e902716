/** Two peers' records as text, for the tests of the timeline: a bundle from lines, without a folder. */

import type { Bundle, BundleFile } from '../../src/bundle/bundle.ts';
import type { Manifest } from '../../src/bundle/manifest.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';

export const HQ = '192.0.2.1';
export const BRANCH = '198.51.100.1';

export interface TwoPeers {
  a?: readonly string[] | Record<string, readonly string[]>;
  b?: readonly string[] | Record<string, readonly string[]>;
  natAddress?: string;
  manifest?: Manifest;
}

export function bundleOf({ a = [], b = [], natAddress, manifest }: TwoPeers): Bundle {
  return {
    tunnel: {
      a: { name: 'hq', address: toAddress(HQ) },
      b: { name: 'branch', address: toAddress(BRANCH), ...(natAddress === undefined ? {} : { natAddress: toAddress(natAddress) }) },
    },
    sides: { a: filesOf(a), b: filesOf(b) },
    missing: [],
    ...(manifest === undefined ? {} : { manifest }),
  };
}

export function timelineOf(peers: TwoPeers): Timeline {
  return buildTimeline(bundleOf(peers));
}

function filesOf(side: readonly string[] | Record<string, readonly string[]>): BundleFile[] {
  const files = Array.isArray(side) ? { 'show_logging.txt': side as readonly string[] } : (side as Record<string, readonly string[]>);
  return Object.entries(files).map(([name, lines]) => ({ name, text: lines.join('\n'), bytes: lines.join('\n').length }));
}

/** `*Oct 25 20:37:02.885: `, ms after 20:37:00 */
export function stamp(ms: number, precision: 'ms' | 'seconds' = 'ms'): string {
  const text = new Date(Date.UTC(1972, 9, 25, 20, 37) + Math.floor(ms)).toISOString().slice(11, 23);
  return `*Oct 25 ${precision === 'ms' ? text : text.slice(0, 8)}: `;
}

export function sends(ms: number, remote: string, id: number): string[] {
  return [
    `${stamp(ms)}ISAKMP: set new node ${id} to QM_IDLE      `,
    `${stamp(ms)}ISAKMP-PAK: (1003):sending packet to ${remote} my_port 500 peer_port 500 (R) QM_IDLE      `,
  ];
}

export function receives(ms: number, remote: string, id: number): string[] {
  return [
    `${stamp(ms)}ISAKMP-PAK: (1003):received packet from ${remote} dport 500 sport 500 Global (R) QM_IDLE      `,
    `${stamp(ms)}ISAKMP: (1003):set new node ${id} to QM_IDLE      `,
    `${stamp(ms)}ISAKMP: (1003):processing HASH payload. message ID = ${id}`,
  ];
}

export function invalidSpi(ms: number, source = BRANCH, destination = HQ, spi = '0xB761863E(3076621886)'): string {
  return `${stamp(ms)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${destination}, prot=50, spi=${spi}, srcaddr=${source}`;
}

export function created(ms: number, local: string, remote: string, destination: string, spi: string): string[] {
  return [
    `${stamp(ms)}IPSEC(create_sa): sa created,`,
    `  (sa) sa_dest= ${destination}, sa_proto= 50, sa_spi= ${spi}(0),`,
    `  (identity) local= ${local}:0, remote= ${remote}:0,`,
  ];
}

export const note = (ms: number): string => `${stamp(ms)}%SYS-5-CONFIG_I: Configured from console by ops on console`;
