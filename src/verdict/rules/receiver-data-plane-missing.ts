/** The rule `receiver-data-plane-missing`: R lists the SA, and its data plane does not know it. */
import type { PeerState } from '../../timeline/state.ts';
import { citeShown, isQuietAfter, isShownLate, receiverShows } from '../clues.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const receiverDataPlaneMissing: Rule = {
  id: 'receiver-data-plane-missing',
  statement: 'IOSd at R holds the SA as inbound, and its data plane lacks it',
  meaning: 'everything that S sends through this SA is dropped, though both ends look healthy',
  needs: ['R: show crypto ipsec sa, and what its data plane holds'],
  explains: ['dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On both ends: clear crypto sa peer the other one.',
    forGood: 'Upgrade R, with its data plane traces to TAC.',
  },
  reference: 'ike.md 8.20 [L]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, X, receiver, sa, logs } = scene;
    const state = timeline.states[receiver];
    const shown = receiverShows(scene);
    const deleted = scene.event(sa?.inbound.deleted);
    const last = logs.at(-1);
    if (deleted !== undefined && last !== undefined && deleted.ref < last.ref)
      return refuted(`${R} had deleted ${X}`, scene.cite(deleted.ref, last.ref));
    const held = state.dataPlaneSas?.find(({ value }) => value.spi === incident.spi && value.isValid !== false);
    if (held !== undefined) return refuted(`the data plane of ${R} holds ${X}`, citeShown(held));
    if (incident.spi.startsWith('0xFF')) return refuted(`${X} begins with 0xFF: see spi-0xff-defect`);
    if (shown.length === 0) {
      if (sa?.inbound.deleted != null || (state.ipsecSas !== undefined && !isShownLate(scene, receiver)))
        return refuted(`${R} does not list ${X} as inbound`, scene.cite(sa?.inbound.deleted));
      return unknown(`what ${R} lists as inbound was not captured`, [`show crypto ipsec sa on ${R}, at the time of the message`]);
    }
    const born = scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.created);
    if (born !== undefined && last !== undefined && born.ref > last.ref)
      return refuted(`${R} created ${X} after the message`, scene.cite(born.ref));
    if (incident.persistence === 'transient' && isQuietAfter(scene))
      return refuted('it passed by itself', [...shown, ...scene.cite(...incident.refs)]);
    const statement = `${R} lists ${X} as its own and drops what comes with it`;
    const evidence = [...shown, ...scene.cite(born?.ref, ...incident.refs)];
    if (incident.persistence !== 'black-hole')
      return holds('possible', statement, evidence, [`show platform hardware qfp active feature ipsec on ${R}`]);
    const invalid = state.dataPlaneSas?.find(({ value }) => value.spi === incident.spi);
    return invalid === undefined && !isWholeListing(state)
      ? holds('likely', statement, evidence, [`show platform hardware qfp active feature ipsec on ${R}`])
      : holds('certain', statement, [...evidence, ...citeShown(invalid ?? state.dataPlaneSas?.[0])]);
  },
};

/** The data plane is asked for one SA at a time: only when every other SA that IOSd lists is among the answers does a missing one say anything. */
function isWholeListing({ dataPlaneSas = [], ipsecSas = [] }: PeerState): boolean {
  const held = new Set(dataPlaneSas.map(({ value }) => value.spi));
  const lacking = ipsecSas.filter(({ value }) => !held.has(value.spi));
  return held.size > 0 && lacking.length === 1;
}
