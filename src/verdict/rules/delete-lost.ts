/** The rule `delete-lost`: R deleted the SA and said so, and S never heard it. */
import { isSurelyBefore } from '../../timeline/event-order.ts';
import { isFromElsewhere } from '../clues.ts';
import { deletionOf } from '../deletion.ts';
import { holds, refuted, unknown } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';

export const deleteLost: Rule = {
  id: 'delete-lost',
  statement: 'R deleted the SA, its DELETE was lost on the way, and S goes on encrypting with it',
  meaning: "everything that S sends through this SA is dropped at R, until S's SA expires or dead peer detection strikes",
  needs: ['R: debug crypto isakmp, debug crypto ipsec', 'S: debug crypto isakmp over the same time'],
  explains: ['dpd-absent', 'recovery-unsupported'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood:
      'Find what drops UDP 500 and 4500 from R to S (ACL, CoPP, loss); run DPD periodically on both ends; from IKEv1, move to IKEv2, whose deletes are acknowledged.',
  },
  reference: 'ike.md 8.4 [C: IKEv1 deletes are not acknowledged, RFC 2408; L: the rest]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, sa, logs } = scene;
    const [first] = logs;
    const { deleted, departures } = deletionOf(scene);
    const heard = (sa?.deleteReceived ?? [])
      .map((ref) => scene.event(ref))
      .find((event) => event !== undefined && first !== undefined && isSurelyBefore(event, first));
    if (heard !== undefined) return refuted(`${S} received the DELETE for ${X} before ${R} logged it`, scene.cite(heard.ref, first?.ref));
    if ((sa?.deleteAcknowledged.length ?? 0) > 0)
      return refuted(`${S} acknowledged the DELETE for ${X}`, scene.cite(...(sa?.deleteSent ?? []), ...(sa?.deleteAcknowledged ?? [])));
    const before = departures.filter(({ sent }) => first !== undefined && sent.ref < first.ref);
    // A DELETE that names the SPI says that it went, also where the debug of IPsec was off.
    const gone = deleted?.ref ?? sa?.deleteSent[0];
    const isDeleted = gone !== undefined && first !== undefined && gone < first.ref;
    // A copy that was sent again may have arrived though the first did not.
    const arrived = new Set(departures.flatMap(({ message }) => (message?.fate === 'delivered' ? [message.key] : [])));
    const lost = before.filter(({ message }) => message?.fate === 'lost' && !arrived.has(message.key));
    const evidence = scene.cite(
      sa?.outbound.switched ?? sa?.outbound.created,
      deleted?.ref,
      ...departures.map(({ sent }) => sent.ref),
      ...logs.map(({ ref }) => ref),
    );
    if (isDeleted && lost.length > 0) {
      const statement = `${R} deleted ${X} and sent a DELETE that ${S}, which was recording, never received; ${S} went on sending with it`;
      const isDecided =
        sa?.outbound.switched != null &&
        sa.outbound.deleted === null &&
        incident.persistence === 'black-hole' &&
        !isFromElsewhere(scene) &&
        timeline.clock.conflict === undefined;
      return isDecided ? holds('certain', statement, evidence) : holds('likely', statement, evidence, undecided(scene));
    }
    if (isDeleted && before.length > 0 && before.every(({ message }) => message?.fate !== 'delivered')) {
      const statement = `${R} deleted ${X} and sent a DELETE; whether ${S} received it is not on record`;
      return holds('possible', statement, evidence, [`debug crypto isakmp on ${S}, from before the deletion until after the message`]);
    }
    if (before.some(({ message }) => message?.fate === 'delivered'))
      return refuted(`the DELETE that ${R} sent when ${X} went did arrive at ${S}`, evidence);
    return unknown(`no deletion of ${X} with a DELETE is on ${R}'s record`, missingOf(scene), scene.cite(...logs.map(({ ref }) => ref)));
  },
};

function undecided({ S, X, sa, incident }: Scene): string[] {
  return [
    ...(sa?.outbound.switched == null ? [`debug crypto ipsec on ${S}, from before ${X} became its outbound SA`] : []),
    ...(incident.persistence === 'black-hole' ? [] : ['a record that goes on for more than a minute behind the message']),
  ];
}

function missingOf({ R, S }: Scene): string[] {
  return [
    `debug crypto isakmp and debug crypto ipsec on ${R}, from before the SA was deleted`,
    `debug crypto isakmp on ${S} over the same time`,
  ];
}
