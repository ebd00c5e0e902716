/** An early end is one that no line explains: R let X go long before its time, and a clear, an idle timer and the kilobytes leave as little. */
import { endingOf } from '../ending.ts';
import { answerOf, debug, type Fact, log, no, unknown, yes } from '../fact.ts';
import { ageOf, lifetimesAt } from '../lifetime.ts';
import { shutdownOf } from '../shutdown.ts';
import { NEW_MS } from '../unprinted.ts';
import { deathOf } from './dead-peer.ts';
import { successorOf } from './rekey.ts';
import { deletedBySender, deletedWithIkeSa } from './removal.ts';

/** What goes so long before its time has met another end than that. [L] */
const EARLY_SHARE = 0.8;

export const endedEarly: Fact = {
  id: 'ended-early',
  link: 'forgot',
  question: 'Did R let X go long before its time, with nothing on record that says why?',
  ask: (scene) => {
    const { R, X } = scene;
    const wants = [debug('R', 'ipsec', 'before the end'), log('R', 'before the end')];
    const ending = endingOf(scene);
    if (ending === undefined || ending.isBefore !== 'yes' || ending.toldBy === 'sender')
      return unknown(`no deletion of ${X} is on ${R}'s record`, wants);
    const age = ageOf(scene, ending.event);
    const lifetimes = lifetimesAt(scene);
    if (age === undefined || lifetimes.length === 0) return unknown(`how old ${X} was, and might have grown, is not on record`, wants);
    const evidence = scene.cite(age.born.ref, ending.event.ref);
    if (age.leastMs <= NEW_MS || age.mostMs >= Math.min(...lifetimes) * 1000 * EARLY_SHARE)
      return no(`${X} was new or near the end of its lifetime when ${R} let it go`, evidence);
    const reason = [deletedBySender, deletedWithIkeSa].map((fact) => answerOf(fact, scene)).find(({ is }) => is === 'yes');
    if (reason !== undefined) return no(reason.said, reason.evidence, reason.grade);
    const other = deathOf(scene) ?? shutdownOf(scene) ?? successorOf(scene, ending.event)?.made;
    if (other !== undefined) return no(`why ${R} let ${X} go is on record`, scene.cite(other.ref, ending.event.ref));
    return yes(`${R} let ${X} go long before its time, and nothing on its record says why`, evidence, 'suggested', wants);
  },
};
