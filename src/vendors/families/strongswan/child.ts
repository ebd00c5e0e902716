/** charon's child SAs: established, in one step or in two halves at a rekey, closed, and their DELETEs. */
import { type EspSpi, parseHexSpi } from '../../../ipsec/spi.ts';
import type { Shape } from '../vendor.ts';
import { emit, takeDown } from './data-plane.ts';
import type { Line, Pair } from './memory.ts';
import { endsOf } from './packets.ts';

/** `CHILD_SA net{1} established with SPIs fe4c83fc_i f134fac7_o and TS 10.1.0.1/32 === 10.2.0.1/32`; at a rekey `inbound CHILD_SA …`, then `outbound CHILD_SA …` */
export const CHILD =
  /^(inbound |outbound )?CHILD_SA \S+\{\d+\} established with SPIs ([0-9a-f]{8})_i ([0-9a-f]{8})_o and TS (\S.{0,400}?) === (\S.{0,400})$/;
/** `closing CHILD_SA net{1} with SPIs fe4c83fc_i (504 bytes) f134fac7_o (0 bytes) and TS …`, `closing expired CHILD_SA net{1} with SPIs …` */
export const CLOSING = /^closing (expired )?CHILD_SA \S+\{\d+\} with SPIs ([0-9a-f]{8})_i (?:\(\d+ bytes\) )?([0-9a-f]{8})_o/;
export const CLOSED = /^CHILD_SA closed/;
/** `sending DELETE for ESP CHILD_SA with SPI fe4c83fc`, `received DELETE for ESP CHILD_SA with SPI fe4c83fc` */
export const CHILD_DELETE = /^(sending|received) DELETE for ESP CHILD_SA with SPI ([0-9a-f]{8})\b/;
/** `deleting CHILD_SA after 6 seconds of inactivity`: in the group JOB, of the child SA that the same thread closes next. */
export const IDLE = /^deleting CHILD_SA after \d+ seconds of inactivity/;
/** [C] strongSwan 5.9, src/libcharon/sa: the words of its messages at level 1. */
export const CHILD_SHAPES: readonly Shape<Line>[] = [
  { pattern: IDLE, read: ([idle], { thread }) => Object.assign(thread, { idle }) },
  { pattern: CHILD, read: readChild },
  { pattern: CLOSING, read: readClosing },
  { pattern: CLOSED, read: (_match, line) => close(line) },
  { pattern: CHILD_DELETE, read: readChildDelete },
];

export function takeBothDown(line: Line, { inbound, outbound }: Pair, reason: string | undefined): void {
  takeDown(line, inbound, reason);
  takeDown(line, outbound, reason);
}

/** A responder to an IKEv2 rekey installs the inbound half at once, the outbound one when the old SA is deleted. [C] the logs in test/charon */
function readChild([, half, first = '', second = '', localProxy, remoteProxy]: RegExpExecArray, line: Line): void {
  const [inbound, outbound] = [parseHexSpi(first), parseHexSpi(second)];
  if (inbound === undefined || outbound === undefined) return;
  const { thread, memory } = line;
  const ikeSa = memory.of(thread);
  const { local, remote } = endsOf(thread, ikeSa);
  const shown = { local: ikeSa.local ?? local, remote: ikeSa.remote ?? remote, localProxy, remoteProxy };
  const ends = { ...shown, messageId: thread.message?.messageId };
  if (half !== 'outbound ') {
    const known = { ikeSa: memory.idOf(thread), local: shown.local, remote: shown.remote, isGone: false };
    memory.sas.set(inbound, { ...known, direction: 'inbound' });
    memory.sas.set(outbound, { ...known, direction: 'outbound' });
    ikeSa.children.push({ inbound, outbound });
    for (const change of ['created', 'installed'] as const) emit(line, { change, spi: inbound, direction: 'inbound', ...ends });
    emit(line, { change: 'created', spi: outbound, direction: 'outbound', ...ends });
  }
  if (half === 'inbound ') return;
  for (const change of ['installed', 'outbound-switched'] as const) emit(line, { change, spi: outbound, direction: 'outbound', ...ends });
}

/** IKEv2 keeps the inbound half until the answer; IKEv1 has no answer. [C] RFC 7296 1.4.1, RFC 2409 */
function readClosing([, expired, first = '', second = '']: RegExpExecArray, line: Line): void {
  const [inbound, outbound] = [parseHexSpi(first), parseHexSpi(second)];
  if (inbound === undefined || outbound === undefined) return;
  const { thread, memory } = line;
  if (expired !== undefined) thread.reason = 'lifetime expired';
  if (thread.idle !== undefined) endIdle(line, inbound);
  if (memory.hasDataPlane) return;
  const known = memory.sas.get(inbound);
  const ends = { ikeSa: memory.idOf(thread), remote: known?.remote ?? memory.of(thread).remote, local: known?.local, isGone: false };
  if (known === undefined) memory.sas.set(inbound, { ...ends, direction: 'inbound' });
  if (!memory.sas.has(outbound)) memory.sas.set(outbound, { ...ends, direction: 'outbound' });
  const pair = { inbound, outbound };
  if (versionOf(line) === 1 || expired !== undefined) takeBothDown(line, pair, thread.reason);
  else {
    takeDown(line, outbound, thread.reason);
    memory.of(thread).closing.push(pair);
  }
}

function endIdle(line: Line, inbound: EspSpi): void {
  const { thread, memory } = line;
  const known = memory.sas.get(inbound);
  thread.reason = 'its idle timer is over';
  thread.idle = undefined;
  if (known !== undefined) known.reason = thread.reason;
  emit(line, { change: 'expiring', spi: inbound, direction: 'inbound', reason: thread.reason });
}

function close(line: Line): void {
  for (const pair of line.memory.of(line.thread).closing.splice(0)) takeBothDown(line, pair, line.thread.reason);
}

function readChildDelete([, way, printed = '']: RegExpExecArray, line: Line): void {
  const { thread, memory, session } = line;
  const spi = parseHexSpi(printed);
  const isSent = way === 'sending';
  const messageId = isSent ? undefined : thread.message?.messageId;
  const event = {
    kind: 'delete',
    version: versionOf(line),
    change: isSent ? 'sent' : 'received',
    what: 'child-sa',
    spi,
    messageId,
    remote: memory.of(thread).remote ?? thread.remote,
    ...line.base(),
  } as const;
  session.emit(event);
  if (isSent) thread.deletes.push(event);
  else if (thread.message?.message !== 'response') thread.reason = 'deleted by the peer';
}

export function versionOf({ thread, memory }: Line): 1 | 2 {
  return memory.of(thread).version ?? thread.message?.version ?? 2;
}
