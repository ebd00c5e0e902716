/** Dropped packets are counted, not logged: IOS logs one a minute, its counters know them all. [C seed.md 4] */
import type { Side } from '../ipsec/side.ts';
import type { Timeline } from '../timeline/model.ts';

export interface Dropped {
  count: number;
  /** As the show names it: `pkts invalid sa (rcv)`, `IN_US_V4_PKT_SA_NOT_FOUND_SPI`. */
  counter: string;
}

/** The tunnel's own counter first; that of the whole data plane counts other tunnels' packets too. */
const COUNTERS = [/^pkts invalid sa \(rcv\)$/, /^IN_US_V[46]_PKT_SA_NOT_FOUND_SPI$/, /^IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI$/];

function sinceArming(count: number, before: number): number {
  return count >= before ? count - before : count;
}

/** Null when no counter was captured, or none counted any. */
export function droppedAt({ states, snapshots }: Timeline, side: Side): Dropped | null {
  const counters = states[side].counters ?? [];
  // What it had counted when it was armed is not of this incident. A counter that began anew since counts from there.
  const before = (name: string): number =>
    (snapshots[side].arming?.counters ?? []).reduce((most, { value }) => (value.name === name ? Math.max(most, value.count) : most), 0);
  for (const pattern of COUNTERS) {
    const counted = counters.filter(({ value }) => pattern.test(value.name));
    const [first] = counted;
    if (first === undefined) continue;
    const most = counted.reduce((greatest, { value }) => Math.max(greatest, value.count), 0);
    const count = sinceArming(most, before(first.value.name));
    if (count > 0) return { counter: first.value.name, count };
  }
  return null;
}
