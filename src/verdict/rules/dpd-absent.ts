/** The rule `dpd-absent`: nobody probes, so S never learns. */
import { citeShown } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const dpdAbsent: Rule = {
  id: 'dpd-absent',
  statement: 'S does not probe whether R is there, so that it keeps the SA for its whole life',
  meaning: 'the black hole lasts until the SA expires at S',
  needs: ['R and S: show running-config | section crypto'],
  explains: [],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood: 'crypto isakmp keepalive 10 3 periodic (IKEv1) or dpd 10 3 periodic (IKEv2), on both ends.',
  },
  reference: 'ike.md 8.12 [C seed.md 4]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { S, sender } = scene;
    const { isDpdConfigured, dpd } = timeline.states[sender];
    if (incident.persistence === 'transient') return refuted('it passed by itself');
    const alive = ikeThroughout(scene);
    if (alive !== undefined)
      return refuted(`the IKE SA lived on at ${scene.R}: dead peer detection would have found nothing`, citeShown(alive));
    if (isDpdConfigured === undefined)
      return unknown(`the crypto configuration of ${S} was not captured`, [`show running-config | section crypto on ${S}`]);
    if (isDpdConfigured.value && dpd?.value.isPeriodic === true) return refuted(`${S} probes periodically`, citeShown(dpd));
    const statement = isDpdConfigured.value
      ? `${S} probes on demand only: while it hears nothing and has something to send it may be late`
      : `${S} has no dead peer detection`;
    return holds(isDpdConfigured.value ? 'possible' : 'likely', statement, [
      ...citeShown(isDpdConfigured, dpd),
      ...scene.cite(...incident.refs),
    ]);
  },
};

/** R's IKE SA, when it is shown as older than the incident. */
function ikeThroughout({ timeline, receiver, logs }: Scene) {
  const { ikeSas, clockAt } = timeline.states[receiver];
  const firstAt = logs[0]?.at ?? null;
  if (clockAt === undefined || firstAt === null) return undefined;
  return ikeSas?.find(({ value: { state, activeSeconds } }) => {
    return state === 'READY' && activeSeconds !== undefined && clockAt.value - activeSeconds * 1000 < firstAt;
  });
}
