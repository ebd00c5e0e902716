/** The IKEv2 ledger is where one end writes its IKEv2: debugs of IOS 15.4 and later and of IOS XE, and the event trace. [C] ike.md 6, 4.2 */
import type { PlatformId } from '../../../ios/platforms/index.ts';
import { Ledger } from '../ledger.ts';
import type { Ikev2Packet } from '../packet.ts';
import type { Ikev2Sa } from './sa.ts';

/** IOS XE has a family for what goes wrong; IOS a second colon. [C] ike.md 6 */
const ERROR_FAMILY: Readonly<Record<PlatformId, string>> = { ios: 'IKEv2', 'ios-xe': 'IKEv2-ERROR' };

/** Addresses and ports, as packets have them. */
interface Ends {
  local: string;
  remote: string;
  ports: { own: number; peer: number };
}

export class Ikev2Ledger extends Ledger {
  /** `IKEv2:(SESSION ID = 1,SA ID = 1):text`, one line each. */
  say({ sessionId, slot }: Ikev2Sa, ...texts: string[]): void {
    for (const text of texts) this.write('crypto ikev2', `IKEv2:(SESSION ID = ${sessionId},SA ID = ${slot}):${text}`);
  }

  /** `IKEv2:text`, one line each. */
  plain(...texts: string[]): void {
    for (const text of texts) this.write('crypto ikev2', `IKEv2:${text}`);
  }

  error({ sessionId, slot }: Ikev2Sa, text: string): void {
    this.#writeError(`${this.#errorFamily}:(SESSION ID = ${sessionId},SA ID = ${slot}):: ${text}`);
  }

  /** What goes wrong with no SA at hand. */
  plainError(text: string): void {
    this.#writeError(`${this.#errorFamily}:${text}`);
  }

  /** In what is sent, the payloads are hidden behind the encryption. [C] */
  sent(ike: Ikev2Sa, packet: Ikev2Packet, ends: Ends): void {
    const shown = packet.exchange === 'IKE_SA_INIT' ? payloadNames(packet) : 'ENCR';
    const way = `Sending Packet [To ${ends.remote}:${ends.ports.peer}/From ${ends.local}:${ends.ports.own}/VRF i0:f0]`;
    this.say(ike, `${way} \n${packetLines(packet, shown)}`);
    this.#traceMessage(ike, packet, 'Sending', ends);
  }

  received(ike: Ikev2Sa, packet: Ikev2Packet, ends: Ends): void {
    this.say(ike, receivedLines(packet, ends));
    this.#traceMessage(ike, packet, 'Received', ends);
  }

  /** A packet of no IKE SA that this end knows. */
  receivedUnknown(packet: Ikev2Packet, ends: Ends): void {
    this.plain(receivedLines(packet, ends));
  }

  /** What it holds before it is encrypted. [C] */
  built(ike: Ikev2Sa, packet: Ikev2Packet): void {
    this.say(ike, `Building packet for encryption.  \nPayload contents: \n ${payloadNames(packet)}`);
  }

  /** A line that stands in the debug and in the event trace. */
  note(ike: Ikev2Sa, text: string, ends: Ends): void {
    this.say(ike, text);
    this.trace(ike, text, ends);
  }

  trace({ slot, sessionId }: Ikev2Sa, text: string, { local, remote, ports }: Ends): void {
    this.router.traces.ikev2.write(
      `SA ID:${slot} SESSION ID:${sessionId} Remote: ${remote}/${ports.peer} Local: ${local}/${ports.own}  ${text}`,
    );
  }

  /** (I) and (R) are the roles in the exchange. [C] ike.md 6 */
  #traceMessage(ike: Ikev2Sa, packet: Ikev2Packet, act: 'Sending' | 'Received', ends: Ends): void {
    const role = (act === 'Sending') === packet.isResponse ? 'R' : 'I';
    this.trace(ike, `(${role}) ${act} IKEv2 ${packet.exchange} Exchange ${kindOf(packet)}`, ends);
    if (packet.exchange !== 'INFORMATIONAL') return;
    const [, contents] = /^(DELETE|NOTIFY)/.exec(payloadNames(packet)) ?? [];
    if (contents !== undefined) this.trace(ike, `(${role}) IKEv2 INFORMATIONAL Exchange Contains: ${contents}`, ends);
  }

  /** `debug crypto ikev2` shows errors too. [C] ike.md 6 */
  #writeError(text: string): void {
    const { debugs } = this.router;
    this.write(debugs.has('crypto ikev2') ? 'crypto ikev2' : 'crypto ikev2 error', text);
  }

  get #errorFamily(): string {
    return ERROR_FAMILY[this.router.spec.platform];
  }
}

function receivedLines(packet: Ikev2Packet, { local, remote, ports }: Ends): string {
  const way = `Received Packet [From ${remote}:${ports.peer}/To ${local}:${ports.own}/VRF i0:f0]`;
  return `${way} \n${packetLines(packet, payloadNames(packet))}`;
}

/** A block ends in an empty line. [C] ike.md 6 */
function packetLines(packet: Ikev2Packet, payloads: string): string {
  const { spis, messageId, exchange } = packet;
  return [
    `Initiator SPI : ${spis.initiator} - Responder SPI : ${spis.responder} Message id: ${messageId}`,
    `IKEv2 ${exchange} Exchange ${kindOf(packet)} `,
    'Payload contents: ',
    ` ${payloads} `,
    '',
  ].join('\n');
}

function kindOf({ isResponse }: Ikev2Packet): string {
  return isResponse ? 'RESPONSE' : 'REQUEST';
}

const NAT_DETECTION = 'NOTIFY(NAT_DETECTION_SOURCE_IP) NOTIFY(NAT_DETECTION_DESTINATION_IP)';
const ESP_NOTIFIES = 'NOTIFY(ESP_TFC_NO_SUPPORT) NOTIFY(NON_FIRST_FRAGS)';

/** As the debug lists payloads once they are decrypted: [C] for the initial exchanges and DELETE, else [L]. ike.md 6 */
function payloadNames({ body, isResponse }: Ikev2Packet): string {
  switch (body.is) {
    case 'init':
      return `SA KE N VID VID VID VID ${NAT_DETECTION}`;
    case 'auth':
      return authNames(isResponse, body);
    case 'child':
      // The order of RFC 7296 1.3.3.
      return `${body.rekeys === undefined || isResponse ? '' : 'NOTIFY(REKEY_SA) '}SA N TSi TSr ${ESP_NOTIFIES}`;
    case 'rekey-ike':
      return 'SA N KE';
    case 'refusal':
      return `NOTIFY(${body.notify})`;
    case 'delete':
      return body.spis.length > 0 ? 'DELETE' : '';
    case 'delete-ike':
      return 'DELETE';
    case 'invalid-spi':
      return 'NOTIFY(INVALID_SPI)';
    case 'nothing':
      return '';
  }
}

function authNames(isResponse: boolean, { spi, isInitialContact }: { spi: number | undefined; isInitialContact: boolean }): string {
  if (isResponse && spi === undefined) return 'VID IDr AUTH NOTIFY(NO_PROPOSAL_CHOSEN)';
  const contact = isInitialContact ? 'NOTIFY(INITIAL_CONTACT) ' : '';
  return `VID ${isResponse ? 'IDr' : 'IDi'} AUTH SA TSi TSr ${contact}NOTIFY(SET_WINDOW_SIZE) ${ESP_NOTIFIES}`;
}
