/** The header of a report is which tunnel it is about: both routers with model and release, VRF and selectors, and what was lost on it. */
import type { Tunnel } from '../ipsec/peer.ts';
import { bySide, SIDES, type Side } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';
import { printSpan } from '../timeline/span.ts';
import type { JudgedIncident, Verdict } from '../verdict/verdict.ts';
import { type Lost, lostIn } from './lost.ts';
import { wrapUnder } from './wrap.ts';

/** What is not known is null. */
export interface Header {
  routers: Record<Side, { model: string | null; release: string | null }>;
  /** The inner VRF, by side. */
  vrf: Record<Side, string | null>;
  /** As a sees them: its own network, then the other. */
  selectors: { own: string; other: string }[];
  lost: Lost[];
}

export function headerOf({ incidents }: Pick<Verdict, 'incidents'>, { states }: Pick<Timeline, 'states'>): Header {
  const router = (side: Side) => ({ model: states[side].model?.value ?? null, release: states[side].version?.value ?? null });
  const vrf = (side: Side) => states[side].ipsecSas?.find(({ value }) => value.vrf !== undefined)?.value.vrf ?? null;
  return {
    routers: bySide(router),
    vrf: bySide(vrf),
    selectors: selectorsOf(states, incidents),
    lost: lostIn(incidents),
  };
}

/** Those of the unknown SPIs, where a show still has them; else all of the tunnel's. */
function selectorsOf(states: Timeline['states'], incidents: readonly JudgedIncident[]): Header['selectors'] {
  const all = SIDES.flatMap((side) =>
    (states[side].ipsecSas ?? []).flatMap(({ value: { spi, localProxy, remoteProxy } }) => {
      if (localProxy === undefined || remoteProxy === undefined) return [];
      const [own, other] = side === 'a' ? [localProxy, remoteProxy] : [remoteProxy, localProxy];
      return [{ spi, pair: { own: shortened(own), other: shortened(other) } }];
    }),
  );
  const named = all.filter(({ spi }) => incidents.some((incident) => incident.spi === spi));
  const pairs = (named.length > 0 ? named : all).map(({ pair }) => pair);
  return [...new Map(pairs.map((pair) => [`${pair.own} ${pair.other}`, pair])).values()];
}

/** `10.1.0.0/255.255.255.0/0/0` without the protocol and the port that are any: `10.1.0.0/24`. */
function shortened(proxy: string): string {
  const [network = '', mask = '', ...rest] = proxy.split('/');
  const bits = mask
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  const length = /^(1*)0*$/.exec(bits)?.[1]?.length;
  const short = mask.includes('.') && length !== undefined ? `${network}/${length}` : `${network}/${mask}`;
  const [protocol = '0', port = '0'] = rest;
  return `${short}${protocol === '0' ? '' : `, protocol ${protocol}`}${port === '0' ? '' : `, port ${port}`}`;
}

const SELECTORS_MAX = 3;

export function printHeader(header: Header, tunnel: Tunnel, columns?: number): string[] {
  const { a, b } = tunnel;
  const pairs = header.selectors.slice(0, SELECTORS_MAX).map(({ own, other }) => `${own} - ${other}`);
  const more = header.selectors.length - pairs.length;
  const routers = SIDES.flatMap((side) => printRouter(header, side, tunnel[side].name));
  return [
    ...wrapUnder('TUNNEL', `${a.name} (a, ${a.address}) - ${b.name} (b, ${b.address})`, columns),
    ...(routers.length === 0 ? [] : wrapUnder('', routers.join('; '), columns)),
    ...(pairs.length === 0 ? [] : wrapUnder('', `${pairs.join('; ')}${more > 0 ? ` and ${more} more` : ''}`, columns)),
    ...header.lost.flatMap((lost) => {
      const said = printLost(lost, tunnel[lost.receiver].name);
      return said === undefined ? [] : wrapUnder('LOST', said, columns);
    }),
  ];
}

/** `hq: ASR1001, release 16.9.4, VRF CUST`; nothing where nothing is known. */
export function printRouter({ routers, vrf }: Header, side: Side, name: string): string[] {
  const { model, release } = routers[side];
  const known = [
    ...(model === null ? [] : [model]),
    ...(release === null ? [] : [`release ${release}`]),
    ...(vrf[side] === null ? [] : [`VRF ${vrf[side]}`]),
  ];
  return known.length === 0 ? [] : [`${name}: ${known.join(', ')}`];
}

/** `hq: 37 packets (pkts invalid sa (rcv)), …`; undefined where nothing is known but that there was a message. */
export function printLost({ packets, counter, leastMs, mostMs }: Lost, name: string): string | undefined {
  const known = [
    ...(packets === null ? [] : [`${packets} ${packets === 1 ? 'packet' : 'packets'} (${counter})`]),
    ...(leastMs === null || leastMs === 0 ? [] : [`${printSpan(leastMs)} from the first message to the last`]),
    ...(mostMs === null ? [] : [`at most ${printSpan(mostMs)} from the deletion to its end`]),
  ];
  return known.length === 0 ? undefined : `at ${name}: ${known.join('; ')}`;
}
