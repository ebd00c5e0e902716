/** Clock probes bracket each router's `show clock` between two readings of the collecting host's clock: an offset without any debug. */
import type { ClockProbe } from '../bundle/manifest.ts';
import { parseClock } from '../ios/log/syslog.ts';
import type { Side } from '../ipsec/side.ts';

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
    const read = probe.side === side ? parseClock(probe.answer) : undefined;
    if (read === undefined) return [];
    return [{ fromMs: read.at - probe.afterMs, toMs: read.at + read.precisionMs - probe.beforeMs }];
  });
  const [first] = intervals;
  if (first === undefined) return undefined;
  const common = intervals.reduce((one, two) => ({ fromMs: Math.max(one.fromMs, two.fromMs), toMs: Math.min(one.toMs, two.toMs) }));
  return common.fromMs <= common.toMs ? common : first;
}
