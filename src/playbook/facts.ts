/** Facts are what preflight read from a router, as far as they shape its plan; a plan made without a device rests on assumed ones. */
import type { ConfiguredEnds } from '../ios/configured-ends.ts';
import type { PlatformId } from '../ios/platforms/index.ts';
import type { PlaybookPeer } from './playbook.ts';
import type { StandingCapture } from './standing.ts';

/** One router as preflight found it; plain JSON. */
export interface PeerFacts {
  /** True when no device was asked. */
  isAssumed: boolean;
  hostname: string;
  platform: PlatformId;
  /** The line of `show version` that names the release; empty when assumed. */
  version: string;
  /** `FTX1234A0B1`; null when the device does not say. */
  serial: string | null;
  /** `4.00`; null when the device does not say. */
  eemVersion: string | null;
  /** The configured `logging buffered …`, or null when the device runs on its default. */
  loggingLine: string | null;
  bufferBytes: number;
  /** True when debug messages reach the buffer. */
  isBufferAtDebugging: boolean;
  isConsoleAtDebugging: boolean;
  /** Crypto debugs and conditions that are on: someone else's, since nothing of ours is there yet. */
  debugs: string[];
  conditions: string[];
  /** Captures of ours that are there already. */
  captures: StandingCapture[];
  /** The line by which their guards give the logging buffer back; null when none would. */
  standingRestore: string | null;
  /** The router's own clock in ms since 1970, when it was asked; null when it does not say. */
  clockMs: number | null;
  /** Null when the device does not say. */
  flashFreeBytes: number | null;
  freeTerminalLines: number | null;
  /** `vty 0: ops from 192.0.2.9` */
  terminalHolders: string[];
  /** Files of ours from earlier captures, the oldest first. */
  ownFiles: { name: string; sizeBytes: number }[];
  /** What the tunnel is proven from; null when no device was asked, and in a plan, which keeps what was proven. */
  ends: ConfiguredEnds | null;
}

/** A router that nobody asked: a small log buffer, and nothing of anybody on it; IOS when the playbook names no platform. */
export function assumeFacts(peer: PlaybookPeer): PeerFacts {
  return {
    isAssumed: true,
    hostname: peer.name,
    platform: peer.platform === 'auto' ? 'ios' : peer.platform,
    version: '',
    serial: null,
    eemVersion: null,
    loggingLine: null,
    bufferBytes: 4096,
    isBufferAtDebugging: true,
    isConsoleAtDebugging: false,
    debugs: [],
    conditions: [],
    captures: [],
    standingRestore: null,
    clockMs: null,
    flashFreeBytes: null,
    freeTerminalLines: null,
    terminalHolders: [],
    ownFiles: [],
    ends: null,
  };
}
