/** A listing has a clock of its own: of what X had left at S, and what it was given, follows how old X was when S still listed it. */
import type { Citation } from '../ipsec/citation.ts';
import { citeShown, saIn } from './clues.ts';
import { departuresBefore, endingOf } from './ending.ts';
import { type Answer, debug, yes } from './fact.ts';
import { ageOf, lifetimeOf } from './lifetime.ts';
import type { Scene } from './scene.ts';

/** Two ends make X within a round trip of each other, and listings count whole seconds. [L] */
const LATER_MS = 5000;

/** S listed X when it was older than at R's deletion, by more than a DELETE needs: none had arrived. Nothing ties the two clocks. */
export function byListing(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const ending = endingOf(scene)?.event;
  const age = ageOf(scene, scene.event(scene.sa?.inbound.deleted));
  const listed = listedAge(scene);
  if (ending === undefined || age === undefined || listed === undefined || listed.ms - age.mostMs < LATER_MS) return undefined;
  return yes(
    `${S} still listed ${X} ${Math.round((listed.ms - age.mostMs) / 1000)} s after ${R} had deleted it, by what was left of its lifetime`,
    [...scene.cite(departuresBefore(scene)[0]?.sent.ref, ending.ref), ...listed.evidence],
    'suggested',
    [debug('S', 'ike', 'over the end')],
  );
}

/** Each end may have given X another lifetime: only where one alone is long enough for what was left nobody need choose. */
function listedAge(scene: Scene): { ms: number; evidence: Citation[] } | undefined {
  const { timeline, sender, receiver, sa, incident } = scene;
  const listed = saIn(timeline.states[sender], incident.spi, 'outbound');
  const left = listed?.value.remainingSeconds;
  if (listed === undefined || left === undefined) return undefined;
  const configured = timeline.states[sender].ipsecLifetimeSeconds;
  const printed = [sa?.inbound.created, sa?.inbound.deleted, sa?.outbound.created].map((ref) => lifetimeOf(scene.event(ref)));
  const all = [...printed, configured?.value, timeline.states[receiver].ipsecLifetimeSeconds?.value];
  const [given, other] = [...new Set(all.filter((seconds) => seconds !== undefined && seconds >= left))];
  if (given === undefined || other !== undefined) return undefined;
  return { ms: (given - left) * 1000, evidence: citeShown(listed, configured) };
}
