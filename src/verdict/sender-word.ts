/** The sender's word is what S itself told R when X went: a DELETE, or INITIAL_CONTACT. */
import type { DeleteEvent, NotifyEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { AT_ONCE_MS, apart, COARSEST_MS } from './apart.ts';
import { anyOf, lastBefore } from './clues.ts';
import { endingOf } from './ending.ts';
import { isOfNeighbour, mayBeOfNeighbour } from './nat-neighbours.ts';
import type { Scene } from './scene.ts';
import { saOf } from './views.ts';

const isReceived = ({ change }: DeleteEvent) => change === 'received';
const isInitialContact = ({ notify, direction }: NotifyEvent) => notify === 'INITIAL_CONTACT' && direction === 'received';

/** S's DELETE or INITIAL_CONTACT, at once behind which R let X go. */
export function wordOfSender(scene: Scene): TimedEvent | undefined {
  const contact = contactBefore(scene);
  if (contact !== undefined && !isOfNeighbour(scene, contact) && !mayBeOfNeighbour(scene)) return contact;
  return wordBefore(
    scene,
    anyOf(scene, scene.receiver, 'delete', isReceived),
    (event) => !isOfNeighbour(scene, event) && !isOfOtherPair(scene, event),
  );
}

/** Both halves of a pair are made in one act. [L] ike.md 4.1 */
const ONE_ACT_MS = 100;

/** A DELETE names S's own half of the pair that goes [C RFC 7296 1.4.1]: where R made that half long before or behind X, X was not meant, though it went next. */
function isOfOtherPair(scene: Scene, { spi }: DeleteEvent): boolean {
  const half = spi === undefined ? undefined : saOf(scene.timeline, scene.sender, spi);
  const gap = apart(scene.event(half?.outbound.created), scene.event(scene.sa?.inbound.created));
  return gap !== undefined && (gap.leastMs > ONE_ACT_MS || gap.mostMs < -ONE_ACT_MS);
}

/** The INITIAL_CONTACT at once behind which R let X go, whoever sent it. */
export function contactBefore(scene: Scene): TimedEvent | undefined {
  return wordBefore(scene, anyOf(scene, scene.receiver, 'notify', isInitialContact));
}

function wordBefore<Word extends TimedEvent>(
  scene: Scene,
  words: readonly Word[],
  fits: (word: Word) => boolean = () => true,
): Word | undefined {
  const ending = endingOf(scene);
  if (ending === undefined || ending.toldBy === 'sender') return undefined;
  const isJustBefore = (word: Word): boolean => {
    const gap = apart(word, ending.event);
    return gap !== undefined && gap.leastMs <= AT_ONCE_MS && gap.mostMs >= 0 && fits(word);
  };
  return lastBefore(scene, words, isJustBefore, { event: ending.event, ms: AT_ONCE_MS + 2 * COARSEST_MS });
}
