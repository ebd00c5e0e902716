/** Still down: a packet may have been overtaken rightly while nothing took the place of its SA; then what ended it, and what bars the next, is to be told. */

import { namesAddress } from '../ipsec/address-in-text.ts';
import type { MessageEvent, SyslogEvent } from '../ipsec/event.ts';
import { other, SIDES } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import { endingOf } from './ending.ts';
import { answerOf } from './fact.ts';
import { rekeyRefused } from './facts/refused-rekey.ts';
import { renewalOf } from './renewal.ts';
import type { Scene } from './scene.ts';
import { eventsOfKind } from './views.ts';

/** `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.1:500`, which names whose it is [C] */
const SESSION_DOWN = /SESSION_STATUS: .*\bis DOWN\b/;
/** `%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel7, changed state to down`: that of the tunnel goes when its SA does. [C; L how soon] */
const LINE_DOWN = /^LINEPROTO-UPDOWN: .*Interface (?:Tunnel|Virtual)\S*, changed state to down/;
const WITH_IT_MS = 10_000;
/** `IKE denied an OUTGOING SA request from 192.0.2.1 to 198.51.100.1 due to IPSEC SA LIMIT REACHED` [L] */
const DENIED = /IKE_DENY_SA_REQ|call admission/i;
const DENIED_MS = 60_000;
/** `%CRYPTO-5-IKMP_INVAL_CERT`, `%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed.  The certificate (SN: 12) has expired.` [C L] */
const CERTIFICATE = /CERT\w*.*(?:EXPIRED|INVAL)|certificate .*(?:expired|not yet valid)/i;

/** In words, what has to be looked at; undefined where a successor is on record, or nothing says that the tunnel is down. */
export function stillDown(scene: Scene): string | undefined {
  const end = endingOf(scene)?.event;
  if (end === undefined || renewalOf(scene) !== undefined || hasSuccessor(scene)) return undefined;
  const barred = barredBy(scene, end);
  if (barred !== undefined) return barred;
  const isDown = SIDES.some((side) => eventsOfKind(scene.timeline, side, 'syslog').some((event) => isToldDown(scene, event, end)));
  return isDown ? `no new SA is on record, and the tunnel is told down: show crypto session on ${scene.R} and ${scene.S}` : undefined;
}

function isToldDown(scene: Scene, event: TimedEvent & SyslogEvent, end: TimedEvent): boolean {
  const text = textOf(event);
  if (SESSION_DOWN.test(text)) return isOfPeer(scene, event) && isNear(event, end, WITH_IT_MS);
  return LINE_DOWN.test(text) && isNear(event, end, WITH_IT_MS);
}

/** Within that of the end of X, on either side of it; undefined stamps say nothing against it. */
function isNear(event: TimedEvent, end: TimedEvent, mostMs: number): boolean {
  const gap = apart(end, event);
  return gap === undefined || (gap.leastMs <= mostMs && gap.mostMs >= -mostMs);
}

function isOfPeer({ timeline }: Scene, { side, message }: TimedEvent & SyslogEvent): boolean {
  const { address, natAddress } = timeline.tunnel[other(side)];
  return namesAddress(message, address) || (natAddress !== undefined && namesAddress(message, natAddress));
}

const textOf = ({ facility, mnemonic, message }: SyslogEvent) => `${facility}-${mnemonic}: ${message}`;

/** The two halves of a pair are made in one act. [L] ike.md 4.1 */
const ONE_ACT_MS = 100;

/** Another pair of any traffic than that of X, which nobody deleted. */
function hasSuccessor({ timeline, incident, births: [born] }: Scene): boolean {
  return timeline.childSas.some(({ spi, inbound }) => {
    const made = timeline.events[inbound.created ?? inbound.installed ?? -1];
    const gap = apart(born, made);
    const isHalfOfX = gap !== undefined && gap.leastMs <= ONE_ACT_MS && gap.mostMs >= -ONE_ACT_MS;
    return spi !== incident.spi && made !== undefined && inbound.deleted === null && !isHalfOfX;
  });
}

function barredBy(scene: Scene, end: TimedEvent): string | undefined {
  for (const side of SIDES) {
    const { name } = scene.timeline.tunnel[side];
    if (eventsOfKind(scene.timeline, side, 'syslog').some((event) => CERTIFICATE.test(textOf(event))))
      return `${name} refuses a certificate as expired or invalid, and no new SA is on record: renew it, look at the clocks (show crypto pki certificates)`;
  }
  for (const side of SIDES) {
    const isDenied = (event: TimedEvent & SyslogEvent) =>
      DENIED.test(textOf(event)) && isOfPeer(scene, event) && isNear(event, end, DENIED_MS);
    if (eventsOfKind(scene.timeline, side, 'syslog').some(isDenied))
      return `${scene.timeline.tunnel[side].name} denies new SAs by its limit, and none is on record: look at that (show crypto call admission statistics)`;
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
