/** The rule `dpd-false-positive`: R took S for dead and deleted its SAs. */
import { gapMs } from '../../timeline/event-order.ts';
import type { EventRef, TimedEvent } from '../../timeline/model.ts';
import { before, nothingFound, senderHolds, syslogsBefore } from '../clues.ts';
import { holds, refuted } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** The SAs go with the peer, in either order of lines. [L] */
const SOON_MS = 10_000;
/** `Death by retransmission P1`, `P1 errcounter exceeded (PEERS_ALIVE_TIMER)`, `Maximum number of retransmissions reached` [L] */
const DEAD = /retransm|PEERS_ALIVE|errcounter|peer not responding/i;

export const dpdFalsePositive: Rule = {
  id: 'dpd-false-positive',
  statement: 'R declared S dead, though S was alive, and deleted the SAs',
  meaning: 'what S sends is dropped until S learns of it',
  needs: ['R: debug crypto isakmp', 'S: debug crypto isakmp'],
  explains: ['delete-lost', 'delete-unsendable', 'dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address, unless it has made new SAs already.',
    forGood: 'Find what loses UDP 500 and 4500 on the path, or the CPU that is too busy to answer (CoPP); more patient DPD retries.',
  },
  reference: 'ike.md 8.13 [L]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, receiver, sa } = scene;
    const dead =
      before(scene, receiver, 'dpd').findLast(({ change }) => change === 'dead') ??
      before(scene, receiver, 'ike-sa').findLast(
        ({ change, reason }) => (change === 'deleted' || change === 'failed') && DEAD.test(reason ?? ''),
      );
    if (dead === undefined)
      return nothingFound(scene, receiver, {
        what: 'no peer declared dead',
        missing: `debug crypto isakmp on ${R}, from before the SA was deleted`,
        debug: 'ike',
      });
    if (scene.isYoungerThan(dead))
      return refuted(`${X} was made after ${R} had declared ${S} dead`, scene.cite(dead.ref, ...scene.births.map(({ ref }) => ref)));
    const told = scene.event(sa?.deleteSent.find((ref) => ref < dead.ref));
    if (told !== undefined && dead.kind === 'ike-sa')
      return refuted(`what ${R} sent in vain was the DELETE for ${X}`, scene.cite(told.ref, dead.ref));
    const down = pathDown(scene, dead);
    if (down !== undefined) return refuted(`${R}'s way to ${S} was down: it was right to declare it dead`, scene.cite(down.ref, dead.ref));
    const gap = scene.deletedAfterMs(dead);
    if (gap !== undefined && (gap < -SOON_MS || gap > SOON_MS))
      return refuted(`${R} deleted ${X} at another time than that of the death`, scene.cite(dead.ref, sa?.inbound.deleted));
    const missed = before(scene, receiver, 'dpd').filter(({ change }) => change === 'probe-sent' || change === 'missed');
    const lost = lostBefore(scene, dead);
    const evidence = [
      ...senderHolds(scene),
      ...scene.cite(...missed.slice(-3).map(({ ref }) => ref), ...lost.slice(-3), dead.ref, sa?.inbound.deleted, ...incident.refs),
    ];
    const statement = `${R} declared ${S} dead and deleted ${X}, while ${S} was alive and sending`;
    const isDecided = gap !== undefined && lost.length >= LOST_MIN && sa?.outbound.switched != null;
    // A session whose peer the record does not name may be anybody's.
    if (gap === undefined && dead.remote === undefined)
      return holds('possible', statement, evidence, [`debug crypto ipsec on ${R}, for the end of ${X}`]);
    return isDecided
      ? holds('certain', statement, evidence)
      : holds('likely', statement, evidence, [`debug crypto isakmp on ${S}, for the probes that ${R} sent`]);
  },
};

/** `LINEPROTO-UPDOWN: Line protocol on Interface GigabitEthernet0/0, changed state to down` */
export const LINE_DOWN = /^(?:LINK|LINEPROTO)-UPDOWN: .*Interface (\S+), changed state to (?:administratively )?down/;
/** Probes go out in vain for a while before the peer is declared dead. [L] */
const OUTAGE_MS = 300_000;

/** The interface on which the unknown SPI came in was down when the probes failed. */
function pathDown(scene: Scene, dead: TimedEvent): TimedEvent | undefined {
  const [first] = scene.logs;
  const name = first?.kind === 'invalid-spi' ? first.interface : undefined;
  if (name === undefined) return undefined;
  return syslogsBefore(scene, scene.receiver, LINE_DOWN).findLast((event) => {
    const age = gapMs(event, dead);
    const [, interfaceName] = LINE_DOWN.exec(`${event.facility}-${event.mnemonic}: ${event.message}`) ?? [];
    return interfaceName === name && age !== undefined && age >= 0 && age <= OUTAGE_MS;
  });
}

/** One lost message kills no peer. */
const LOST_MIN = 2;

/** What R sent shortly before, and S, which was listening, never received. */
function lostBefore(scene: Scene, dead: TimedEvent): EventRef[] {
  return scene.messagesFrom(scene.receiver).flatMap(({ sent, fate }) => {
    const age = gapMs(scene.event(sent), dead);
    return sent !== null && fate === 'lost' && age !== undefined && age >= 0 && age <= OUTAGE_MS ? [sent] : [];
  });
}
