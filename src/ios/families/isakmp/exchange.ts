/** An IKEv1 exchange's id is printed beside its packets, not in them: here a packet line and the id that belongs to it find each other. */
import type { MessageEvent } from '../../../ipsec/event.ts';
import type { ExchangeState, IsakmpContext, IsakmpMemory } from './memory.ts';

/** An id that was spoken of; a packet that has just come in and has no exchange yet is this one's. */
export function mentionIncoming(id: number | undefined, context: IsakmpContext): void {
  const { connection } = context;
  forgetStale(context);
  const waiting = connection.unidentified;
  if (id === undefined) return;
  if (id === 0) {
    connection.unidentified = undefined;
    return;
  }
  speakOf(id, context);
  connection.isNamedOutgoing = false;
  context.memory.loose = undefined;
  if (waiting === undefined || waiting.direction !== 'received') {
    if (context.connId === undefined) context.memory.loose = { messageId: id, spokenAt: context.at };
    return;
  }
  connection.unidentified = undefined;
  identify(waiting, id, context);
}

/** The lines of one packet are printed at once: what is said much later is said of another. [L] */
const SAME_PACKET_MS = 1000;

export function forgetStale({ connection, at }: IsakmpContext): void {
  const since = connection.unidentified?.at;
  if (at === null || since === undefined || since === null || Math.abs(at - since) <= SAME_PACKET_MS) return;
  connection.unidentified = undefined;
}

/** The exchange is over with the packet that has just come in, when nothing else was said of that. */
export function mentionFinished(id: number, context: IsakmpContext): void {
  forgetStale(context);
  const waiting = context.connection.unidentified;
  if (waiting?.direction !== 'received') return;
  context.connection.unidentified = undefined;
  identify(waiting, id, context);
}

/** An id that was spoken of in making a packet: the next packet that leaves is its. */
export function mentionOutgoing(id: number | undefined, context: IsakmpContext): void {
  if (id === undefined || id === 0) return;
  speakOf(id, context);
  context.connection.isNamedOutgoing = true;
}

/** Remembers the exchange that a line names. */
export function speakOf(id: number, { connection, at }: IsakmpContext): void {
  connection.messageId = id;
  connection.spokenAt = at;
}

/** A packet that leaves unnamed is of the exchange spoken of last, unless that was spoken of long before, or was over: then the line that names it is missing. */
export function isSpokenOf(id: number, spokenAt: number | null | undefined, message: MessageEvent, memory: IsakmpMemory): boolean {
  const { at, precisionMs } = message;
  if (at === null) return true;
  if (spokenAt != null && at - spokenAt > SAME_PACKET_MS + precisionMs) return false;
  const { overAt } = memory.exchange(id);
  return overAt == null || at - overAt <= ONE_RUN_MS + precisionMs;
}

/** Says that the message belongs to the exchange, and which step of it this is. */
export function identify(message: MessageEvent, id: number, context: IsakmpContext): void {
  const exchange = context.memory.exchange(id);
  message.messageId = id;
  message.exchange = exchange.exchange;
  exchange.role ??= message.direction === 'sent' ? 'initiator' : 'responder';
  exchange.messages.push(message);
  message.step = stepOf(message, exchange);
  const seen = `${message.direction} ${message.step}`;
  if (exchange.steps.has(seen)) message.isRetransmission = true;
  exchange.steps.add(seen);
}

/** The state machine names its exchange behind the packet that it has just sent: with two under way, the one spoken of last was the wrong guess.
 * Not so for a packet that was named beforehand: an informational one leaves in the middle of another exchange's run. [C hub/spoke2 sample, L the rest]  */
export function correctAssumed(id: number | undefined, context: IsakmpContext): void {
  const { connection, memory } = context;
  const message = connection.assumed;
  connection.assumed = undefined;
  if (id === undefined || message?.messageId === undefined || message.messageId === id || !isAtOnce(message, context)) return;
  const wrong = memory.exchange(message.messageId);
  wrong.messages = wrong.messages.filter((each) => each !== message);
  if (message.isRetransmission !== true) wrong.steps.delete(`${message.direction} ${message.step}`);
  message.isRetransmission = undefined;
  identify(message, id, context);
}

/** One run of the state machine prints within this. [L] */
const ONE_RUN_MS = 5;

function isAtOnce(message: MessageEvent, { at }: IsakmpContext): boolean {
  return at !== null && message.at !== null && Math.abs(at - message.at) <= ONE_RUN_MS;
}

function stepOf({ direction }: MessageEvent, { role, steps }: ExchangeState): number {
  const isInitiators = (role === 'initiator') === (direction === 'sent');
  if (!isInitiators) return 2;
  return steps.has(direction === 'sent' ? 'received 2' : 'sent 2') ? 3 : 1;
}

/** Says what kind of exchange the id names; its messages so far learn it too. */
export function classify(id: number | undefined, kind: 'quick' | 'informational', context: IsakmpContext): void {
  if (id === undefined || id === 0) return;
  const exchange = context.memory.exchange(id);
  if (exchange.exchange === kind) return;
  exchange.exchange = kind;
  for (const message of exchange.messages) message.exchange = kind;
}

/** Notes a payload on the exchange's last message in the direction. */
export function addPayload(id: number | undefined, payload: string, context: IsakmpContext): void {
  const message = id === undefined || id === 0 ? context.connection.lastMessage : context.memory.exchange(id).messages.at(-1);
  if (message !== undefined && !message.payloads.includes(payload)) message.payloads.push(payload);
}

/** Says of the exchanges begun up to the line what they were, and forgets their messages up to it. */
export function settleExchanges(exchanges: Map<number, ExchangeState>, line: number): void {
  for (const [id, exchange] of exchanges) {
    if ((exchange.messages[0]?.line ?? 0) > line) continue;
    settle(exchange);
    exchange.messages = exchange.messages.filter((message) => message.line > line);
    if (exchange.messages.length === 0) exchanges.delete(id);
  }
}

/** An exchange that this peer began without `beginning Quick Mode` was an informational one: a notify, a DELETE, a probe. [L] */
function settle({ exchange, role, messages }: ExchangeState): void {
  if (exchange !== undefined || role !== 'initiator') return;
  for (const message of messages) message.exchange = 'informational';
}
