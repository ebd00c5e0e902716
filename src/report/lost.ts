/** What was lost is how many packets a receiver dropped, and for how long: a span from the least to the most that the records allow. */
import type { Side } from '../ipsec/side.ts';
import type { JudgedIncident } from '../verdict/verdict.ts';

export interface Lost {
  receiver: Side;
  /** By its counters, which may have counted before, too; null when none was captured. */
  packets: number | null;
  /** As the show names it. */
  counter: string | null;
  /** From the first message to the last one of the same SPI; null without stamps. */
  leastMs: number | null;
  /** From the end of the SA at the receiver until it was over; null where one of them is not on record. Never less than the least. */
  mostMs: number | null;
}

/** One entry for each receiver among the incidents. */
export function lostIn(incidents: readonly JudgedIncident[]): Lost[] {
  return [...new Set(incidents.map(({ receiver }) => receiver))].map((receiver) => {
    const own = incidents.filter((each) => each.receiver === receiver);
    const dropped = own.find((each) => each.dropped !== null)?.dropped ?? null;
    return { receiver, packets: dropped?.count ?? null, counter: dropped?.counter ?? null, ...spanOf(own) };
  });
}

function spanOf(incidents: readonly JudgedIncident[]): Pick<Lost, 'leastMs' | 'mostMs'> {
  const logged = incidents.flatMap(({ firstAt, lastAt }) =>
    firstAt === null || lastAt === null ? [] : [[msOf(firstAt), msOf(lastAt)] as const],
  );
  if (logged.length < incidents.length) return { leastMs: null, mostMs: null };
  const leastMs = lengthOf(logged);
  const whole = incidents.flatMap(({ chain: { forgot, heals } }) =>
    forgot.at === null || heals.at === null ? [] : [[msOf(forgot.at), msOf(heals.at)] as const],
  );
  const mostMs = whole.length < incidents.length ? null : lengthOf(whole);
  return { leastMs, mostMs: mostMs === null || mostMs < leastMs ? null : mostMs };
}

/** Of spans that may lie over each other; one that ends before it begins has none. */
function lengthOf(spans: readonly (readonly [number, number])[]): number {
  let [length, until] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans.toSorted(([one], [two]) => one - two)) {
    length += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return length;
}

function msOf(iso: string): number {
  return Date.parse(iso);
}
