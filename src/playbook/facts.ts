/** Facts are what preflight read from a router, as far as they shape its plan; a plan made without a device rests on assumed ones. */
import type { ConfiguredEnds } from '../ios/configured-ends.ts';
import type { TraceState } from '../ios/event-traces.ts';
import type { PlatformId } from '../ios/platforms/index.ts';
import { isManaged, type PlaybookPeer } from './playbook.ts';
import type { Setting } from './settings.ts';
import type { StandingCapture } from './standing.ts';

/** One router as preflight found it; plain JSON. */
export interface PeerFacts {
  /** True when no device was asked. */
  isAssumed: boolean;
  hostname: string;
  platform: PlatformId;
  /** The line of `show version` that names the release; empty when assumed. */
  version: string;
  /** `C2900-UNIVERSALK9-M`; null when the device does not say. */
  image: string | null;
  /** `FTX1234A0B1`; null when the device does not say. */
  serial: string | null;
  /** `4.00`; null when the device does not say. */
  eemVersion: string | null;
  /** The configured `logging buffered …`, or null when the device runs on its default. */
  loggingLine: string | null;
  bufferBytes: number;
  /** True when debug messages reach the buffer. */
  isBufferAtDebugging: boolean;
  /** The line by which the logging buffer takes only some messages, or takes them as XML. */
  narrowedLine: string | null;
  /** What else keeps debugs off the record, and can be set and given back. */
  settings: Setting[];
  /** The crypto event traces of this release, as they stand. */
  traces: TraceState[];
  /** Of the memory from which the logging buffer is taken; null when the device does not say. */
  memory: { totalBytes: number; usedBytes: number; largestBytes: number } | null;
  /** The CPU's load over the last minute; null when the device does not say. */
  cpuPercent: number | null;
  /** How long a terminal line may be silent, the least of all that EEM may get; null when it may be for ever. */
  silentSeconds: number | null;
  /** Crypto debugs and conditions that are on: someone else's, since nothing of ours is there yet. */
  debugs: string[];
  conditions: string[];
  /** Captures of ours that are there already. */
  captures: StandingCapture[];
  /** The lines by which their guards give settings back, the logging buffer's among them. */
  standingRestores: string[];
  /** The router's own clock in ms since 1970, when it was asked; null when it does not say. */
  clockMs: number | null;
  /** Null when the device does not say. */
  flashFreeBytes: number | null;
  freeTerminalLines: number | null;
  /** `vty 0: ops from 192.0.2.9` */
  terminalHolders: string[];
  /** Files of ours from earlier captures, the oldest first. */
  ownFiles: { name: string; sizeBytes: number }[];
  /** Peers with which it has a crypto session now; asked only where debugs cannot be limited to one. Null when the device does not say. */
  sessions: number | null;
  /** What the tunnel is proven from; null when no device was asked, and in a plan, which keeps what was proven. */
  ends: ConfiguredEnds | null;
}

/** A router that nobody asked, or nobody may ask: a small log buffer, and nothing of anybody on it; IOS when the playbook names no platform. */
export function assumeFacts(peer: PlaybookPeer): PeerFacts {
  return {
    isAssumed: true,
    hostname: peer.name,
    platform: !isManaged(peer) || peer.platform === 'auto' ? 'ios' : peer.platform,
    version: '',
    image: null,
    serial: null,
    eemVersion: null,
    loggingLine: null,
    bufferBytes: 4096,
    isBufferAtDebugging: true,
    narrowedLine: null,
    settings: [],
    traces: [],
    memory: null,
    cpuPercent: null,
    silentSeconds: null,
    debugs: [],
    conditions: [],
    captures: [],
    standingRestores: [],
    clockMs: null,
    flashFreeBytes: null,
    freeTerminalLines: null,
    terminalHolders: [],
    ownFiles: [],
    sessions: null,
    ends: null,
  };
}
