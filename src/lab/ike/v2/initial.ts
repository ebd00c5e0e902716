/** IKE_SA_INIT is the first exchange: both ends name their SPIs and compute the key. [C] the wording, ike.md 6 */
import type { Ikev2Packet } from '../packet.ts';
import { startAuth } from './auth.ts';
import type { Ikev2End } from './end.ts';
import { removeIkeSa } from './removal.ts';
import { type Ikev2Sa, NO_SPI, randomIkeSpi } from './sa.ts';
import { ask, respond } from './window.ts';

/** What a Diffie-Hellman takes. */
const EXPONENT_MS = [12, 40] as const;
/** A responder waits no longer for IKE_AUTH. [L] */
const ABANDONED_MS = 30_000;
const IKE_PROPOSAL =
  'IKE Proposal: 1, SPI size: 0 (initial negotiation), \nNum. transforms: 4\n   AES-CBC   SHA256   SHA256   DH_GROUP_2048_MODP/Group 14';

export function startInit(endpoint: Ikev2End): void {
  const { ledger, random, childSas, ikeSas } = endpoint;
  // Believed: a router says INITIAL_CONTACT only when it holds nothing with the peer. [B]
  const isInitialContact = childSas.length === 0 && ikeSas.length === 0;
  const ike = endpoint.newIkeSa('I', { initiator: randomIkeSpi(random), responder: NO_SPI }, { isInitialContact });
  tellPolicy(endpoint);
  ledger.say(ike, '[IKEv2 -> Crypto Engine] Computing DH public key, DH Group 14');
  ledger.plain(`(SA ID = ${ike.slot}):[Crypto Engine -> IKEv2] DH key Computation PASSED`);
  ledger.say(ike, 'Request queued for computation of DH key', 'Generating IKE_SA_INIT message', IKE_PROPOSAL);
  ask(endpoint, ike, {
    exchange: 'IKE_SA_INIT',
    body: { is: 'init' },
    done: (response) => complete(endpoint, ike, response),
    failed: () => ledger.say(ike, 'Failed SA init exchange', 'Initial exchange failed: Initial exchange failed', 'Abort exchange'),
  });
  ledger.say(ike, 'Insert SA \n');
}

function complete(endpoint: Ikev2End, ike: Ikev2Sa, { spis }: Ikev2Packet): void {
  const { ledger } = endpoint;
  ike.spis = { ...spis };
  ledger.say(ike, 'Processing IKE_SA_INIT message', 'Verify SA init message', 'Processing IKE_SA_INIT message');
  tellKey(endpoint, ike);
  endpoint.later(endpoint.between(...EXPONENT_MS), () => {
    if (!endpoint.ikeSas.includes(ike)) return;
    ledger.note(ike, 'Completed SA init exchange', endpoint.traceEnds);
    startAuth(endpoint, ike);
  });
}

/** A packet that opens an IKE SA. */
export function answerInit(endpoint: Ikev2End, packet: Ikev2Packet): void {
  const { ledger, random } = endpoint;
  const spis = { initiator: packet.spis.initiator, responder: randomIkeSpi(random) };
  const ike = endpoint.newIkeSa('R', spis, { isInitialContact: false });
  ike.expectedId = packet.messageId + 1;
  ledger.received(ike, packet, endpoint.traceEnds);
  ledger.say(ike, 'Verify SA init message', 'Insert SA');
  tellPolicy(endpoint);
  ledger.say(ike, 'Processing IKE_SA_INIT message');
  tellKey(endpoint, ike);
  endpoint.later(endpoint.between(...EXPONENT_MS), () => {
    if (!endpoint.ikeSas.includes(ike)) return;
    ledger.say(ike, 'Generating IKE_SA_INIT message', IKE_PROPOSAL);
    respond(endpoint, ike, packet, { is: 'init' });
    ledger.note(ike, 'Completed SA init exchange', endpoint.traceEnds);
    abandonUnlessUp(endpoint, ike);
  });
}

/** The initiator does not come back. */
function abandonUnlessUp(endpoint: Ikev2End, ike: Ikev2Sa): void {
  endpoint.ledger.say(ike, `Starting timer (${ABANDONED_MS / 1000} sec) to wait for auth message `);
  endpoint.later(ABANDONED_MS, () => {
    if (!ike.isUp) removeIkeSa(endpoint, ike);
  });
}

function tellPolicy({ ledger, address }: Ikev2End): void {
  ledger.plain(
    '% Getting preshared key from profile keyring KEYS',
    "% Matched peer block 'PEER'",
    `Searching Policy with fvrf 0, local address ${address}`,
    "Found Policy 'WAN'",
  );
}

/** The line about a rekeyed SA comes at the first set-up too. [C] ike.md 6 */
function tellKey({ ledger }: Ikev2End, ike: Ikev2Sa): void {
  ledger.say(ike, 'Checking NAT discovery', 'NAT not found', '[IKEv2 -> Crypto Engine] Computing DH secret key, DH Group 14');
  ledger.plain(`(SA ID = ${ike.slot}):[Crypto Engine -> IKEv2] DH key Computation PASSED`);
  ledger.say(ike, 'Request queued for computation of DH secret');
  ledger.plain(
    `(SA ID = ${ike.slot}):[IKEv2 -> Crypto Engine] Calculate SKEYSEED and create rekeyed IKEv2 SA`,
    `(SA ID = ${ike.slot}):[Crypto Engine -> IKEv2] SKEYSEED calculation and creation of rekeyed IKEv2 SA PASSED`,
  );
}
