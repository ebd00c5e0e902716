/** A router is the state of one simulated IOS device: configuration, flash, log, debugs, conditions, EEM; what it says and does is elsewhere. */
import type { PlatformId } from '../../ios/platforms/index.ts';
import { PLATFORMS } from '../../ios/platforms/index.ts';
import type { LabClock } from '../clock.ts';
import type { IkeVersion } from '../ike/version.ts';
import { Configuration } from './configuration.ts';
import { defaultConfiguration, outsideOf } from './default-configuration.ts';
import { Eem } from './eem.ts';
import { EventTrace } from './event-trace.ts';
import { FLASH_BYTES } from './flash-size.ts';
import { LEVELS, Log } from './log.ts';
import { envelopeOf } from './log-style.ts';
import type { Nhrp } from './nhrp.ts';
import type { IosRelease } from './release.ts';

export interface RouterSpec {
  hostname: string;
  /** IKE address. */
  address: string;
  /** The version of IKE that its tunnel is configured for; the lab fills it in. */
  ike?: IkeVersion | undefined;
  /** The other end's IKE address; the lab fills it in. */
  peerAddress?: string | undefined;
  platform: PlatformId;
  release?: IosRelease | undefined;
  /** This router's clock minus the lab's when the lab starts, in ms. */
  offsetMs: number;
  /** By how much this router's clock gains on the lab's, in parts per million. */
  driftPpm?: number | undefined;
  /** Asked for by `enable`; a login gives user EXEC then. */
  enableSecret?: string | undefined;
  /** AAA asks its server about every command, and the server does not know EEM. */
  authorizesCommands?: boolean | undefined;
  /** `stuck`: nothing that is asked for runs; `killed-early`: at the default maxrun, whatever the applet says; `no-append`: files are not appended to. */
  eemFault?: 'stuck' | 'killed-early' | 'no-append' | undefined;
  flashBytes?: number | undefined;
  /** Said before the first prompt. */
  banner?: string | undefined;
  /** Instead of the default configuration. */
  configuration?: string | undefined;
}

export interface FlashFile {
  bytes: Buffer;
  changedAtMs: number;
}

/** The peer of a router's tunnel answers its show commands. */
export interface TunnelView {
  readonly peer: string;
  showIpsecSa(isDetail: boolean): string;
  showIsakmpSa(isDetail: boolean): string;
  showIkev2Sa(isDetail: boolean): string;
  showIkev2Session(isDetail: boolean): string;
  showSession(isDetail: boolean): string;
  showSpiLookup(): string;
  /** Packets dropped for want of an SA. */
  invalidSpis(): number;
  /** Packets dropped at the end of an SA's life. */
  hardExpired(): Readonly<Record<'inbound' | 'outbound', number>>;
  /** `clear crypto sa`, `clear crypto isakmp`, `clear crypto ikev2 sa`; `fast` tells the peer nothing. [B] */
  clear(what: 'sa' | 'isakmp' | 'ikev2' | 'ikev2 fast'): void;
}

/** How long it has been running when the lab starts: 17 days. */
const UPTIME_MS = 1_468_800_000;

export class Router {
  readonly spec: RouterSpec;
  readonly clock: LabClock;
  configuration: Configuration;
  readonly flash = new Map<string, FlashFile>();
  readonly log: Log;
  readonly eem: Eem;
  readonly traces: Readonly<Record<'ipsec' | 'ikev2', EventTrace>>;
  /** Debugs that are on, by the words behind `debug`: `crypto isakmp`. */
  readonly debugs = new Set<string>();
  /** Peer addresses of `debug crypto condition peer ipv4`. */
  readonly conditions = new Set<string>();
  /** Who holds which terminal line. */
  readonly lines = new Map<number, string>();
  /** What `show snmp` objects say, by object id: the CPU's load for the guard. */
  readonly objects = new Map<string, number>();
  /** Who must know that it goes down: its SSH server. */
  readonly onReload = new Set<() => void>();
  isUp = true;
  /** As its show commands see them; the one of the story first. */
  readonly tunnels: TunnelView[] = [];
  /** Undefined: it is no part of a DMVPN. */
  nhrp: Nhrp | undefined;
  startedAtMs: number;
  /** What a reload brings back. */
  #startup: string;
  readonly #labStartMs: number;

  constructor(spec: RouterSpec, clock: LabClock) {
    this.spec = spec;
    this.clock = clock;
    this.#labStartMs = clock.now();
    this.#startup = spec.configuration ?? defaultConfiguration({ ...spec, peerAddress: spec.peerAddress });
    this.configuration = new Configuration(this.#startup);
    this.startedAtMs = this.now() - UPTIME_MS;
    this.log = new Log(
      () => this.now(),
      (kind, nowMs, sequence) =>
        envelopeOf(this.configuration, kind, { nowMs, startedAtMs: this.startedAtMs, mark: this.clockMark, sequence }),
    );
    this.#applyLogging();
    this.eem = new Eem(this);
    const makeTrace = () => new EventTrace(PLATFORMS[spec.platform].hasEventTrace, () => this.now());
    this.traces = { ipsec: makeTrace(), ikev2: makeTrace() };
    this.objects.set(PLATFORMS[spec.platform].cpuOid, 5);
  }

  /** This router's own clock. */
  now(): number {
    const { offsetMs, driftPpm = 0 } = this.spec;
    const labMs = this.clock.now();
    return labMs + offsetMs + ((labMs - this.#labStartMs) * driftPpm) / 1_000_000;
  }

  /** The instant on the lab's clock at which this router's shows that. */
  toLab(ownMs: number): number {
    const { offsetMs, driftPpm = 0 } = this.spec;
    return this.#labStartMs + (ownMs - offsetMs - this.#labStartMs) / (1 + driftPpm / 1_000_000);
  }

  /** `*`: nothing says that this clock is right. [L] */
  get clockMark(): string {
    return this.spec.offsetMs === 0 ? '' : '*';
  }

  get hostname(): string {
    return this.configuration.find(/^hostname /)?.slice('hostname '.length) ?? 'Router';
  }

  /** The interface towards the peer. */
  get outside(): string {
    return outsideOf(this.spec.platform);
  }

  /** `crypto isakmp invalid-spi-recovery`, which does nothing for a dynamic map. [C] seed.md 5 */
  get recoversInvalidSpis(): boolean {
    const isStatic = this.configuration.find(/^crypto dynamic-map /) === undefined;
    return isStatic && this.configuration.has('crypto isakmp invalid-spi-recovery');
  }

  get fileSystem(): string {
    return PLATFORMS[this.spec.platform].flash;
  }

  get flashBytes(): number {
    return this.spec.flashBytes ?? FLASH_BYTES;
  }

  get freeBytes(): number {
    return [...this.flash.values()].reduce((free, { bytes }) => free - bytes.length, this.flashBytes);
  }

  /** `facility-severity-mnemonic` as in `CRYPTO-4-RECVD_PKT_INV_SPI`; the detectors of EEM hear it. */
  say(tag: string, text: string): void {
    const message = `%${tag}: ${text}`;
    this.log.write(message, Number(/-(\d)-/.exec(tag)?.[1] ?? 6));
    this.eem.hear(message);
  }

  /** A debug line, when its debug is on and the condition lets its peer through. That debugs do not reach the syslog detector is assumed. [U] */
  debug(what: string, remote: string, text: string): void {
    if (!this.debugs.has(what)) return;
    if (this.conditions.size > 0 && !this.conditions.has(remote)) return;
    this.log.write(text, LEVELS.length - 1);
  }

  /** Seats of `line vty`; undefined when all are taken. */
  takeLine(user: string): number | undefined {
    const free = [0, 1, 2, 3, 4].find((line) => !this.lines.has(line));
    if (free !== undefined) this.lines.set(free, user);
    return free;
  }

  /** False when the flash is full; what fitted is there. */
  writeFile(name: string, text: string, mode: 'replace' | 'append'): boolean {
    const before = mode === 'append' ? (this.flash.get(name)?.bytes ?? Buffer.alloc(0)) : Buffer.alloc(0);
    this.flash.delete(name);
    const bytes = Buffer.concat([before, Buffer.from(text, 'latin1')]);
    const fitting = Math.max(0, this.freeBytes);
    this.flash.set(name, { bytes: bytes.subarray(0, fitting), changedAtMs: this.now() });
    return bytes.length <= fitting;
  }

  /** All lines of the running configuration. */
  printConfiguration(): string[] {
    return [...this.configuration.print(), ...this.eem.print(), 'end'];
  }

  /** `write memory` */
  save(): void {
    this.#startup = [...this.configuration.print(), ...this.eem.print()].join('\n');
  }

  /** The log, the debugs and whatever was not saved are gone; files stay. */
  reload(bootMs: number): void {
    this.isUp = false;
    for (const goDown of this.onReload) goDown();
    this.eem.restart('');
    this.log.clear();
    this.debugs.clear();
    this.conditions.clear();
    this.traces.ipsec.clear();
    this.traces.ikev2.clear();
    this.clock.after(bootMs, () => this.#boot());
  }

  #boot(): void {
    this.isUp = true;
    this.startedAtMs = this.now();
    this.configuration = new Configuration(this.#startup);
    this.#applyLogging();
    this.eem.restart(this.#startup);
    this.say('SYS-5-RESTART', 'System restarted --');
  }

  /** The buffer as the configuration wants it. */
  #applyLogging(): void {
    const line = this.configuration.find(/^logging buffered\b/);
    const [, bytes, level = 'debugging'] = /^logging buffered(?: (\d+))?(?: ([a-z]+))?$/.exec(line ?? '') ?? [];
    if (line === undefined) return;
    const severity = (LEVELS as readonly string[]).indexOf(level);
    this.log.resize(bytes === undefined ? this.log.bufferBytes : Number(bytes), severity === -1 ? LEVELS.length - 1 : severity);
  }
}
