/** charon's IKE SAs: begun, established, rekeyed and deleted; what was sent again and given up, and what the peers refused each other. */
import { readAddress } from '../../../ipsec/address.ts';
import { readFirst, type Shape } from '../vendor.ts';
import { CHILD_SHAPES, takeBothDown, versionOf } from './child.ts';
import type { Line } from './memory.ts';
import { emitIkeSa, REFUSAL_SHAPES } from './refusal.ts';

/** `initiating IKE_SA hq-branch[1] to 198.51.100.1`, `initiating Main Mode IKE_SA hq-branch[1] to 198.51.100.1` */
export const INITIATING = /^initiating (Main Mode |Aggressive Mode )?IKE_SA \S+\[(\d+)\] to (\S+)/;
/** `198.51.100.1 is initiating an IKE_SA`, `198.51.100.1 is initiating a Main Mode IKE_SA` */
export const INITIATED = /^(\S+) is initiating an? (Main Mode |Aggressive Mode )?IKE_SA/;
/** `IKE_SA hq-branch[1] established between 192.0.2.1[192.0.2.1]...198.51.100.1[198.51.100.1]`, `IKE_SA hq-branch[2] rekeyed between …` */
export const ESTABLISHED = /^IKE_SA \S+\[(\d+)\] (?:established|rekeyed) between ([^[\s]+)\[([^\]]*)\]\.\.\.([^[\s]+)\[([^\]]*)\]/;
/** `IKE_SA hq-branch[1] state change: ESTABLISHED => DESTROYING` */
export const STATE = /^IKE_SA \S+\[(\d+)\] state change: [A-Z]+ => ([A-Z]+)/;
/** `deleting IKE_SA hq-branch[1] between …`, `sending DELETE for IKE_SA hq-branch[1]`, `received DELETE for IKE_SA hq-branch[1]`, `destroying duplicate IKE_SA …` */
export const IKE_DELETE = /^(sending|received) DELETE for IKE_SA \S+\[(\d+)\]/;
export const IKE_DELETED = /^IKE_SA deleted/;
export const DUPLICATE = /^(?:destroying|deleting) duplicate IKE_SA for peer .*/;
/** `deleting IKE_SA hq-branch[1] between 192.0.2.1[192.0.2.1]...198.51.100.1[198.51.100.1]` */
export const IKE_DELETING = /^deleting IKE_SA \S+\[(\d+)\] between/;
/** `queueing CHILD_REKEY task`: the thread begins something new. */
export const QUEUEING = /^queueing [A-Z_0-9]+ task/;
/** `retransmit 1 of request with message ID 3`; IKEv1: `sending retransmit 1 of request message ID 0, seq 1` */
export const RETRANSMIT = /^(?:sending )?retransmit \d+ of (request|response) (?:with )?message ID (\d+)/;
/** `received retransmit of request with ID 3, retransmitting response` */
export const REPEATED = /^received retransmit of request with ID (\d+), (retransmitting response)?/;
/** `giving up after 3 retransmits`, `DPD check timed out, enforcing DPD action` */
export const GIVING_UP = /^(?:giving up after \d+ retransmits|DPD check timed out)/;
/** `establishing IKE_SA failed, peer not responding` */
export const IKE_FAILED = /^establishing IKE_SA failed.*/;

/** [C] strongSwan 5.9, src/libcharon/sa: the words of its messages at level 1. */
const SHAPES: readonly Shape<Line>[] = [
  ...CHILD_SHAPES,
  { pattern: INITIATING, read: ([, mode, id = '', remote], line) => start(line, { id, mode, remote, role: 'initiator' }) },
  { pattern: INITIATED, read: ([, remote, mode], line) => start(line, { id: undefined, mode, remote, role: 'responder' }) },
  { pattern: ESTABLISHED, read: readEstablished },
  { pattern: STATE, read: readState },
  { pattern: IKE_DELETE, read: ([, way, id = ''], line) => readIkeDelete(line, way === 'sending', id) },
  { pattern: IKE_DELETING, read: ([, id], { thread }) => Object.assign(thread, { ikeSa: id }) },
  { pattern: IKE_DELETED, read: (_match, line) => destroy(line, line.thread.reason) },
  { pattern: DUPLICATE, read: ([reason], line) => emitIkeSa(line, { change: 'duplicate', reason }) },
  { pattern: QUEUEING, read: (_match, { thread }) => Object.assign(thread, { reason: undefined }) },
  { pattern: RETRANSMIT, read: ([, message = '', id], line) => sendAgain(line, `${message} ${id}`) },
  { pattern: REPEATED, read: readRepeated },
  { pattern: GIVING_UP, read: ([reason], line) => giveUp(line, reason) },
  ...REFUSAL_SHAPES,
  { pattern: IKE_FAILED, read: ([reason], line) => emitIkeSa(line, { change: 'failed', reason }) },
];

export function readIke(line: Line): void {
  readFirst(SHAPES, line.words, line);
}

interface Start {
  id: string | undefined;
  mode: string | undefined;
  remote: string | undefined;
  role: 'initiator' | 'responder';
}

function start(line: Line, { id, mode, remote, role }: Start): void {
  if (id === undefined) line.memory.begin(line.thread);
  else line.thread.ikeSa = id;
  const version = mode === undefined ? 2 : 1;
  const address = readAddress(remote);
  if (id !== undefined) Object.assign(line.memory.ikeSa(id), { version, remote: address });
  line.session.emit({ kind: 'ike-sa', version, change: 'started', role, remote: address, ...line.base() });
}

function readEstablished([, id = '', local, own = '', remote, peer = '']: RegExpExecArray, line: Line): void {
  const { thread, memory } = line;
  const parent = memory.of(thread);
  const ikeSa = memory.number(thread, id);
  ikeSa.version ??= parent.version;
  Object.assign(ikeSa, { local: readAddress(local), remote: readAddress(remote), isUp: true });
  emitIkeSa(line, { change: 'established' });
  const version = ikeSa.version ?? 2;
  for (const [direction, identity] of [
    ['sent', own],
    ['received', peer],
  ] as const)
    line.session.emit({ kind: 'identity', version, direction, identity, remote: readAddress(remote), ...line.base() });
}

function readState([, id = '', state]: RegExpExecArray, line: Line): void {
  const ikeSa = line.memory.number(line.thread, id);
  ikeSa.version ??= line.thread.message?.version;
  ikeSa.remote ??= line.thread.remote;
  ikeSa.local ??= line.thread.local;
  if (state === 'DESTROYING') destroy(line, line.thread.reason);
}

function readIkeDelete(line: Line, isSent: boolean, id: string): void {
  const { thread, memory, session } = line;
  thread.ikeSa = id;
  const { version = 2, remote } = memory.ikeSa(id);
  thread.reason = isSent ? 'deleted here' : 'deleted by the peer';
  const messageId = isSent ? undefined : thread.message?.messageId;
  const event = {
    kind: 'delete',
    version,
    change: isSent ? 'sent' : 'received',
    what: 'ike-sa',
    messageId,
    remote,
    ...line.base(),
  } as const;
  session.emit(event);
  if (isSent) thread.deletes.push(event);
}

/** With the IKE SA go the child SAs that it has. [C] RFC 7296 1.4.1; charon does so with those of IKEv1 too. */
function destroy(line: Line, reason: string | undefined): void {
  const ikeSa = line.memory.of(line.thread);
  if (ikeSa.isGone) return;
  ikeSa.isGone = true;
  if (ikeSa.isUp) emitIkeSa(line, { change: 'deleted', reason });
  if (!line.memory.hasDataPlane) for (const pair of ikeSa.children) takeBothDown(line, pair, reason);
}

/** The same message once more; which IKE SA sends it, a log without names leaves to the id. */
function sendAgain(line: Line, sent: string): void {
  const { thread, memory, session } = line;
  if (memory.of(thread).sent.has(sent) !== true) thread.ikeSa = memory.senderOf(sent) ?? thread.ikeSa;
  const before = memory.of(thread).sent.get(sent);
  if (before === undefined) return;
  const event = { ...before, isRetransmission: true, ...line.base() };
  session.emit(event);
  thread.outgoing = event;
  if (event.message === 'request' && event.exchange === 'informational' && event.payloads.length === 0)
    session.emit({ kind: 'dpd', version: 2, change: 'missed', remote: event.remote, ...line.base() });
}

function readRepeated([, id, isAnswered]: RegExpExecArray, line: Line): void {
  const { thread, memory, session } = line;
  const seen = thread.message;
  if (seen === undefined || seen.messageId !== Number(id)) return;
  seen.isRetransmission = true;
  const answer = isAnswered === undefined ? undefined : memory.of(thread).sent.get(`response ${id}`);
  if (answer === undefined) return;
  const event = { ...answer, isRetransmission: true, ...line.base() };
  session.emit(event);
  thread.outgoing = event;
}

/** Nobody answers: the peer is held to be dead, and its SAs go. [C] RFC 7296 2.4 */
function giveUp(line: Line, reason: string | undefined): void {
  const ikeSa = line.memory.of(line.thread);
  line.thread.reason = reason;
  if (ikeSa.isUp !== true) {
    emitIkeSa(line, { change: 'failed', reason });
    return;
  }
  line.session.emit({ kind: 'dpd', version: versionOf(line), change: 'dead', remote: ikeSa.remote, ...line.base() });
  destroy(line, reason);
}
