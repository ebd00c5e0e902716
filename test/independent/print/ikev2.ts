/** The words of `debug crypto ikev2` (ike.md 6). */
import type { Happening, Peer } from '../model/state.ts';
import { type Cast, far, hex, inbound, type Message, outbound } from './words.ts';

type Exchange = 'IKE_SA_INIT' | 'IKE_AUTH' | 'CREATE_CHILD_SA' | 'INFORMATIONAL';

/** How one packet is printed where it is sent or heard. */
interface Packet {
  way: 'sent' | 'heard';
  exchange: Exchange;
  is: 'REQUEST' | 'RESPONSE';
  id: number;
  /** Names when decrypted, ` ENCR` when sent. */
  payload: string;
  tag: string;
}

export function ikev2Words(cast: Cast, happening: Happening): Message[] {
  const { peer, kind, pair = 0, message = 0, note = '' } = happening;
  const { session, sa } = cast.session[peer];
  const say = (text: string, tag = text): Message => ({
    family: 'ike',
    tag,
    lines: [`IKEv2:(SESSION ID = ${session},SA ID = ${sa}):${text}`],
  });
  const isRebound = note === 'new-port';
  const packet = (one: Packet): Message =>
    printPacket(
      cast,
      peer,
      { ...one, tag: `${one.way} ${one.exchange} ${one.is} ${one.tag}${isRebound ? ' new port' : ''}` },
      session,
      sa,
      isRebound,
    );
  const id = cast.rid(message);
  const m = `m${message}`;
  const child = (way: Packet['way'], is: Packet['is'], payload: string): Message =>
    packet({ way, exchange: 'CREATE_CHILD_SA', is, id, payload: way === 'sent' ? ' ENCR ' : payload, tag: m });
  const info = (way: Packet['way'], is: Packet['is'], payload: string): Message =>
    packet({
      way,
      exchange: 'INFORMATIONAL',
      is,
      id,
      payload: way === 'sent' ? ' ENCR ' : payload,
      tag: `${m} ${way === 'sent' ? '' : payload}`,
    });
  const whole = `IKEv2 SA [ISPI: 0x${cast.ikeSpi.initiator} RSPI: 0x${cast.ikeSpi.responder}]`;
  switch (kind) {
    case 'asks':
      return [
        ...(note === 'rekey' ? [say('Check for IPSEC rekey', 'check rekey')] : []),
        say('Building packet for encryption.', ''),
        child('sent', 'REQUEST', ''),
      ];
    case 'asked':
      return [
        child('heard', 'REQUEST', note === 'rekey' ? ' NOTIFY(REKEY_SA) SA N TSi TSr' : ' SA N TSi TSr'),
        say('Validating create child message', ''),
      ];
    case 'answers':
      return [child('sent', 'RESPONSE', '')];
    case 'answered':
      return [child('heard', 'RESPONSE', ' SA N TSi TSr'), say('Processing CREATE_CHILD_SA exchange response', '')];
    case 'made':
      return [say('Load IPSEC key material', 'load'), say('Asynchronous request queued', '')];
    case 'refuses':
      return [say('Sending no proposal chosen notify', 'no proposal'), child('sent', 'RESPONSE', '')];
    case 'refused':
      return [child('heard', 'RESPONSE', ' NOTIFY(NO_PROPOSAL_CHOSEN)'), say('Processing NO_PROPOSAL_CHOSEN notify', 'NO_PROPOSAL_CHOSEN')];
    case 'delete-sent':
      return [
        note === 'ike'
          ? say(`Sending DELETE INFO message for ${whole}`, 'DELETE IKE')
          : say(`Sending DELETE INFO message for IPsec SA [SPI: 0x${hex(inbound(cast, peer, pair))}]`, `DELETE %${pair}`),
        say('Building packet for encryption.', ''),
        info('sent', 'REQUEST', ''),
      ];
    case 'delete-again':
      return [say('Retransmitting packet', `again ${m}`), info('sent', 'REQUEST', '')];
    case 'delete-heard':
      return [
        info('heard', 'REQUEST', ' DELETE'),
        note === 'ike'
          ? say(`Processing DELETE INFO message for ${whole}`, 'DELETE IKE heard')
          : say(`Processing DELETE INFO message for IPsec SA [SPI: 0x${hex(outbound(cast, peer, pair))}]`, `DELETE heard %${pair}`),
      ];
    case 'ack-sent':
      return [say('Sending ACK to informational exchange', `acks ${m}`), info('sent', 'RESPONSE', '')];
    case 'ack-heard':
      return [info('heard', 'RESPONSE', ' DELETE'), say('Processing ACK to informational exchange', `ack ${m}`)];
    case 'probe-sent':
      return [
        ...(note === '' ? [] : [say('Retransmitting packet', `again ${note}`)]),
        say('Building packet for encryption.', ''),
        info('sent', 'REQUEST', ''),
      ];
    case 'probe-heard':
      return [info('heard', 'REQUEST', ''), say('Sending ACK to informational exchange', `acks ${m}`), info('sent', 'RESPONSE', '')];
    case 'probe-answered':
      return [info('heard', 'RESPONSE', ''), say('Processing ACK to informational exchange', `ack ${m}`)];
    case 'peer-dead':
      return [
        say(': Maximum number of retransmissions reached', 'maximum'),
        say('Queuing IKE SA delete request reason: unknown', 'queued'),
      ];
    default:
      return sessionWords(cast, happening, say, packet);
  }
}

function sessionWords(
  cast: Cast,
  { kind, peer, message = 0 }: Happening,
  say: (text: string, tag?: string) => Message,
  packet: (one: Packet) => Message,
): Message[] {
  const m = `m${message}`;
  const one = (way: Packet['way'], exchange: Exchange, is: Packet['is'], id: number, payload: string): Message =>
    packet({ way, exchange, is, id, payload, tag: m });
  const pairOfIds = `Session with IKE ID PAIR (${cast.outer[far(peer)]}, ${cast.address[peer]}) is UP`;
  switch (kind) {
    case 'ike-begun':
      return [
        say('Generating IKE_SA_INIT message', 'generates'),
        one('sent', 'IKE_SA_INIT', 'REQUEST', 0, ' SA KE N VID VID NOTIFY(NAT_DETECTION_SOURCE_IP) NOTIFY(NAT_DETECTION_DESTINATION_IP)'),
      ];
    case 'ike-heard':
      return [
        one('heard', 'IKE_SA_INIT', 'REQUEST', 0, ' SA KE N VID VID NOTIFY(NAT_DETECTION_SOURCE_IP) NOTIFY(NAT_DETECTION_DESTINATION_IP)'),
        one('sent', 'IKE_SA_INIT', 'RESPONSE', 0, ' SA KE N VID VID'),
      ];
    case 'ike-second':
      return [
        one('heard', 'IKE_SA_INIT', 'RESPONSE', 0, ' SA KE N VID VID'),
        say('Generating IKE_AUTH message', ''),
        one('sent', 'IKE_AUTH', 'REQUEST', 1, ' ENCR '),
      ];
    case 'auth-heard':
      return [
        one('heard', 'IKE_AUTH', 'REQUEST', 1, ' VID IDi AUTH SA TSi TSr NOTIFY(INITIAL_CONTACT)'),
        say("Searching policy based on peer's identity", ''),
      ];
    case 'auth-answers':
      return [one('sent', 'IKE_AUTH', 'RESPONSE', 1, ' ENCR ')];
    case 'auth-answered':
      return [one('heard', 'IKE_AUTH', 'RESPONSE', 1, ' VID IDr AUTH SA TSi TSr')];
    case 'already':
      return [{ family: 'ike', tag: 'already', lines: ['IKEv2:SA is already in negotiation, hence not negotiating again'] }];
    case 'not-installed':
      return [
        {
          family: 'ike',
          tag: 'not installed',
          lines: [
            `IKEv2-ERROR:(SESSION ID = ${cast.session[peer].session},SA ID = ${cast.session[peer].sa}):: Creation/Installation of IPsec SA into IPsec DB failed`,
          ],
        },
      ];
    case 'ike-up':
      return [
        say(pairOfIds, 'session up'),
        say('IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started', 'ike up'),
      ];
    case 'initial-contact':
      return [say('Process auth response notify', ''), say('Received INITIAL_CONTACT notify', 'contact')];
    case 'identity-refused':
      return [
        say("Searching policy based on peer's identity", 'search'),
        {
          family: 'ike',
          tag: 'failed to locate',
          lines: [
            `IKEv2-ERROR:(SESSION ID = ${cast.session[peer].session},SA ID = ${cast.session[peer].sa}):: Failed to locate an item in the database`,
          ],
        },
        say("Verification of peer's authentication data FAILED", 'failed'),
        {
          family: 'ike',
          tag: 'auth failed',
          lines: [`IKEv2-ERROR:(SESSION ID = ${cast.session[peer].session},SA ID = ${cast.session[peer].sa}):: Auth exchange failed`],
        },
      ];
    default:
      return [];
  }
}

function printPacket(
  cast: Cast,
  peer: Peer,
  { way, exchange, is, id, payload, tag }: Packet,
  session: number,
  sa: number,
  isRebound: boolean,
): Message {
  const there = cast.outer[far(peer)];
  const first = exchange === 'IKE_SA_INIT' && is === 'REQUEST' ? '0000000000000000' : cast.ikeSpi.responder;
  const port = cast.port;
  const theirs = peer === 'R' ? (isRebound ? cast.seen.after : cast.seen.before) : cast.port;
  return {
    family: 'ike',
    tag,
    lines: [
      `IKEv2:(SESSION ID = ${session},SA ID = ${sa}):${way === 'sent' ? 'Sending' : 'Received'} Packet [${way === 'sent' ? 'To' : 'From'} ${there}:${theirs}/${way === 'sent' ? 'From' : 'To'} ${cast.address[peer]}:${port}/VRF i0:f0] `,
      `Initiator SPI : ${cast.ikeSpi.initiator} - Responder SPI : ${first} Message id: ${id}`,
      `IKEv2 ${exchange} Exchange ${is} `,
      'Payload contents: ',
      payload,
      '',
    ],
  };
}
