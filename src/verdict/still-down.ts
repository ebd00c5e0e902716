/** Still down: a packet may have been overtaken rightly while nothing took the place of its SA; then what ended it, and what bars the next, is to be told. */

import type { MessageEvent } from '../ipsec/event.ts';
import { SIDES } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { isBefore } from './apart.ts';
import { endingOf } from './ending.ts';
import { answerOf } from './fact.ts';
import { rekeyRefused } from './facts/refused-rekey.ts';
import { renewalOf } from './renewal.ts';
import type { Scene } from './scene.ts';
import { eventsOfKind } from './views.ts';

/** `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN`, `%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel7, changed state to down` [C] */
const DOWN = /SESSION_STATUS: .*\bis DOWN\b|^LINEPROTO-UPDOWN: .*Interface (?:Tunnel|Virtual)\S*, changed state to down/;
/** `%CRYPTO-5-IKMP_INVAL_CERT`, `%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed.  The certificate (SN: 12) has expired.` [C L] */
const CERTIFICATE = /CERT\w*.*(?:EXPIRED|INVAL)|certificate .*(?:expired|not yet valid)/i;

/** In words, what has to be looked at; undefined where a successor is on record, or nothing says that the tunnel is down. */
export function stillDown(scene: Scene): string | undefined {
  const end = endingOf(scene)?.event;
  if (end === undefined || renewalOf(scene) !== undefined || hasSuccessor(scene, end)) return undefined;
  const barred = barredBy(scene);
  const down = SIDES.flatMap((side) => eventsOfKind(scene.timeline, side, 'syslog').filter((event) => DOWN.test(textOf(event)))).at(-1);
  if (down === undefined && barred === undefined) return undefined;
  return barred ?? `no new SA is on record, and the tunnel is told down: show crypto session on ${scene.R} and ${scene.S}`;
}

const textOf = ({ facility, mnemonic, message }: { facility: string; mnemonic: string; message: string }) =>
  `${facility}-${mnemonic}: ${message}`;

/** A pair of any traffic that was made near the end of X, or behind it, and not deleted. */
function hasSuccessor({ timeline, incident }: Scene, end: TimedEvent): boolean {
  return timeline.childSas.some(({ spi, inbound }) => {
    const made = timeline.events[inbound.created ?? inbound.installed ?? -1];
    const gone = timeline.events[inbound.deleted ?? -1];
    return (
      spi !== incident.spi && made !== undefined && (gone === undefined || isBefore(gone, end) !== 'yes') && !isDeletedSince(gone, end)
    );
  });
}

function isDeletedSince(gone: TimedEvent | undefined, end: TimedEvent): boolean {
  return gone !== undefined && isBefore(end, gone) === 'yes';
}

function barredBy(scene: Scene): string | undefined {
  for (const side of SIDES) {
    const { name } = scene.timeline.tunnel[side];
    if (eventsOfKind(scene.timeline, side, 'syslog').some((event) => CERTIFICATE.test(textOf(event))))
      return `${name} refuses a certificate as expired or invalid, and no new SA is on record: renew it, look at the clocks (show crypto pki certificates)`;
  }
  const refused = answerOf(rekeyRefused, scene);
  if (refused.is === 'yes' && refused.grade !== 'hinted')
    return 'the rekey was refused, and no new SA is on record: compare proposals, PFS group and selectors of both ends (show running-config | section crypto)';
  const last = scene.logs.at(-1);
  const behind = eventsOfKind(scene.timeline, scene.receiver, 'message').filter(
    (event) => last !== undefined && isBefore(last, event) === 'yes',
  );
  const isDeaf = behind.length >= UNANSWERED_MIN && behind.every(({ direction }) => direction === 'sent');
  return isDeaf || isAskingInVain(scene)
    ? `all IKE of ${scene.R} since is unanswered, and no new SA is on record: look at what drops UDP 500 and 4500 (show policy-map control-plane, show ip access-lists)`
    : undefined;
}

/** A message and its repeats. [L] */
const UNANSWERED_MIN = 3;

/** Before X ran out R asked for its successor again and again, and since the first of it has heard no IKE of S until its record ends. */
function isAskingInVain({ timeline, receiver, logs }: Scene): boolean {
  const messages = eventsOfKind(timeline, receiver, 'message');
  const heard = messages.findLastIndex(({ direction }) => direction === 'received');
  const asked = messages.slice(heard + 1).filter(isAsking);
  const [first, last] = [asked[0], logs[0]];
  return asked.length >= UNANSWERED_MIN && first !== undefined && last !== undefined && isBefore(first, last) === 'yes';
}

/** What is to be answered: of a DELETE of IKEv1 no answer is to be had. [C RFC 2408 3.15, RFC 2409 5.5] */
function isAsking({ exchange, message, version }: MessageEvent): boolean {
  return exchange === 'quick' || exchange === 'main' || (version === 2 && message === 'request');
}
