/** The ISAKMP packet shapes are the lines that say a message left or arrived. */
import { type Address, readAddress } from '../../../ipsec/address.ts';
import type { Exchange, MessageEvent } from '../../../ipsec/event.ts';
import { messageId } from '../../../ipsec/message-id.ts';
import type { Shape } from '../../log/shape.ts';
import { classify, identify, isSpokenOf, mentionOutgoing } from './exchange.ts';
import type { IsakmpContext } from './memory.ts';

/** `received packet from 203.0.113.30 dport 4500 sport 4786 Global (R) QM_IDLE      `, in 12.2 `received packet from 203.0.113.30 (I) MM_NO_STATE` [C] */
export const RECEIVED_PACKET = /^received packet from (\S+)(?: dport (\d+) sport (\d+))? (?:(\S+) )?\(([IRN])\) ?(\S*(?: SA)?)/;
/** `sending packet to 203.0.113.30 my_port 4500 peer_port 4786 (R) QM_IDLE      `, in 12.2 `sending packet to 203.0.113.30 (I) MM_NO_STATE` [C] */
export const SENDING_PACKET = /^sending packet to (\S+)(?: my_port (\d+) peer_port (\d+))? (?:(\S+) )?\(([IRN])\) ?(\S*)/;
/** `retransmitting phase 2 QM_IDLE       -426260398 ...`, `retransmitting phase 1 MM_KEY_EXCH...` [L] */
export const RETRANSMITTING = /^retransmitting phase ([12]) \S+?(?:\s+(-?\d+))?\s*\.{0,3}$/;
/** `retransmitting due to retransmit phase 2`: the answer is sent again, to a packet that came twice; the line names no exchange. [L] */
export const RETRANSMITTING_ANSWER = /^retransmitting due to retransmit phase [12]/;
/** `phase 2 packet is a duplicate of a previous packet.` [L] */
export const DUPLICATE_PACKET = /^phase [12] packet is a duplicate/;

const ROLES = { I: 'initiator', R: 'responder', N: 'responder' } as const;

export const ISAKMP_PACKETS: readonly Shape<IsakmpContext>[] = [
  { word: 'received', pattern: RECEIVED_PACKET, read: (match, context) => readReceived(match, context) },
  { word: 'sending', pattern: SENDING_PACKET, read: (match, context) => readSent(match, context) },
  {
    word: 'retransmitting',
    pattern: RETRANSMITTING,
    read(match, context) {
      const id = messageId(match[2] ?? '');
      context.connection.isRetransmitting = true;
      mentionOutgoing(id, context);
      if (match[1] === '2') classify(id, 'quick', context);
    },
  },
  {
    word: 'retransmitting',
    pattern: RETRANSMITTING_ANSWER,
    read(_match, { connection }) {
      connection.isRetransmitting = true;
    },
  },
  {
    word: 'phase',
    pattern: DUPLICATE_PACKET,
    read(_match, { connection }) {
      if (connection.lastMessage?.direction === 'received') connection.lastMessage.isRetransmission = true;
      connection.unidentified = undefined;
    },
  },
];

function readReceived(match: RegExpExecArray, context: IsakmpContext): void {
  const [, printed, localPort, remotePort, , role, state = ''] = match;
  const remote = readAddress(printed);
  const { connection, session } = context;
  const message = packet(context, 'received', { remote, localPort, remotePort, role, state });
  connection.remote = remote;
  connection.assumed = undefined;
  connection.unidentified = message;
  if (role === 'N') session.emit({ kind: 'ike-sa', version: 1, change: 'started', role: 'responder', remote, ...context.base() });
}

function readSent(match: RegExpExecArray, context: IsakmpContext): void {
  const [, printed, localPort, remotePort, , role, state = ''] = match;
  const remote = readAddress(printed);
  const { connection, memory } = context;
  const message = packet(context, 'sent', { remote, localPort, remotePort, role, state });
  connection.remote = remote;
  connection.unidentified = undefined;
  if (connection.started !== undefined) connection.started.remote = remote;
  connection.started = undefined;
  const isAgain = connection.isRetransmitting === true;
  if (isAgain) message.isRetransmission = true;
  connection.isRetransmitting = false;
  const isNamed = memory.loose !== undefined || connection.isNamedOutgoing === true;
  connection.isNamedOutgoing = false;
  const { messageId: id, spokenAt } = memory.loose ?? connection;
  memory.loose = undefined;
  if (message.messageId !== undefined) return;
  if (id === undefined || (!isAgain && !isSpokenOf(id, spokenAt, message, memory))) connection.unidentified = message;
  else {
    identify(message, id, context);
    connection.assumed = isNamed ? undefined : message;
  }
}

interface PacketFields {
  remote: Address | undefined;
  localPort: string | undefined;
  remotePort: string | undefined;
  role: string | undefined;
  state: string;
}

function packet(context: IsakmpContext, direction: MessageEvent['direction'], fields: PacketFields): MessageEvent {
  const { remote, localPort, remotePort, role, state } = fields;
  const exchange = phaseOneExchange(state);
  const message: MessageEvent = {
    kind: 'message',
    direction,
    version: 1,
    exchange,
    messageId: exchange === undefined ? undefined : 0,
    role: role === 'I' || role === 'R' || role === 'N' ? ROLES[role] : undefined,
    remote,
    localPort: localPort === undefined ? undefined : Number(localPort),
    remotePort: remotePort === undefined ? undefined : Number(remotePort),
    payloads: [],
    state,
    ...context.base(),
  };
  if (exchange === 'main') message.step = mainModeStep(message, context);
  context.session.emit(message);
  context.connection.lastMessage = message;
  return message;
}

function phaseOneExchange(state: string): Exchange | undefined {
  if (state.startsWith('MM_') || state === 'NEW SA' || state === 'NEW') return 'main';
  return state.startsWith('AG_') ? 'aggressive' : undefined;
}

/** Initiator's packets are odd, responder's even; the state tells the pair of messages. [C state names] */
function mainModeStep(message: MessageEvent, context: IsakmpContext): number | undefined {
  const { direction, role, state = '', remote } = message;
  const { keyExchanges } = context.memory;
  const isFromInitiator = (role === 'initiator') === (direction === 'sent');
  if (state.startsWith('NEW') || state === 'MM_NO_STATE') {
    keyExchanges.delete(remote);
    return isFromInitiator ? 1 : 2;
  }
  if (state === 'MM_SA_SETUP') return mainModeSetup(role, direction);
  if (state !== 'MM_KEY_EXCH') return undefined;
  if (isFromInitiator) keyExchanges.add(remote);
  if (isFromInitiator) return 5;
  return keyExchanges.has(remote) ? 6 : 4;
}

function mainModeSetup(role: MessageEvent['role'], direction: MessageEvent['direction']): number {
  if (role === 'initiator') return direction === 'sent' ? 3 : 4;
  return direction === 'sent' ? 2 : 3;
}
