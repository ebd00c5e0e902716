/** charon's data plane: SPIs allocated, SAs added and deleted, lifetimes over, and with kernel-libipsec each ESP packet and those that no SA fits. */
import { addressesOf } from '../../../ipsec/address.ts';
import type { ChildSaEvent } from '../../../ipsec/event.ts';
import { type EspSpi, parseHexSpi } from '../../../ipsec/spi.ts';
import type { Line } from './memory.ts';

/** `allocated SPI fe4c83fc` (kernel-libipsec), `got SPI c2f0917b` (kernel-netlink) */
export const ALLOCATED = /^(?:allocated|got) SPI ([0-9a-f]{8})\b/;
/** `adding SAD entry with SPI fe4c83fc and reqid {1}` */
export const ADDING = /^adding SAD entry with SPI ([0-9a-f]{8})\b/;
/** `deleted inbound SAD entry with SPI fe4c83fc` (kernel-libipsec), `deleted SAD entry with SPI c2f0917b` (kernel-netlink, printed when the kernel has answered). [C] strongSwan, plugins/kernel_netlink/kernel_netlink_ipsec.c */
export const DELETED = /^deleted (?:inbound |outbound )?SAD entry with SPI ([0-9a-f]{8})\b/;
/** `creating rekey job for CHILD_SA ESP/0xfe4c83fc/192.0.2.1`, `creating delete job for …`: soft and hard end of its life */
export const LIFETIME = /^creating (rekey|delete) job for CHILD_SA ESP\/0x([0-9a-f]{8})\/(\S+)/;
/** `parsed ESP header with SPI fe4c83fc [seq 13]` */
export const ESP_HEADER = /^parsed ESP header with SPI ([0-9a-f]{8}) \[seq (\d{1,10})\]/;
/** It belongs to the packet that the same thread has just parsed. */
export const UNKNOWN_SA = /^inbound ESP packet does not belong to an installed SA/;
/** `  SPI 0xfe4c83fc, src 198.51.100.1 dst 192.0.2.1` */
export const ENDS = /^\s*SPI 0x([0-9a-f]{8}), src (\S+) dst (\S+)$/;

export function readDataPlane(line: Line): void {
  const { words, memory } = line;
  const header = ESP_HEADER.exec(words);
  if (header !== null) arrive(line, header);
  else if (UNKNOWN_SA.test(words)) emitUnknown(line);
  else if (ADDING.test(words)) memory.hasDataPlane = true;
  else readLife(line);
}

function arrive({ thread, memory, session, base }: Line, [, printed = '', sequence]: RegExpExecArray): void {
  const spi = parseHexSpi(printed);
  thread.espSpi = spi;
  if (spi === undefined) return;
  session.emit({ kind: 'esp', spi, espSequence: Number(sequence), remote: memory.sas.get(spi)?.remote, ...base() });
}

function readLife(line: Line): void {
  const { words, memory } = line;
  const allocated = spiOf(ALLOCATED, words);
  if (allocated !== undefined) emit(line, { change: 'requested', spi: allocated, direction: 'inbound' });
  const gone = spiOf(DELETED, words);
  if (gone !== undefined) takeDown(line, gone, line.thread.reason, true);
  const [, job, spi] = LIFETIME.exec(words) ?? [];
  if (job !== undefined) emitEnd(line, job, parseHexSpi(spi ?? ''));
  const [, learnt, source, destination] = ENDS.exec(words) ?? [];
  const known = learnt === undefined ? undefined : memory.sas.get(parseHexSpi(learnt) ?? '0x');
  const [from, to] = addressesOf(source, destination);
  if (known !== undefined && from !== undefined && to !== undefined)
    Object.assign(known, known.direction === 'inbound' ? { local: to, remote: from } : { local: from, remote: to });
}

function spiOf(pattern: RegExp, words: string): EspSpi | undefined {
  return parseHexSpi(pattern.exec(words)?.[1] ?? '');
}

function emitEnd(line: Line, job: string, spi: EspSpi | undefined): void {
  const reason = job === 'rekey' ? 'its soft lifetime is over' : 'its hard lifetime is over';
  emit(line, { change: 'expiring', spi, direction: line.memory.sas.get(spi ?? '0x')?.direction, reason });
}

/** Gone, once; a log that does not show the data plane says it when the SA is closed. */
export function takeDown(line: Line, spi: EspSpi, reason: string | undefined, isDataPlane?: true): void {
  const known = line.memory.sas.get(spi);
  if (known === undefined || known.isGone) return;
  known.isGone = true;
  const { direction, local, remote } = known;
  emit(line, { change: 'deleted', spi, direction, reason: known.reason ?? reason, local, remote, isDataPlane });
}

export function emit({ session, base }: Line, event: Omit<ChildSaEvent, 'kind' | keyof ReturnType<Line['base']>>): void {
  session.emit({ kind: 'child-sa', ...event, ...base() });
}

/** Nobody prints from whom it came: the SPI tells it when this log has had it as an SA. */
function emitUnknown({ thread, memory, session, base }: Line): void {
  const { espSpi } = thread;
  if (espSpi === undefined) return;
  const { local, remote } = memory.sas.get(espSpi) ?? {};
  session.emit({ kind: 'invalid-spi', spi: espSpi, destination: local, source: remote, protocol: ESP, isEachPacket: true, ...base() });
}

const ESP = 50;
