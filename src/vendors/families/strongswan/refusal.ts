/** charon's refusals: what the peer refused by a notify, what its own configuration refuses, and who was let in. */
import { readAddress } from '../../../ipsec/address.ts';
import type { IkeSaEvent } from '../../../ipsec/event.ts';
import type { Shape } from '../vendor.ts';
import { versionOf } from './child.ts';
import type { Line } from './memory.ts';

/** `failed to establish CHILD_SA, keeping IKE_SA`, `CHILD_SA rekeying failed, trying again in 13 seconds`, `no acceptable proposal found` */
export const CHILD_FAILED = /^(?:failed to establish CHILD_SA|CHILD_SA rekeying failed|no (?:acceptable|matching) proposal found).*/;
/** `received NO_PROPOSAL_CHOSEN notify error`, IKEv1 `received NO_PROPOSAL_CHOSEN error notify`; `received TS_UNACCEPTABLE notify, no CHILD_SA built`, `received TEMPORARY_FAILURE notify, will retry later` */
export const REFUSED = /^received ([A-Z][A-Z0-9_]{4,40}) (?:notify error|error notify|notify, (no CHILD_SA built|will .+|.+))/;
/** `authentication of 'branch.example.net' with pre-shared key successful`, `authentication of 'hq.example.net' (myself) with pre-shared key`, `… failed` */
export const AUTHENTICATION = /^authentication of '([^']{1,255})' (\(myself\) )?with (.+?)(?: (successful|failed))?$/;
/** What its own policy lets it refuse: `received proposals unacceptable`, `no IKE config found for 192.0.2.1...198.51.100.1, sending NO_PROPOSAL_CHOSEN`, `no matching peer config found`, `tried 1 shared key for 'hq' - 'branch', but MAC mismatched`, `no shared key found for …` */
export const REFUSING =
  /^(?:received proposals (?:un|in)acceptable|no (?:IKE|peer|matching peer) config found|tried \d{1,4} shared keys? for .+ but MAC mismatched|no (?:shared|private|trusted \S{1,20} public) key found for |constraint check failed: ).*/;
/** `no IKE config found for 192.0.2.1...198.51.100.1, sending …`: the only line that says with whom */
const FOR_WHOM = /\bfor [0-9A-Fa-f.:]+?\.\.\.([0-9A-Fa-f.:]+)/;

/** [C] strongSwan 5.9, src/libcharon/sa/ikev2/tasks and its authenticators: the words of its messages at level 1. */
export const REFUSAL_SHAPES: readonly Shape<Line>[] = [
  { pattern: CHILD_FAILED, read: ([reason], line) => failChild(line, reason) },
  { pattern: REFUSED, read: readRefused },
  { pattern: AUTHENTICATION, read: readAuthentication },
  { pattern: REFUSING, read: ([reason], line) => refuse(line, reason) },
];

/** Of the lines about its configuration those that refuse a peer. */
export function readRefusal(line: Line): void {
  const [reason] = REFUSING.exec(line.words) ?? [];
  if (reason !== undefined) refuse(line, reason);
}

/** The notify is said with the message that brought it; without such a line this is all there is. What follows is of a child SA, or the end of the IKE SA. */
function readRefused([reason, notify = '', consequence]: RegExpExecArray, line: Line): void {
  const { thread, memory, session } = line;
  const version = versionOf(line);
  const { messageId, remote, payloads = [] } = thread.message ?? {};
  if (!payloads.includes(notify))
    session.emit({ kind: 'notify', version, direction: 'received', notify, messageId, remote: remote ?? thread.remote, ...line.base() });
  if (consequence?.startsWith('no CHILD_SA') === true || memory.of(thread).isUp) failChild(line, reason);
  else if (consequence === undefined) emitIkeSa(line, { change: 'failed', reason });
}

function readAuthentication([reason, identity = '', own, , result]: RegExpExecArray, line: Line): void {
  const { thread, memory, session } = line;
  const remote = memory.of(thread).remote ?? thread.remote;
  const direction = own === undefined ? 'received' : 'sent';
  session.emit({ kind: 'identity', version: versionOf(line), direction, identity, remote, ...line.base() });
  if (result === 'failed') emitIkeSa(line, { change: 'failed', reason });
  if (result === 'successful') session.emit({ kind: 'ike-sa', version: versionOf(line), change: 'authenticated', remote, ...line.base() });
}

function refuse(line: Line, reason: string | undefined): void {
  const { thread, memory, session } = line;
  const told = readAddress(FOR_WHOM.exec(reason ?? '')?.[1]);
  const remote = told ?? memory.of(thread).remote ?? thread.remote;
  session.emit({ kind: 'ike-sa', version: versionOf(line), change: 'failed', remote, reason, ...line.base() });
}

/** The IKE SA stays. */
function failChild(line: Line, reason: string | undefined): void {
  const { thread, memory, session } = line;
  const { messageId } = thread.message ?? {};
  session.emit({
    kind: 'negotiation',
    version: versionOf(line),
    change: 'failed',
    messageId,
    remote: memory.of(thread).remote,
    reason,
    ...line.base(),
  });
}

export function emitIkeSa(line: Line, event: Pick<IkeSaEvent, 'change' | 'reason'>): void {
  const ikeSa = line.memory.of(line.thread);
  const version = ikeSa.version ?? line.thread.message?.version ?? 2;
  line.session.emit({ kind: 'ike-sa', version, remote: ikeSa.remote ?? line.thread.remote, ...event, ...line.base() });
}
