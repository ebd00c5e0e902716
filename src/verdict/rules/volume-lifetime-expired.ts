/** The rule `volume-lifetime-expired`: the kilobyte lifetime ran out at R. */
import { gapMs } from '../../timeline/event-order.ts';
import { citeShown, nothingFound, syslogsBefore } from '../clues.ts';
import { holds } from '../outcomes.ts';
import type { Rule } from '../rule.ts';
import { Scene } from '../scene.ts';
import { HARD_EXPIRY } from './lifetime-mismatch.ts';

/** `SA lifetime threshold reached (kilobytes)`, `volume lifetime` [L] */
const VOLUME = /kilobyte|volume|\bkb\b lifetime/i;
const CRYPTO = /CRYPTO|IPSEC|IKE|KMI|IOSXE/;
/** An SA that goes long before its time is up has met another end. [L] */
const EARLY_SHARE = 0.8;
/** Of what the SA was given: so little is left only when the end is near. [L] */
const LOW_SHARE = 0.01;
const LOW_KILOBYTES = 50;

export const volumeLifetimeExpired: Rule = {
  id: 'volume-lifetime-expired',
  statement: 'the SA expired at R because its kilobytes were used up',
  meaning: 'what S sends is dropped until S rekeys; under load it happens again and again',
  needs: ['R: debug crypto ipsec, show crypto ipsec sa'],
  explains: ['lifetime-mismatch', 'dpd-absent', 'rekey-reorder'],
  remedy: {
    now: 'On S: clear crypto sa peer R.address.',
    forGood:
      'Raise the kilobyte lifetime, or disable it where the platform can (set security-association lifetime kilobytes disable), on both ends.',
  },
  reference: 'ike.md 8.11 [L]',
  examine: (incident, timeline) => {
    const scene = new Scene(incident, timeline);
    const { R, S, X, receiver, sa } = scene;
    const expiring = scene.event(sa?.inbound.expiring) ?? scene.event(sa?.inbound.deleted);
    const reason = expiring?.kind === 'child-sa' ? `${expiring.reason ?? ''} ${expiring.text}` : '';
    const used = syslogsBefore(scene, receiver, VOLUME).findLast(({ facility }) => CRYPTO.test(facility));
    const low = timeline.states[receiver].ipsecSas?.find(
      ({ value }) => value.spi === incident.spi && (value.remainingKilobytes ?? Number.POSITIVE_INFINITY) <= lowKilobytes(scene),
    );
    const hard = isCutShort(scene)
      ? timeline.states[receiver].counters?.find(({ value }) => HARD_EXPIRY.test(value.name) && value.count > 0)
      : undefined;
    const isClue = VOLUME.test(reason) || used !== undefined || low !== undefined || hard !== undefined;
    if (!isClue && isCutShort(scene) && givenKilobytes(scene) < DEFAULT_KILOBYTES && isUntold(scene))
      return holds(
        'possible',
        `${R} deleted ${X} with most of its time left; its kilobytes may have been used up`,
        scene.cite(sa?.inbound.created, sa?.inbound.deleted, ...incident.refs),
        [`show crypto ipsec sa on ${R}, right before the SA was deleted`],
      );
    if (!isClue)
      return nothingFound(scene, receiver, {
        what: 'no kilobyte lifetime that ran out',
        missing: `debug crypto ipsec on ${R}, from before the SA was deleted`,
        debug: 'ipsec',
      });
    const evidence = [...scene.cite(expiring?.ref, used?.ref, ...incident.refs), ...citeShown(low, hard)];
    return holds(
      VOLUME.test(reason) && sa?.outbound.switched != null ? 'certain' : 'likely',
      `the kilobytes of ${X} were used up at ${R}, and ${S} went on sending with it`,
      evidence,
      [`debug crypto ipsec on ${S}`],
    );
  },
};

/** True when R deleted the SA with much of its time left. */
function isCutShort(scene: Scene): boolean {
  const { inbound } = scene.sa ?? {};
  const born = scene.event(inbound?.created);
  const age = gapMs(born, scene.event(inbound?.deleted));
  const own = scene.timeline.states[scene.receiver].ipsecLifetimeSeconds?.value ?? Number.POSITIVE_INFINITY;
  const seconds = born?.kind === 'child-sa' && born.lifetimeSeconds !== undefined ? Math.min(born.lifetimeSeconds, own) : undefined;
  return age !== undefined && seconds !== undefined && age < seconds * 1000 * EARLY_SHARE;
}

function lowKilobytes(scene: Scene): number {
  const given = givenKilobytes(scene);
  return Math.max(LOW_KILOBYTES, given === DEFAULT_KILOBYTES ? 0 : given * LOW_SHARE);
}

/** What IOS gives when nobody says otherwise. [C] */
const DEFAULT_KILOBYTES = 4_608_000;

function givenKilobytes(scene: Scene): number {
  const born = scene.event(scene.sa?.inbound.created);
  const negotiated = born?.kind === 'child-sa' ? born.lifetimeKilobytes : undefined;
  return negotiated ?? scene.timeline.states[scene.receiver].ipsecLifetimeKilobytes?.value ?? DEFAULT_KILOBYTES;
}

/** No DELETE for it left before the message came. */
function isUntold({ sa, logs }: Scene): boolean {
  return (sa?.deleteSent ?? []).every((ref) => logs[0] !== undefined && ref > logs[0].ref);
}
