/** Reading a packet file takes the IKE and ESP headers out of it and counts the rest; a damaged one is read as far as it goes. */
import type { FileFormat } from './frame.ts';
import { internetOf } from './internet.ts';
import { ipsecOf } from './ipsec-headers.ts';
import type { PacketFile } from './packet.ts';
import { pcap } from './pcap.ts';
import { pcapng } from './pcapng.ts';

const FORMATS: readonly FileFormat[] = [pcap, pcapng];
/** Of one file; a ring of ours holds far fewer. */
const PACKETS_MAX = 200_000;

/** By its first bytes, whatever it is called. */
export function isPacketFile(bytes: Uint8Array): boolean {
  return FORMATS.some(({ isOf }) => isOf(bytes));
}

/** Undefined when it is no packet file; never throws. */
export function readPackets(bytes: Uint8Array): PacketFile | undefined {
  const format = FORMATS.find(({ isOf }) => isOf(bytes));
  if (format === undefined) return undefined;
  const file: PacketFile = { format: format.id, packets: [], others: 0, fragments: 0, unread: 0, cut: null };
  let number = 0;
  for (const frame of format.frames(bytes)) {
    number += 1;
    if ('cut' in frame) file.cut = frame.cut;
    else if (file.packets.length >= PACKETS_MAX) return { ...file, cut: `it holds more than ${PACKETS_MAX} packets` };
    else count(file, internetOf(frame), { atMs: frame.atMs, frame: number });
  }
  return file;
}

function count(file: PacketFile, internet: ReturnType<typeof internetOf>, seen: { atMs: number; frame: number }): void {
  if (internet === 'unread') file.unread += 1;
  else if (internet === 'other') file.others += 1;
  else {
    if (internet.fragmentAt !== null) file.fragments += 1;
    const packet = ipsecOf(internet, seen);
    if (packet !== undefined) file.packets.push(packet);
    else if (internet.fragmentAt === null) file.others += 1;
  }
}
