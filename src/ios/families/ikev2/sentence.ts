/** The IKEv2 sentences are what `debug crypto ikev2` and the event trace say besides packets: SAs up, deletes, notifies, retransmissions. */
import type { DeleteEvent, IkeSaEvent } from '../../../ipsec/event.ts';
import { parseHexSpi } from '../../../ipsec/spi.ts';
import { readShape, type Shape, shapesOf, tableOf } from '../../log/shape.ts';
import { beginAnew, hasBothSpis, type Ikev2Context } from './memory.ts';
import { emitStarted, ikeSpisOf } from './packet.ts';

/** `Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]` */
export const DELETE_CHILD = /^(Sending|Processing) DELETE INFO message for IPsec SA \[SPI: (0x[0-9A-Fa-f]{1,8})\]/;
/** `Processing DELETE INFO message for IKEv2 SA [ISPI: 0xD4821BB75E54AE19 RSPI: 0x6CED320C3A8B8B2F]` */
export const DELETE_IKE = /^(Sending|Processing) DELETE INFO message for IKEv2 SA \[ISPI: (\w+) RSPI: (\w+)\]/;
/** `Processing ACK to informational exchange` */
export const ACKNOWLEDGED = /^Processing ACK to informational exchange/;
/** `Session with IKE ID PAIR (198.51.100.1, 192.0.2.1) is UP`: the peer's identity first */
export const SESSION_UP = /^Session with IKE ID PAIR ?\(\s*([^)]*?)\s*,\s*([^,)]*?)\s*\) is UP/;
/** `Searching policy based on peer's identity 'branch.example.net' of type 'FQDN'` */
export const PEER_IDENTITY = /^Searching policy based on peer's identity '([^']{1,255})'/;
/** `Constructing IDi payload: 'branch.example.net' of type 'FQDN'` */
export const OWN_IDENTITY = /^Constructing ID[ir] payload: '([^']{1,255})'/;
/** `IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started` */
export const SA_CREATED = /^IKEV2 SA created; inserting SA into database\.(?: SA lifetime timer \((\d+) sec\) started)?/;
/** `Generating CREATE_CHILD_SA exchange`, `Processing INFORMATIONAL message` */
export const OVER_IKE_SA = /^(?:Generating|Processing) (?:CREATE_CHILD_SA|INFORMATIONAL) (?:exchange|message)/;
/** `Generating IKE_SA_INIT message` */
export const GENERATING_INIT = /^Generating IKE_SA_INIT message/;
/** `Queuing IKE SA delete request reason: unknown` */
export const QUEUING_DELETE = /^Queuing IKE SA delete request reason: (.*)$/;
/** `Negotiation aborted due to ERROR: Maximum number of retransmissions reached` [C], `Verification of peer's authentication data FAILED`, `Auth exchange failed`, `Initial exchange failed`, `Failed to locate an item in the database` */
export const FAILED =
  /^:? ?(?:Negotiation aborted due to ERROR: )?((?:Verification of peer's authentication data FAILED|Auth exchange failed|Initial exchange failed|Failed to locate an item in the database|Maximum number of retransmissions reached).*)$/;
/** `Failed to find a matching policy`: of the IKE SA while it begins, of a child SA later */
export const NO_POLICY = /^:? ?(?:Negotiation aborted due to ERROR: )?(Failed to find a matching policy).*$/;
/** `SA is already in negotiation, hence not negotiating again` */
export const ALREADY_NEGOTIATING = /^SA is already in negotiation/;
/** `Construct Notify Payload: INVALID_SPI`, `Parse Notify Payload: INITIAL_CONTACT` */
export const NOTIFY_LINE = /^(Construct|Parse) Notify Payload: ?([A-Z0-9_]+)/;
/** `Sending INVALID_SPI notify` */
export const INVALID_SPI_NOTIFY = /^Sending INVALID_SPI notify/;
/** `Received no proposal chosen notify` [C public logs], `Sending no proposal chosen notify` [L] */
export const NO_PROPOSAL = /^:? ?(Sending|Received) no proposal chosen notify/;
/** `Retransmitting packet ` */
export const RETRANSMITTING = /^Retransmitting packet/;
/** `Sending DPD/liveness query`, `Received DPD/liveness query` [L] */
export const LIVENESS = /^(Sending|Received) DPD\/liveness query/;
/** `SM Trace-> SA: I_SPI=112AD55D6FE6B89B R_SPI=4890461ECAA32FE3 (I) MsgID = 1 CurState: I_WAIT_AUTH Event: EV_RE_XMT` */
export const STATE_TRACE =
  /^SM Trace->\s*SA: ?I_SPI=([0-9A-Fa-f]{16}) R_SPI=([0-9A-Fa-f]{16}) \([IR]\) MsgID = \w+\s+CurState: ?(\w+)\s+Event: ?(\w+)/;

const SENTENCES: readonly Shape<Ikev2Context>[] = [
  { word: 'Sending', pattern: DELETE_CHILD, read: (match, context) => readDeleteChild(match, context) },
  { word: 'Processing', pattern: DELETE_CHILD, read: (match, context) => readDeleteChild(match, context) },
  { word: 'Sending', pattern: DELETE_IKE, read: (match, context) => readDeleteIke(match, context) },
  { word: 'Processing', pattern: DELETE_IKE, read: (match, context) => readDeleteIke(match, context) },
  { word: 'Processing', pattern: ACKNOWLEDGED, read: (_match, context) => readAcknowledgement(context) },
  { word: 'Session', pattern: SESSION_UP, read: readUp },
  { word: 'Searching', pattern: PEER_IDENTITY, read: ([, identity], context) => emitIdentity(context, 'received', identity) },
  { word: 'Constructing', pattern: OWN_IDENTITY, read: ([, identity], context) => emitIdentity(context, 'sent', identity) },
  { word: 'IKEV2', pattern: SA_CREATED, read: (match, context) => readCreated(match[1], context) },
  { word: 'Generating', pattern: GENERATING_INIT, read: (_match, context) => readGenerating(context) },
  ...['Generating', 'Processing'].map(
    (word): Shape<Ikev2Context> => ({
      word,
      pattern: OVER_IKE_SA,
      read(_match, { state }) {
        state.isUp = true;
      },
    }),
  ),
  {
    word: 'Queuing',
    pattern: QUEUING_DELETE,
    read(match, { state }) {
      state.deleteReason = match[1]?.trim();
    },
  },
  ...['Verification', 'Auth', 'Initial', 'Failed', 'Maximum', 'Negotiation', ':'].map(
    (word): Shape<Ikev2Context> => ({
      word,
      pattern: FAILED,
      read: (match, context) => emitIkeSa(context, { change: 'failed', reason: match[1] }),
    }),
  ),
  ...['Failed', 'Negotiation', ':'].map((word): Shape<Ikev2Context> => ({ word, pattern: NO_POLICY, read: readNoPolicy })),
  { word: 'SA', pattern: ALREADY_NEGOTIATING, read: (match, context) => emitIkeSa(context, { change: 'duplicate', reason: match.input }) },
  { word: 'Construct', pattern: NOTIFY_LINE, read: (match, context) => emitNotify(context, 'sent', match[2] ?? '') },
  { word: 'Parse', pattern: NOTIFY_LINE, read: (match, context) => emitNotify(context, 'received', match[2] ?? '') },
  { word: 'Sending', pattern: INVALID_SPI_NOTIFY, read: (_match, context) => emitNotify(context, 'sent', 'INVALID_SPI') },
  ...['Sending', 'Received', ':'].map(
    (word): Shape<Ikev2Context> => ({
      word,
      pattern: NO_PROPOSAL,
      read: readNoProposal,
    }),
  ),
  {
    word: 'Retransmitting',
    pattern: RETRANSMITTING,
    read(_match, { state }) {
      state.isRetransmitting = true;
    },
  },
  { word: 'Sending', pattern: LIVENESS, read: (_match, context) => emitDpd(context, 'probe-sent') },
  { word: 'Received', pattern: LIVENESS, read: (_match, context) => emitDpd(context, 'probe-received') },
  { word: 'SM', pattern: STATE_TRACE, read: (match, context) => readStateTrace(match, context) },
];
const TABLE = tableOf(SENTENCES);

export function readIkev2Sentence(text: string, context: Ikev2Context): void {
  const sentence = text.trimStart();
  readShape(shapesOf(TABLE, sentence), sentence, context);
}

/** The responder builds its answer in the same words: only who began may begin again. */
function readGenerating(context: Ikev2Context): void {
  const { state } = context;
  if (hasBothSpis(state) && state.role !== 'responder') beginAnew(state);
  state.isUp = false;
  emitStarted(context, 'initiator');
}

/** The SPI in a DELETE is its sender's own inbound one. [C RFC 7296 1.4.1] */
function readDeleteChild(match: RegExpExecArray, context: Ikev2Context): void {
  const spi = parseHexSpi(match[2] ?? '');
  emitDelete(context, { change: match[1] === 'Sending' ? 'sent' : 'received', what: 'child-sa', spi });
}

function readDeleteIke(match: RegExpExecArray, context: Ikev2Context): void {
  const { state } = context;
  state.ikeSpis = ikeSpisOf(match[2] ?? '', match[3] ?? '');
  const isSent = match[1] === 'Sending';
  emitDelete(context, { change: isSent ? 'sent' : 'received', what: 'ike-sa', ikeSpis: state.ikeSpis });
  emitIkeSa(context, { change: 'deleted', reason: state.deleteReason ?? (isSent ? 'deleted here' : 'deleted by the peer') });
  state.deleteReason = undefined;
}

function emitDelete(context: Ikev2Context, fields: Pick<DeleteEvent, 'change' | 'what' | 'spi' | 'ikeSpis'>): void {
  const { session, state } = context;
  state.isUp = true;
  session.emit({ kind: 'delete', version: 2, remote: state.remote, ...fields, ...context.base() });
  if (fields.change === 'sent') state.openDeletes.push({ what: fields.what, spi: fields.spi });
}

/** Proof of delivery: the DELETEs that were open on this session are answered; with none open it answers a probe. */
function readAcknowledgement(context: Ikev2Context): void {
  const { session, state } = context;
  const { openDeletes, remote, isAnswered } = state;
  state.isAnswered = false;
  if (isAnswered) return;
  if (openDeletes.length === 0) emitDpd(context, 'ack-received');
  for (const open of openDeletes) session.emit({ kind: 'delete', version: 2, change: 'acknowledged', ...open, remote, ...context.base() });
  state.openDeletes = [];
}

function readCreated(seconds: string | undefined, context: Ikev2Context): void {
  const lifetimeSeconds = seconds === undefined ? undefined : Number(seconds);
  emitIkeSa(context, { change: 'established', lifetimeSeconds });
}

function readStateTrace(match: RegExpExecArray, context: Ikev2Context): void {
  const [, initiator = '', responder = '', , event] = match;
  context.state.ikeSpis = ikeSpisOf(initiator, responder);
  if (event === 'EV_RE_XMT') context.state.isRetransmitting = true;
  if (event === 'EV_RE_XMT_EXCEED') emitIkeSa(context, { change: 'failed', reason: 'EV_RE_XMT_EXCEED: retransmitted in vain' });
}

function emitIkeSa(context: Ikev2Context, fields: Pick<IkeSaEvent, 'change'> & Partial<IkeSaEvent>): void {
  const { state } = context;
  const { remote, ikeSpis, role } = state;
  if (fields.change === 'deleted' || fields.change === 'failed') state.isStarted = false;
  if (fields.change !== 'duplicate') state.isUp = fields.change === 'established';
  context.session.emit({ kind: 'ike-sa', version: 2, role, remote, ikeSpis, ...fields, ...context.base() });
}

/** The policies are printed below, and the sentence again before each of them. */
function readNoPolicy([, reason = '']: RegExpExecArray, context: Ikev2Context): void {
  const { session, state, entry } = context;
  if (state.refusedAt === entry.head.stamp && entry.head.stamp !== undefined) return;
  state.refusedAt = entry.head.stamp;
  const { messageId } = state.lastMessage ?? {};
  if (!isOfChildSa(context)) emitIkeSa(context, { change: 'failed', reason });
  else session.emit({ kind: 'negotiation', version: 2, change: 'failed', messageId, remote: state.remote, reason, ...context.base() });
}

/** While the IKE SA begins it is no child SA that is refused. */
function readNoProposal([, way]: RegExpExecArray, context: Ikev2Context): void {
  if (isOfChildSa(context)) emitNotify(context, way === 'Sending' ? 'sent' : 'received', 'NO_PROPOSAL_CHOSEN');
}

function isOfChildSa({ state: { lastMessage, isUp } }: Ikev2Context): boolean {
  return lastMessage === undefined ? isUp === true : lastMessage.exchange !== undefined && lastMessage.exchange !== 'ike-sa-init';
}

function readUp([, peer, own]: RegExpExecArray, context: Ikev2Context): void {
  emitIdentity(context, 'received', peer);
  emitIdentity(context, 'sent', own);
  emitIkeSa(context, { change: 'established' });
}

/** Said once, however many of the lines repeat it. */
function emitIdentity(context: Ikev2Context, direction: 'sent' | 'received', identity = ''): void {
  const { state } = context;
  const key = `${direction} ${identity}`;
  if (identity === '' || state.identities?.has(key) === true) return;
  state.identities = new Set([...(state.identities ?? []), key]);
  context.session.emit({ kind: 'identity', version: 2, direction, identity, remote: state.remote, ...context.base() });
}

function emitNotify(context: Ikev2Context, direction: 'sent' | 'received', notify: string): void {
  context.session.emit({ kind: 'notify', version: 2, direction, notify, remote: context.state.remote, ...context.base() });
}

function emitDpd(context: Ikev2Context, change: 'probe-sent' | 'probe-received' | 'ack-received'): void {
  context.state.isUp = true;
  context.session.emit({ kind: 'dpd', version: 2, change, remote: context.state.remote, ...context.base() });
}
