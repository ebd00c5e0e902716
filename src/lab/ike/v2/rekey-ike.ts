/** An IKE SA is rekeyed by CREATE_CHILD_SA under the old one; its child SAs move to the new, and the initiator deletes the old. RFC 7296 1.3.2, 2.8 */
import type { Ikev2Packet } from '../packet.ts';
import { closeIkeSa, sendDeleteIke } from './deletion.ts';
import type { Ikev2End } from './end.ts';
import { probeRegularly } from './informational.ts';
import { type Ikev2Sa, randomIkeSpi } from './sa.ts';
import { ask, respond } from './window.ts';

/** The initiator of an IKE SA rekeys it first, so that mostly one end does. [L] */
const MARGINS_MS = { I: [90_000, 120_000], R: [30_000, 60_000] } as const;
/** After TEMPORARY_FAILURE. [B] */
const AGAIN_MS = 10_000;

/** Its rekey, its lifetime and its probes, from now on; both ends by their own figures. [C] ike.md 6 */
export function watchIke(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const leftMs = ike.bornAtMs + ike.lifetimeSeconds * 1000 - endpoint.clock.now();
  const [leastMs, mostMs] = MARGINS_MS[ike.role];
  ike.timers.push(
    endpoint.later(leftMs - endpoint.between(leastMs, mostMs), () => startIkeRekey(endpoint, ike)),
    endpoint.later(leftMs, () => {
      if (!ike.isRekeyed) closeIkeSa(endpoint, ike, { isTold: true });
    }),
  );
  probeRegularly(endpoint, ike);
}

export function startIkeRekey(endpoint: Ikev2End, ike: Ikev2Sa): void {
  if (ike.isRekeyed || ike.isClosing || !endpoint.ikeSas.includes(ike)) return;
  const spi = randomIkeSpi(endpoint.random);
  endpoint.ledger.say(ike, 'Beginning IKE SA rekey', 'Generating CREATE_CHILD_SA message');
  ask(endpoint, ike, {
    exchange: 'CREATE_CHILD_SA',
    body: { is: 'rekey-ike', spi },
    done: ({ body }) => {
      if (body.is !== 'rekey-ike') {
        endpoint.later(AGAIN_MS, () => startIkeRekey(endpoint, ike));
        return;
      }
      succeed(endpoint, ike, endpoint.newIkeSa('I', { initiator: spi, responder: body.spi }, ike));
      sendDeleteIke(endpoint, ike);
    },
  });
}

/** With a wish of its own under way, this end puts the peer off. RFC 7296 2.25 */
export function answerIkeRekey(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  const { body } = packet;
  if (body.is !== 'rekey-ike') return;
  if (ike.outstanding?.request.exchange === 'CREATE_CHILD_SA') {
    respond(endpoint, ike, packet, { is: 'refusal', notify: 'TEMPORARY_FAILURE' });
    return;
  }
  const spi = randomIkeSpi(endpoint.random);
  endpoint.ledger.say(ike, 'Validating create child message', 'Processing CREATE_CHILD_SA message');
  respond(endpoint, ike, packet, { is: 'rekey-ike', spi });
  succeed(endpoint, ike, endpoint.newIkeSa('R', { initiator: body.spi, responder: spi }, ike));
}

/** The new IKE SA inherits the child SAs and what waits to be asked. */
function succeed(endpoint: Ikev2End, old: Ikev2Sa, ike: Ikev2Sa): void {
  old.isRekeyed = true;
  ike.isUp = true;
  ike.queue.push(...old.queue.splice(0));
  for (const child of endpoint.childSas) if (child.under === old.spis.initiator) child.under = ike.spis.initiator;
  for (const negotiation of endpoint.negotiations.values())
    if (negotiation.ike === old) Object.assign(negotiation, { ike, under: ike.spis.initiator });
  endpoint.ledger.say(ike, `IKEV2 SA created; inserting SA into database. SA lifetime timer (${ike.lifetimeSeconds} sec) started`);
  watchIke(endpoint, ike);
}
