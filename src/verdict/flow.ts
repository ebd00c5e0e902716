/** A flow is what an SA protects, as its lines print it: a router may have several with one peer. */
import type { TimedEvent } from '../timeline/model.ts';

/** Undefined where the line does not say. */
export function flowOf(event: TimedEvent | undefined): string | undefined {
  if (event?.kind !== 'child-sa' || event.localProxy === undefined || event.remoteProxy === undefined) return undefined;
  return `${event.localProxy} ${event.remoteProxy}`;
}
