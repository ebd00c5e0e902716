/** An end is when an incident was or will be over: an instant that does not lie before its last message, so that nothing heals before it happened. */
import type { TimedEvent } from '../timeline/model.ts';
import { printInstant } from './instant.ts';
import type { Scene } from './scene.ts';

declare const end: unique symbol;
/** ISO 8601 on a's clock; made by `endAt` alone. */
export type EndIso = string & { readonly [end]: true };

/** Null where it is not known, and where it lies before the last message: what ended before did not end this. */
export function endAt({ logs }: Pick<Scene, 'logs'>, at: TimedEvent | string | undefined): EndIso | null {
  const iso = typeof at === 'string' ? at : asSharpAs(at, printInstant(at));
  if (iso === null) return null;
  const last = logs
    .flatMap((log) => printInstant(log) ?? [])
    .sort()
    .at(-1);
  return last !== undefined && iso < last ? null : (iso as EndIso);
}

const SECOND_MS = 1000;

/** Of a stamp in whole seconds no milliseconds are known, whatever clock they were put on; it was not over sooner than that. */
function asSharpAs(event: TimedEvent | undefined, iso: string | null): string | null {
  if (event === undefined || iso === null || event.precisionMs - (event.stepMs ?? 0) < SECOND_MS) return iso;
  return new Date(Math.ceil(Date.parse(iso) / SECOND_MS) * SECOND_MS).toISOString();
}
