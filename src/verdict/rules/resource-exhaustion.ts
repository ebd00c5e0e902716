/** The rule `resource-exhaustion`: R could not make a new SA for want of resources. */
import { nothingFound, syslogsBefore } from '../clues.ts';
import { holds } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

/** `%SYS-2-MALLOCFAIL`, `%CRYPTO-4-IKE_DENY_SA_REQ`, `%CRYPTO-3-…: … call admission` [L] */
const EXHAUSTED = /^SYS-MALLOCFAIL|IKE_DENY_SA_REQ|call admission|maximum .*SAs|out of memory|NOMEMORY|insufficient/i;
const RECENT_MS = 1_800_000;

export const resourceExhaustion: Rule = {
  id: 'resource-exhaustion',
  statement: 'R had no memory, or its call admission control refused the new SA',
  meaning: 'the tunnel is down until resources are free again',
  needs: ['R: its log'],
  explains: ['stuck-negotiation', 'rekey-race'],
  remedy: {
    now: 'On R: show memory summary, show crypto call admission statistics.',
    forGood: 'Find what eats the memory; raise or set the limits of call admission control.',
  },
  reference: 'ike.md 8.24 [C one public case]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, X, receiver } = scene;
    const events = syslogsBefore(scene, receiver, EXHAUSTED, RECENT_MS);
    if (events.length === 0)
      return nothingFound(scene, receiver, { what: 'no shortage', missing: `the log of ${R}, from before the message` });
    return holds(
      'likely',
      `${R} was short of resources when ${X} should have been made`,
      scene.cite(...events.slice(-3).map(({ ref }) => ref), ...incident.refs),
      [`show crypto call admission statistics on ${R}`],
    );
  },
};
