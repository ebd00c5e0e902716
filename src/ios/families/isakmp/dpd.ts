/** The ISAKMP DPD shapes are the lines of dead peer detection; no raw sample is published, so all of them are [L]. */
import { readAddress } from '../../../ipsec/address.ts';
import type { DpdEvent } from '../../../ipsec/event.ts';
import type { Shape } from '../../log/shape.ts';
import type { IsakmpContext } from './memory.ts';

/** `DPD/R_U_THERE_ACK received from peer 198.51.100.1, sequence 0x66BB3B2` [L] */
export const DPD_RECEIVED = /^DPD\/R_U_THERE(_ACK)? received from peer (\S+?), sequence (0x[0-9A-Fa-f]+)/;
/** `DPD/R_U_THERE sent to peer 198.51.100.1, sequence 0x66BB3B2` [L] */
export const DPD_SENT = /^DPD\/R_U_THERE(_ACK)? (?:sent|sending)(?: to peer (\S+?))?,? sequence (0x[0-9A-Fa-f]+)/;
/** `seq. no 0x66BB3B2`, behind `Sending NOTIFY DPD/R_U_THERE` [L] */
export const DPD_SEQUENCE = /^seq\. no (0x[0-9A-Fa-f]+)/;
/** `DPD incrementing error counter (1/5)` [L] */
export const DPD_MISSED = /^DPD incrementing error counter \((\d+)\/\d+\)/;
/** `Input = IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE` [L] */
export const DPD_TIMER = /^Input = IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE/;
/** `peer 198.51.100.1 not responding!` [L] */
export const PEER_DEAD = /^peer (\S+) not responding/;

export const ISAKMP_DPD: readonly Shape<IsakmpContext>[] = [
  { word: 'DPD/R_U_THERE', pattern: DPD_RECEIVED, read: (match, context) => readReceived(match, context) },
  { word: 'DPD/R_U_THERE_ACK', pattern: DPD_RECEIVED, read: (match, context) => readReceived(match, context) },
  { word: 'DPD/R_U_THERE', pattern: DPD_SENT, read: (match, context) => readSent(match, context) },
  { word: 'DPD/R_U_THERE_ACK', pattern: DPD_SENT, read: (match, context) => readSent(match, context) },
  { word: 'seq.', pattern: DPD_SEQUENCE, read: (match, context) => readSequence(match[1] ?? '', context) },
  { word: 'DPD', pattern: DPD_MISSED, read: (match, context) => emit(context, { change: 'missed', count: Number(match[1]) }) },
  { word: 'Input', pattern: DPD_TIMER, read: (_match, context) => emit(context, { change: 'missed' }) },
  { word: 'peer', pattern: PEER_DEAD, read: (match, context) => emit(context, { change: 'dead', remote: readAddress(match[1]) }) },
];

function readReceived(match: RegExpExecArray, context: IsakmpContext): void {
  emit(context, {
    change: match[1] === undefined ? 'probe-received' : 'ack-received',
    remote: readAddress(match[2]),
    sequence32: Number(match[3]),
  });
}

function readSent(match: RegExpExecArray, context: IsakmpContext): void {
  const remote = readAddress(match[2]) ?? context.connection.remote;
  emit(context, { change: match[1] === undefined ? 'probe-sent' : 'ack-sent', remote, sequence32: Number(match[3]) });
}

function readSequence(printed: string, context: IsakmpContext): void {
  const last = context.memory.lastNotify;
  if (last === undefined || last.direction !== 'sent' || !last.notify.startsWith('DPD/')) return;
  emit(context, { change: last.notify.endsWith('_ACK') ? 'ack-sent' : 'probe-sent', sequence32: Number(printed) });
}

function emit(context: IsakmpContext, fields: Pick<DpdEvent, 'change'> & Partial<DpdEvent>): void {
  context.session.emit({ kind: 'dpd', version: 1, remote: context.connection.remote, ...fields, ...context.base() });
}
