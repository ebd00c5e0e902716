/** Long since: what befell R's SAs says little of an X that no record knows, once S would have been heard with it, or has a younger SA. */
import { other } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import { stampedBehind } from './clear-command.ts';
import type { Scene } from './scene.ts';
import { eventsOfKind, oncePerSide } from './views.ts';

/** R logs what it does not know within a minute, if anything comes [C seed.md 4]: where nothing came for so long, what S sends may be younger, or R may have lost it since. [L] */
const QUIET_MS = 300_000;

/** False where either record has the making of X, or R its end: those say when it stood. */
export function isLongSince(scene: Scene, event: TimedEvent): boolean {
  if (scene.births.length > 0 || scene.sa?.inbound.deleted != null) return false;
  const [first] = scene.logs;
  const gap = apart(event, first) ?? apart(stampedBehind(scene, event), first);
  return (gap !== undefined && gap.leastMs > QUIET_MS) || hasYounger(scene, event);
}

/** S sends with the newest SA that it has [L, of one pair of selectors]: one that was made with R since the event, before the message. */
function hasYounger(scene: Scene, event: TimedEvent): boolean {
  const [first] = scene.logs;
  if (first === undefined) return false;
  const made = [...madeAt(scene.timeline, scene.receiver), ...madeAt(scene.timeline, other(scene.receiver))];
  return made.some((each) => isBefore(event, each) === 'yes' && isBefore(each, first) === 'yes');
}

/** By either end: of what it made for the way from S to R each stands for the pair. */
const madeAt = oncePerSide((timeline, side): readonly TimedEvent[] =>
  eventsOfKind(timeline, side, 'child-sa').filter(({ change }) => change === 'created' || change === 'outbound-switched'),
);
