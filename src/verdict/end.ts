/** An end is when an incident was or will be over: an instant that does not lie before its last message, so that nothing heals before it happened. */
import type { TimedEvent } from '../timeline/model.ts';
import { printInstant } from './instant.ts';
import type { Scene } from './scene.ts';

declare const end: unique symbol;
/** ISO 8601 on a's clock; made by `endAt` alone. */
export type EndIso = string & { readonly [end]: true };

/** Null where it is not known, and where it lies before the last message: what ended before did not end this. */
export function endAt({ logs }: Pick<Scene, 'logs'>, at: TimedEvent | string | undefined): EndIso | null {
  const iso = typeof at === 'string' ? at : printInstant(at);
  if (iso === null) return null;
  const last = logs
    .flatMap((log) => printInstant(log) ?? [])
    .sort()
    .at(-1);
  return last !== undefined && iso < last ? null : (iso as EndIso);
}
