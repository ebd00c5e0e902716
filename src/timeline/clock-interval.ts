/** An interval is what is known of the offset without any matched message: from `show clock` between two readings of the host's clock, or from SAs. */

import type { ClockProbe } from '../bundle/manifest.ts';
import { isZoneKnown, parseClock } from '../ios/log/syslog.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { PeerRecord } from './record.ts';

export interface Interval {
  fromMs: number;
  toMs: number;
}

/** b's clock minus a's, as the probes bound it; undefined without a probe of each. */
export function boundByProbes(probes: readonly ClockProbe[]): Interval | undefined {
  const a = intervalOf(probes, 'a');
  const b = intervalOf(probes, 'b');
  return a === undefined || b === undefined ? undefined : { fromMs: b.fromMs - a.toMs, toMs: b.toMs - a.fromMs };
}

/** The device's clock minus the host's: all its probes agree on this. */
function intervalOf(probes: readonly ClockProbe[], side: Side): Interval | undefined {
  const intervals = probes.flatMap((probe) => {
    const read = probe.side === side && isZoneKnown(probe.answer) ? parseClock(probe.answer) : undefined;
    if (read === undefined) return [];
    return [{ fromMs: read.at - probe.afterMs, toMs: read.at + read.precisionMs - probe.beforeMs }];
  });
  const [first] = intervals;
  if (first === undefined) return undefined;
  const common = intervals.reduce((one, two) => ({ fromMs: Math.max(one.fromMs, two.fromMs), toMs: Math.min(one.toMs, two.toMs) }));
  return common.fromMs <= common.toMs ? common : first;
}

/** From the one end's creation of an SA to the other's: a way there and back, and IKE's own work. [L] */
const APART_MS = 2000;

/** The two ends of one negotiation create its SAs at nearly the same time: b's clock minus a's, as every SA that both records create allows; undefined without one, or when they contradict each other. */
export function boundBySas(records: Record<Side, PeerRecord>): Interval | undefined {
  const [a, b] = SIDES.map((side) => creations(records[side])) as [Map<string, number>, Map<string, number>];
  const differences = [...a].flatMap(([spi, at]) => {
    const there = b.get(spi);
    return there === undefined ? [] : [there - at];
  });
  if (differences.length === 0) return undefined;
  const fromMs = differences.reduce((one, two) => Math.max(one, two)) - APART_MS;
  const toMs = differences.reduce((one, two) => Math.min(one, two)) + APART_MS;
  return fromMs <= toMs ? { fromMs, toMs } : undefined;
}

/** By SPI: when it was created; an SPI that a record creates twice says nothing. */
function creations({ events }: PeerRecord): Map<string, number> {
  const found = new Map<string, number>();
  const twice = new Set<string>();
  for (const { event, baseAt, precisionMs } of events) {
    if (event.kind !== 'child-sa' || event.change !== 'created' || event.spi === undefined || baseAt === null || precisionMs > APART_MS)
      continue;
    if (found.has(event.spi)) twice.add(event.spi);
    found.set(event.spi, baseAt);
  }
  for (const spi of twice) found.delete(spi);
  return found;
}
