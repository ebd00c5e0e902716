/** An unnamed making is a quick mode whose lines name no SPI, as those of IOS 12 do not: with IKE's debug alone it says when an SA was made, and not which. */
import type { DeleteEvent, NegotiationEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { LOG_INTERVAL_MS } from '../timeline/persistence.ts';
import { apart } from './apart.ts';
import { anyOf, lastBefore } from './clues.ts';
import { type Answer, debug, yes } from './fact.ts';
import { listened } from './listening.ts';
import { inFlightMs } from './round-trip.ts';
import type { Scene } from './scene.ts';

/** What goes because of a packet goes at once. [L FBZ CSCvn31824] */
const AT_ONCE_MS = 2000;
const WANTS = [debug('R', 'ipsec', 'at the making'), debug('S', 'ipsec', 'at the making')];

/** The quick mode that R ended right before the first packet of which it did not know the SPI, where none had come in the minute before. */
function unnamedMaking(scene: Scene): TimedEvent | undefined {
  const { births, logs, sa, receiver: side, timeline } = scene;
  const [first] = logs;
  if (first?.at == null || births.length > 0 || sa?.inbound.deleted != null) return undefined;
  const made = lastBefore(scene, anyOf(scene, side, 'negotiation', isCompleted));
  const gap = apart(made, first);
  const stretch = { side, fromMs: first.at - LOG_INTERVAL_MS, toMs: first.at };
  const isAlone = listened(timeline, 'ike', stretch) === 'yes' && listened(timeline, 'ipsec', stretch) !== 'yes';
  return isAlone && gap !== undefined && gap.leastMs <= inFlightMs(timeline) ? made : undefined;
}

const isCompleted = ({ version, change }: NegotiationEvent) => version === 1 && change === 'completed';

/** X may be the SA of that quick mode, or the one before it: little more than a guess. [C install order, ike.md 4.4] */
export function earlyByIkeAlone(scene: Scene): Answer | undefined {
  const { R, X, logs } = scene;
  const made = unnamedMaking(scene);
  if (made === undefined || deletedAtOnce(scene) !== undefined) return undefined;
  const said = `the first packet with ${X} came at once behind a quick mode of ${R}, whose lines name no SPI: it may be for the SA that was just made`;
  return yes(said, scene.cite(made.ref, logs[0]?.ref), 'hinted', WANTS);
}

/** The DELETE may be for X, which was new, or the answer to the packet. [C seed.md 5] */
export function killedByIkeAlone(scene: Scene): Answer | undefined {
  const { R, X, logs } = scene;
  const [made, gone] = [unnamedMaking(scene), deletedAtOnce(scene)];
  if (made === undefined || gone === undefined) return undefined;
  const said = `${R} sent a DELETE at once behind the first packet with ${X}, which may be the SA that it had just made`;
  return yes(said, scene.cite(made.ref, logs[0]?.ref, gone.ref), 'hinted', WANTS);
}

function deletedAtOnce(scene: Scene): TimedEvent | undefined {
  const [first] = scene.logs;
  return anyOf(scene, scene.receiver, 'delete', isOfNoSpi).find((event) => {
    const gap = apart(first, event);
    return first !== undefined && event.ref > first.ref && gap !== undefined && gap.leastMs <= AT_ONCE_MS;
  });
}

const isOfNoSpi = ({ change, what, spi }: DeleteEvent) => change === 'sent' && what === 'child-sa' && spi === undefined;
