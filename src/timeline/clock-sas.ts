/** The SAs that both peers made bound the offset where no message does: the two ends of one negotiation create them at nearly the same time. */
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Interval } from './clock-probe.ts';
import type { PeerRecord } from './record.ts';

/** From the one end's creation of an SA to the other's: a way there and back, and IKE's own work. [L] */
const APART_MS = 2000;

/** b's clock minus a's: what every SA that both records create allows; undefined without one, or when they contradict each other. */
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
