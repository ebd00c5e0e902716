/** Packets are a small ring of IKE and ESP headers that IOS XE keeps while armed: what the plan sets for it, what the freeze leaves, and where it cannot be. */
import { filterLines, filterOff, RING_COMMANDS, ringLines } from '../ios/packet-capture.ts';
import { PLATFORMS, type PlatformId } from '../ios/platforms/index.ts';
import { isSameAddress } from '../ipsec/address.ts';
import type { PeerFacts } from './facts.ts';
import type { Mistake } from './mistake.ts';
import type { PacketsStep, PlannedFile } from './plan.ts';
import { managedPeers, type Playbook } from './playbook.ts';
import type { Ends } from './triggers/trigger.ts';

/** Thousands of packets; all are exported to flash, and come home. [B] */
const MEGABYTES_DEFAULT = 4;
/** What an export to slow flash takes. [B] */
const EXPORT_SECONDS_A_MEGABYTE = 5;

type Wish = Pick<Playbook, 'packets'>;
type Captured = Pick<PeerFacts, 'isAssumed' | 'platform' | 'ends'>;

/** Undefined where none are wanted. */
export function ringMegabytes({ packets }: Wish): number | undefined {
  if (packets === false) return undefined;
  return packets === true ? MEGABYTES_DEFAULT : packets.megabytes;
}

/** Filter first: a ring without one would take everything. */
export function packetSteps(playbook: Wish, captureId: string, ends: Ends, facts: Captured): PacketsStep[] {
  const megabytes = ringMegabytes(playbook);
  if (megabytes === undefined) return [];
  const face = interfaceOf(facts, ends.local) ?? `<the interface of ${ends.local}>`;
  return [
    {
      kind: 'packets',
      id: 'packets-filter',
      title: `let the ring of packets take IKE and ESP with ${ends.remote} only`,
      captureId,
      mode: 'configure',
      lines: filterLines(captureId, ends),
      undo: { mode: 'configure', lines: [filterOff(captureId)] },
    },
    {
      kind: 'packets',
      id: 'packets-ring',
      title: `keep the headers of IKE and ESP in a ring of ${megabytes} MB`,
      captureId,
      mode: 'exec',
      lines: ringLines(captureId, face, megabytes),
      undo: { mode: 'exec', lines: [RING_COMMANDS.stop(captureId), RING_COMMANDS.remove(captureId)] },
    },
  ];
}

/** What the trigger types: at once, for a tail of traffic would overwrite what led to it. */
export interface RingContext {
  stop: string;
  exported: string;
}

/** What takes it off. */
export interface RingOffContext {
  stop: string;
  remove: string;
  removeFilter: string;
}

type Request = { playbook: Wish; captureId: string; facts: Captured };

/** `prefix`: of the file that a guard leaves, so that it never overwrites a frozen one. */
export function ringContext({ playbook, captureId, facts }: Request, prefix = ''): RingContext | undefined {
  if (ringMegabytes(playbook) === undefined) return undefined;
  const path = pathOf(captureId, facts.platform, prefix);
  return { stop: RING_COMMANDS.stop(captureId), exported: RING_COMMANDS.exportTo(captureId, path) };
}

export function ringOffContext({ playbook, captureId }: Omit<Request, 'facts'>): RingOffContext | undefined {
  if (ringMegabytes(playbook) === undefined) return undefined;
  return { stop: RING_COMMANDS.stop(captureId), remove: RING_COMMANDS.remove(captureId), removeFilter: filterOff(captureId) };
}

/** Empty where no packets are wanted. */
export function packetFiles({ playbook, captureId, facts }: Request): PlannedFile[] {
  if (ringMegabytes(playbook) === undefined) return [];
  const path = pathOf(captureId, facts.platform);
  return [{ command: RING_COMMANDS.exportTo(captureId, path), path }];
}

export function exportSeconds(playbook: Wish): number {
  return (ringMegabytes(playbook) ?? 0) * EXPORT_SECONDS_A_MEGABYTE;
}

function pathOf(captureId: string, platform: PlatformId, prefix = ''): string {
  return `${PLATFORMS[platform].flash}flaptrap-${captureId}-${prefix}packets.pcap`;
}

/** Undefined where the configuration does not say which interface the packets pass: they do not pass a loopback. */
export function interfaceOf({ ends }: Pick<PeerFacts, 'ends'>, local: string): string | undefined {
  const own = ends?.addresses.find(({ address, isShutdown }) => !isShutdown && isSameAddress(address, local));
  return own === undefined || /^loopback/i.test(own.interface) ? undefined : own.interface;
}

/** What can be told without a router. */
export function checkPackets(playbook: Playbook): Mistake[] {
  const { retrieve } = playbook;
  const megabytes = ringMegabytes(playbook);
  if (megabytes === undefined) return [];
  const path = ['packets'];
  const others = managedPeers(playbook).flatMap(({ peer }) => (peer.platform === 'ios' ? [peer.name] : []));
  return [
    ...(others.length === 0
      ? []
      : [{ path, summary: `packets are captured on IOS XE only, and ${others.join(' and ')} ${others.length > 1 ? 'run' : 'runs'} IOS` }]),
    ...(retrieve.some((way) => way === 'scp' || way === 'sftp')
      ? []
      : [{ path, summary: 'packets come home by scp or sftp only: a packet file is no text; add one to `retrieve`' }]),
    ...(megabytes < playbook.budget.flashMegabytes
      ? []
      : [{ path, summary: `the ring of ${megabytes} MB does not fit budget.flashMegabytes, ${playbook.budget.flashMegabytes}` }]),
  ];
}

/** What a router says against it. */
export function packetRefusals(playbook: Wish, facts: Captured, local: string): string[] {
  if (ringMegabytes(playbook) === undefined) return [];
  const { title, hasPacketCapture } = PLATFORMS[facts.platform];
  if (!hasPacketCapture) return [`it runs ${title}: packets are captured on IOS XE only; set packets: false`];
  if (facts.isAssumed || facts.ends === null || interfaceOf(facts, local) !== undefined) return [];
  return [`its configuration does not say which interface the packets of ${local} pass: set packets: false`];
}
