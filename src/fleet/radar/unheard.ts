/** Unheard is what nobody knows of a tunnel, and why: messages that are missing, routers that are silent, ends that were never heard. */
import type { Address } from '../../ipsec/address.ts';
import type { RouterReport } from './router.ts';
import { sayTime } from './trap.ts';

interface End {
  address: Address | null;
  router: string | null;
}

type Routers = ReadonlyMap<string, RouterReport>;

export function reportOfEnd({ router, address }: End, routers: Routers): RouterReport | undefined {
  // A router that prints no name is known by where it sends from.
  const names: (string | null)[] = [router, router?.toLowerCase() ?? null, address];
  return names.flatMap((name) => (name === null ? [] : (routers.get(name) ?? [])))[0];
}

/** A sentence each. */
export function unheardOf(ends: readonly End[], routers: Routers, untilMs: number): string[] {
  return ends.flatMap((end) => {
    const name = end.router ?? end.address ?? 'the other end';
    const report = reportOfEnd(end, routers);
    if (report === undefined) return [`${name} is not heard: what it says nobody knows`];
    const { gaps, lost, silentSinceMs } = report;
    return [
      ...(gaps.length === 0 ? [] : [`${name}: ${sayLost(lost)} in ${gaps.length} ${gaps.length === 1 ? 'place' : 'places'}`]),
      ...(lost === null ? [`${name} prints no numbers before its messages: what is missing nobody knows`] : []),
      ...(silentSinceMs === null ? [] : [`${name} is silent for ${sayTime(untilMs - silentSinceMs)}: since then nothing is known`]),
    ];
  });
}

function sayLost(lost: number | null): string {
  return lost === null || lost === 0 ? 'messages may be missing' : `${lost} ${lost === 1 ? 'message is' : 'messages are'} missing`;
}
