/** A half-open IKEv2 SA is told as a script of two ends: the lab has no IKEv2 of its own. [C shapes] ike.md 6 */
import type { Endpoint } from './endpoint.ts';
import { install, switchOutbound } from './installation.ts';

const TRAVEL_MS = 6;
const PREFIX = 'IKEv2:(SESSION ID = 1,SA ID = 1):';
const FAILED = 'IKEv2-ERROR:(SESSION ID = 1,SA ID = 1):';
const PAYLOADS = {
  init: ' SA KE N VID VID VID VID NOTIFY(NAT_DETECTION_SOURCE_IP) NOTIFY(NAT_DETECTION_DESTINATION_IP) ',
  auth: ' VID IDi AUTH SA TSi TSr NOTIFY(INITIAL_CONTACT) NOTIFY(SET_WINDOW_SIZE) NOTIFY(ESP_TFC_NO_SUPPORT) NOTIFY(NON_FIRST_FRAGS) ',
} as const;

type Exchange = 'IKE_SA_INIT' | 'IKE_AUTH';
interface Message {
  exchange: Exchange;
  kind: 'REQUEST' | 'RESPONSE';
  spis: [string, string];
}

/** Main steps of RFC 7296 1.2, then R's refusal; S knows nothing of it and sends. */
export function establishHalfOpen(receiver: Endpoint, sender: Endpoint): void {
  const spis: [string, string] = [ikeSpi(receiver), ikeSpi(sender)];
  const story: [Endpoint, Endpoint, Message][] = [
    [receiver, sender, { exchange: 'IKE_SA_INIT', kind: 'REQUEST', spis: [spis[0], '0'.repeat(16)] }],
    [sender, receiver, { exchange: 'IKE_SA_INIT', kind: 'RESPONSE', spis }],
    [receiver, sender, { exchange: 'IKE_AUTH', kind: 'REQUEST', spis }],
    [sender, receiver, { exchange: 'IKE_AUTH', kind: 'RESPONSE', spis }],
  ];
  story.forEach(([from, to, message], index) => {
    const atMs = index * TRAVEL_MS * 2;
    receiver.later(atMs, () => tell(from, to, 'Sending', message));
    receiver.later(atMs + TRAVEL_MS, () => tell(to, from, 'Received', message));
  });
  const upMs = (story.length - 1) * TRAVEL_MS * 2;
  sender.later(upMs, () => comeUp(sender, receiver));
  receiver.later(upMs + TRAVEL_MS, () => refuse(receiver));
}

function comeUp(sender: Endpoint, receiver: Endpoint): void {
  write(
    sender,
    `${PREFIX}Session with IKE ID PAIR (${receiver.address}, ${sender.address}) is UP`,
    `${PREFIX}IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started`,
  );
  const ike = { id: 0, connId: 1, role: 'R', isUp: true, sentStep: 0, isInitialContact: false, missed: 0 } as const;
  const outbound = receiver.nextSpi();
  install(sender, {
    messageId: 1,
    ike: { ...ike, bornAtMs: sender.clock.now(), lifetimeSeconds: sender.traits.ikeLifetimeSeconds },
    role: 'R',
    inbound: sender.nextSpi(),
    outbound,
    lifetimeSeconds: sender.traits.childLifetimeSeconds,
    isInstalled: true,
    isAnswered: true,
    replaces: undefined,
  });
  switchOutbound(sender, outbound);
  sender.traits.isTalkative = true;
}

function refuse(receiver: Endpoint): void {
  write(
    receiver,
    `${PREFIX}Searching policy based on peer's identity '${receiver.remote}' of type 'IPv4 address'`,
    `${FAILED}: Failed to locate an item in the database`,
    `${PREFIX}Verification of peer's authentication data FAILED`,
    `${PREFIX}Auth exchange failed`,
    `${FAILED}: Auth exchange failed`,
    `${PREFIX}Abort exchange`,
    `${PREFIX}Deleting SA`,
  );
}

function tell(own: Endpoint, peer: Endpoint, act: 'Sending' | 'Received', { exchange, kind, spis }: Message): void {
  const ends =
    act === 'Sending'
      ? `[To ${peer.address}:500/From ${own.address}:500/VRF i0:f0]`
      : `[From ${peer.address}:500/To ${own.address}:500/VRF i0:f0]`;
  const isInit = exchange === 'IKE_SA_INIT';
  const payloads = isInit ? PAYLOADS.init : act === 'Sending' ? ' ENCR ' : PAYLOADS.auth;
  write(
    own,
    `${PREFIX}${act} Packet ${ends} \nInitiator SPI : ${spis[0]} - Responder SPI : ${spis[1]} Message id: ${isInit ? 0 : 1}\nIKEv2 ${exchange} Exchange ${kind} \nPayload contents: \n${payloads}\n`,
  );
}

function write({ router, remote }: Endpoint, ...texts: string[]): void {
  for (const text of texts) router.debug('crypto ikev2', remote, text);
}

/** 16 hex digits. */
function ikeSpi({ random }: Endpoint): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 0x10000)
      .toString(16)
      .toUpperCase()
      .padStart(4, '0'),
  ).join('');
}
