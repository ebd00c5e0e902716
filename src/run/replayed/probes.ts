/** Probes tell how often an end looks for a dead peer: by its shows, else by its record, else as assumed. */
import type { Side } from '../../ipsec/side.ts';
import type { Timeline } from '../../timeline/model.ts';

/** `crypto isakmp keepalive 10`: the shortest that IOS takes, and what its examples have. [C] */
const SECONDS = 10;
/** Closer probes are one that was repeated: IOS repeats after 2 s. [C] crypto isakmp keepalive */
const APART_LEAST_MS = 5000;
/** Fewer gaps may be pauses. */
const GAPS_LEAST = 2;

/** In seconds; undefined where it sends none. What no record says is added to `assumed`. On demand it probes as long as it sends and hears nothing, which is what a sender into a black hole does. [C] ike.md 7 */
export function probedEvery({ states, tunnel, events }: Timeline, side: Side, assumed: string[]): number | undefined {
  const { dpd, isDpdConfigured } = states[side];
  if (dpd !== undefined) return dpd.value.intervalSeconds === 0 ? undefined : dpd.value.intervalSeconds;
  const own = events.filter((event) => event.side === side && event.kind === 'dpd');
  const isProbing = own.some((event) => event.kind === 'dpd' && OF_PROBING.has(event.change));
  if (isProbing) {
    const probes = own.filter((event) => event.kind === 'dpd' && event.change === 'probe-sent');
    const seconds = usualGap(probes.flatMap(({ at }) => at ?? []));
    if (seconds === undefined) assumed.push(`dead peer detection every ${SECONDS} s at ${tunnel[side].name}`);
    return seconds ?? SECONDS;
  }
  if (isDpdConfigured === undefined) assumed.push(`no dead peer detection at ${tunnel[side].name}`);
  return undefined;
}

/** What only an end does that probes of its own accord. */
const OF_PROBING: ReadonlySet<string> = new Set(['probe-sent', 'missed', 'dead', 'ack-received']);

/** The middle one, in whole seconds. */
function usualGap(instants: readonly number[]): number | undefined {
  const gaps = instants.slice(1).flatMap((at, index) => {
    const gap = at - (instants[index] ?? at);
    return gap >= APART_LEAST_MS ? [gap] : [];
  });
  const middle = gaps.toSorted((one, two) => one - two)[Math.floor(gaps.length / 2)];
  return gaps.length < GAPS_LEAST || middle === undefined ? undefined : Math.round(middle / 1000);
}
