/** Quiet is a record that goes on behind the message without it; it means something only where no hole could hold the message. */
import { askedAt } from '../timeline/capture-end.ts';
import { LOG_INTERVAL_MS } from '../timeline/persistence.ts';
import { isProvenWhole } from './listening.ts';
import type { Scene } from './scene.ts';

/** The next packet behind the minute brings the message again, however late it comes: of so much nothing may be missing. [C seed.md 4; L the second minute] */
const SPOKEN_OF_MS = 2 * LOG_INTERVAL_MS;

/** True when the receiver's record goes on for longer than IOS would have stayed silent about packets that go on. */
export function isQuietAfter({ timeline, receiver, logs }: Scene): boolean {
  const { toAt } = timeline.recordings[receiver];
  const at = logs.at(-1)?.at ?? null;
  return at !== null && toAt !== null && toAt - at > LOG_INTERVAL_MS;
}

/** The same, by the time at which its buffer was asked for as well; what another vendor's end prints of each packet needs no minute. */
export function isLongEnough(scene: Scene): boolean {
  const { timeline, receiver, logs } = scene;
  const last = logs.at(-1);
  const askedMs = askedAt(receiver, timeline);
  const isAskedLong = last?.at != null && askedMs !== undefined && askedMs - last.at > LOG_INTERVAL_MS;
  return isQuietAfter(scene) || isAskedLong || (last?.kind === 'invalid-spi' && last.isEachPacket === true);
}

/** True when nothing is missing where the message would have come again: no gap of the numbers, nothing that the router counted as lost. */
export function isProvenQuiet(scene: Scene): boolean {
  const { timeline, receiver: side, logs } = scene;
  const { toAt } = timeline.recordings[side];
  const fromMs = logs.at(-1)?.at ?? null;
  if (fromMs === null || toAt === null || !isQuietAfter(scene)) return false;
  return isProvenWhole(timeline, { side, fromMs, toMs: Math.min(toAt, fromMs + SPOKEN_OF_MS) });
}

/** True when nothing is known to be missing there; what a log without numbers lacks nobody knows. */
export function isUnbrokenQuiet(scene: Scene): boolean {
  const fromMs = scene.logs.at(-1)?.at ?? null;
  const { gaps } = scene.timeline.recordings[scene.receiver];
  return fromMs !== null && isQuietAfter(scene) && !gaps.some(({ fromAt, toAt }) => toAt >= fromMs && fromAt <= fromMs + SPOKEN_OF_MS);
}
