/** The ISAKMP negotiation shapes are the lines of quick mode: begun, its SAs named, complete or refused. */
import { readAddress } from '../../../ipsec/address.ts';
import type { NegotiationEvent } from '../../../ipsec/event.ts';
import { messageId } from '../../../ipsec/message-id.ts';
import { parseDecimalSpi, parseHexSpi } from '../../../ipsec/spi.ts';
import type { Shape } from '../../log/shape.ts';
import { classify, correctAssumed, forgetStale, identify, mentionFinished, mentionIncoming, mentionOutgoing, speakOf } from './exchange.ts';
import type { IsakmpContext } from './memory.ts';

/** `beginning Quick Mode exchange, M-ID of -426260398` */
export const BEGINNING_QUICK = /^beginning Quick Mode exchange, M-ID of (-?\d+)/;
/** `set new node -1323939639 to QM_IDLE      ` */
export const SET_NEW_NODE = /^set new node (-?\d+) to /;
/** `processing SA payload. message ID = 570535495` */
export const PROCESSING_PAYLOAD = /^processing (SA|HASH|NONCE|KE|ID) payload\. message ID = (-?\d+)/;
/** `Node 570535495, Input = IKE_MESG_INTERNAL, IKE_INIT_QM` */
export const NODE_INPUT = /^Node (-?\d+), Input = (\w+), (\w+)/;
/** `Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE` */
export const QUICK_COMPLETE = /^Old State = (?!IKE_QM_PHASE2_COMPLETE)\S+\s+New State = IKE_QM_PHASE2_COMPLETE/;
/** `deleting node 570535495 error TRUE reason "QM rejected"` */
export const DELETING_NODE = /^deleting node (-?\d+) error (TRUE|FALSE) reason "([^"]*)"/;
/** `phase 2 SA policy not acceptable! (local 203.0.113.1 remote 203.0.113.30)` */
export const POLICY_NOT_ACCEPTABLE = /^phase 2 SA policy not acceptable! \(local \S+ remote (\S+?)\)/;
/** `QM Responder gets spi` */
export const QM_GETS_SPI = /^QM (Initiator|Responder) gets spi/;
/** `Creating IPSec SAs inbound SA from 13.1.1.3 to 12.1.1.2 (f/i)  0/ 0 (proxy 3.3.3.0 to 2.2.2.0) has spi 0x5E39E570 and …` */
export const CREATING_SAS = /^Creating IPSec SAs/;
export const CREATED_SA = /(inbound|outbound) SA from (\S+) to (\S+).{0,200}?has spi {1,3}(0x[0-9A-F]{1,8}|\d{1,10})\b/gi;
/** `Successfully installed IPSEC SA (SPI:0x3B9ACA01) on Ethernet0/0` */
export const INSTALLED = /^Successfully installed IPSEC SA \(SPI:(0x[0-9A-Fa-f]+)\)/;
/** `deleting spi 101951630 message ID = 570535495`: the SPI that was reserved and never used. */
export const DELETING_SPI = /^deleting spi (\d+) message ID = (-?\d+)/;

const COMPLETE_REASONS = new Set(['QM done (await)', 'No Error', '']);
const FAILED_REASONS = /QM rejected|Delete Larval|err count exceeded/;

export const ISAKMP_NEGOTIATIONS: readonly Shape<IsakmpContext>[] = [
  { word: 'beginning', pattern: BEGINNING_QUICK, read: (match, context) => readBeginning(messageId(match[1] ?? ''), context) },
  { word: 'set', pattern: SET_NEW_NODE, read: (match, context) => readNewNode(messageId(match[1] ?? ''), context) },
  {
    word: 'processing',
    pattern: PROCESSING_PAYLOAD,
    read: (match, context) => readPayload(match[1] ?? '', messageId(match[2] ?? ''), context),
  },
  { word: 'Node', pattern: NODE_INPUT, read: (match, context) => readNodeInput(match, context) },
  {
    word: 'Old',
    pattern: QUICK_COMPLETE,
    hint: '= IKE_QM_PHASE2_COMPLETE',
    read: (_match, context) => finish(context.connection.messageId, 'completed', undefined, context),
  },
  { word: 'deleting', pattern: DELETING_NODE, read: (match, context) => readDeletingNode(match, context) },
  { word: 'phase', pattern: POLICY_NOT_ACCEPTABLE, read: (match, context) => readNotAcceptable(match, context) },
  {
    word: 'QM',
    pattern: QM_GETS_SPI,
    read: (match, context) => readGetsSpi(match[1] === 'Initiator' ? 'initiator' : 'responder', context),
  },
  { word: 'Creating', pattern: CREATING_SAS, read: (_match, context) => readCreating(context) },
  { word: 'Successfully', pattern: INSTALLED, read: (match, context) => readInstalled(match[1] ?? '', context) },
  { word: 'deleting', pattern: DELETING_SPI, read: (match, context) => readDeletingSpi(match, context) },
];

function readBeginning(id: number | undefined, context: IsakmpContext): void {
  mentionOutgoing(id, context);
  classify(id, 'quick', context);
  start(id, 'initiator', context);
}

function readNewNode(id: number | undefined, context: IsakmpContext): void {
  if (id === 0) return;
  mentionIncoming(id, context);
}

function readPayload(payload: string, id: number | undefined, context: IsakmpContext): void {
  mentionIncoming(id, context);
  if (id === undefined || id === 0 || (payload !== 'SA' && payload !== 'NONCE')) return;
  classify(id, 'quick', context);
  if (payload === 'SA') start(id, context.memory.exchange(id).role ?? 'responder', context);
}

function readNodeInput(match: RegExpExecArray, context: IsakmpContext): void {
  const id = messageId(match[1] ?? '');
  correctAssumed(id, context);
  forgetStale(context);
  const { connection } = context;
  if (id !== undefined && id !== 0 && connection.unidentified !== undefined) {
    identify(connection.unidentified, id, context);
    connection.unidentified = undefined;
  }
  if (id !== undefined && id !== 0) speakOf(id, context);
  if (/_QM(?:_|$)/.test(match[3] ?? '')) classify(id, 'quick', context);
}

function readDeletingNode(match: RegExpExecArray, context: IsakmpContext): void {
  const id = messageId(match[1] ?? '');
  const reason = match[3] ?? '';
  if (id === undefined || id === 0) return;
  const exchange = context.memory.exchange(id);
  if (reason === 'QM done (await)') mentionFinished(id, context);
  if (/^informational/i.test(reason)) classify(id, 'informational', context);
  if (exchange.exchange === 'quick' && FAILED_REASONS.test(reason)) finish(id, 'failed', reason, context);
  if (exchange.exchange === 'quick' && match[2] === 'FALSE' && COMPLETE_REASONS.has(reason)) finish(id, 'completed', reason, context);
}

function readNotAcceptable(match: RegExpExecArray, context: IsakmpContext): void {
  context.connection.remote ??= readAddress(match[1]);
  const id = context.connection.messageId;
  if (id === undefined || context.memory.exchange(id).exchange !== 'quick') {
    emit(context, { change: 'failed', reason: 'phase 2 SA policy not acceptable', remote: readAddress(match[1]) });
  } else finish(id, 'failed', 'phase 2 SA policy not acceptable', context);
}

function readGetsSpi(role: 'initiator' | 'responder', context: IsakmpContext): void {
  const { messageId: id, remote } = context.connection;
  if (id !== undefined) start(id, role, context);
  context.session.emit({ kind: 'child-sa', change: 'requested', direction: 'inbound', messageId: id, remote, ...context.base() });
}

function readCreating(context: IsakmpContext): void {
  const { session, entry, connection } = context;
  CREATED_SA.lastIndex = 0;
  for (let match = CREATED_SA.exec(entry.body); match !== null; match = CREATED_SA.exec(entry.body)) {
    const [, direction = '', from, to, printed = ''] = match;
    const [source, destination] = [readAddress(from), readAddress(to)];
    const spi = printed.startsWith('0x') ? parseHexSpi(printed) : parseDecimalSpi(printed);
    if (spi === undefined) continue;
    const way = direction.toLowerCase() === 'inbound' ? 'inbound' : 'outbound';
    session.directions.set(spi, way);
    const [local, remote] = way === 'inbound' ? [destination, source] : [source, destination];
    const id = connection.messageId;
    session.emit({
      kind: 'child-sa',
      change: 'requested',
      spi,
      direction: way,
      messageId: id,
      destination,
      local,
      remote,
      ...context.base(),
    });
  }
}

function readInstalled(printed: string, context: IsakmpContext): void {
  const spi = parseHexSpi(printed);
  const { messageId: id, remote } = context.connection;
  if (spi === undefined) return;
  context.session.directions.set(spi, 'inbound');
  context.session.emit({ kind: 'child-sa', change: 'installed', spi, direction: 'inbound', messageId: id, remote, ...context.base() });
}

function readDeletingSpi(match: RegExpExecArray, context: IsakmpContext): void {
  const spi = parseDecimalSpi(match[1] ?? '');
  const fields = { messageId: messageId(match[2] ?? ''), remote: context.connection.remote, reason: 'never used' };
  if (spi !== undefined)
    context.session.emit({ kind: 'child-sa', change: 'deleted', spi, direction: 'inbound', ...fields, ...context.base() });
}

function start(id: number | undefined, role: 'initiator' | 'responder', context: IsakmpContext): void {
  if (id === undefined || id === 0) return;
  const exchange = context.memory.exchange(id);
  exchange.role ??= role;
  if (exchange.isStarted) return;
  exchange.isStarted = true;
  emit(context, { change: 'started', role: exchange.role, messageId: id });
}

function finish(id: number | undefined, change: 'completed' | 'failed', reason: string | undefined, context: IsakmpContext): void {
  const exchange = id === undefined ? undefined : context.memory.exchange(id);
  if (exchange?.isOver) return;
  if (exchange !== undefined) {
    exchange.isOver = true;
    exchange.overAt = context.at;
  }
  emit(context, { change, messageId: id, role: exchange?.role, reason });
}

function emit(context: IsakmpContext, fields: Pick<NegotiationEvent, 'change'> & Partial<NegotiationEvent>): void {
  context.session.emit({ kind: 'negotiation', version: 1, remote: context.connection.remote, ...fields, ...context.base() });
}
