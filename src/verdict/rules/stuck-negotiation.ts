/** The rule `stuck-negotiation`: a stuck negotiation blocks the way back. */
import { citeShown } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

const ATTEMPTS_MIN = 3;
const BARRED = /already in negotiation/i;

export const stuckNegotiation: Rule = {
  id: 'stuck-negotiation',
  statement: 'an IKE negotiation that hangs keeps the two ends from making new SAs',
  meaning: 'the tunnel stays down until the stuck IKE SA is gone',
  needs: ['R: show crypto session, debug crypto ikev2'],
  explains: [],
  remedy: {
    now: 'On R: clear crypto session remote S.address.',
    forGood: 'CSCvd69373: disable or adjust IKEv2 fragmentation.',
  },
  reference: 'ike.md 8.21 [C the bug]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, receiver, logs } = scene;
    const { sessionStatus } = timeline.states[receiver];
    const [first] = logs;
    const after = scene
      .eventsOf(receiver)
      .filter((event) => first !== undefined && event.ref > first.ref && (event.kind === 'ike-sa' || event.kind === 'negotiation'));
    const begun = after.filter((event) => 'change' in event && event.change === 'started');
    const done = after.find((event) => 'change' in event && (event.change === 'completed' || event.change === 'established'));
    if (done !== undefined) return refuted('a negotiation was completed after the message', scene.cite(done.ref));
    // `SA is already in negotiation, hence not negotiating again` [C FBZ CSCvd69373]
    const barred = after.filter((event) => event.kind === 'ike-sa' && event.change === 'duplicate' && BARRED.test(event.reason ?? ''));
    if (barred.length > 0)
      return holds('likely', `${R} is stuck with a negotiation that it takes for its own, and begins no other`, [
        ...scene.cite(...barred.slice(0, 3).map(({ ref }) => ref)),
        ...citeShown(sessionStatus),
      ]);
    const isNegotiating = sessionStatus?.value === 'DOWN-NEGOTIATING';
    if (!isNegotiating && begun.length < ATTEMPTS_MIN)
      return sessionStatus === undefined
        ? unknown('whether a negotiation hangs was not captured', [`show crypto session on ${R}`])
        : refuted(`the session of ${R} is ${sessionStatus.value}`, citeShown(sessionStatus));
    return holds(
      isNegotiating && begun.length >= ATTEMPTS_MIN ? 'likely' : 'possible',
      `negotiations at ${R} begin and are never completed`,
      [...scene.cite(...begun.slice(0, 3).map(({ ref }) => ref)), ...citeShown(sessionStatus)],
    );
  },
};
