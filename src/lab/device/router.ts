/** A router is the state of one simulated IOS device: configuration, flash, log, debugs, conditions, EEM; what it says and does is elsewhere. */
import { PLATFORMS } from '../../ios/platforms/index.ts';
import type { LabClock } from '../clock.ts';
import type { AppletEngine } from './applet-engine.ts';
import { Configuration } from './configuration.ts';
import { FLASH_BYTES, type FlashFile } from './flash.ts';
import { EventTrace, LEVELS, LOGGING_BUFFERED, Log } from './log.ts';
import { traceEntries } from './log-settings.ts';
import { PacketRings } from './packet-rings.ts';
import { type JoinedQuirk, joinQuirks } from './quirk.ts';
import { defaultConfiguration, outsideOf, type RouterSpec } from './router-spec.ts';
import { envelopeOf } from './stamp.ts';
import type { Nhrp, TunnelView } from './tunnel-view.ts';

/** How long it has been running when the lab starts: 17 days. */
const UPTIME_MS = 1_468_800_000;

export class Router {
  readonly spec: RouterSpec;
  readonly quirk: JoinedQuirk;
  readonly clock: LabClock;
  configuration: Configuration;
  readonly flash = new Map<string, FlashFile>();
  readonly log: Log;
  readonly eem: AppletEngine;
  readonly traces: Readonly<Record<'ipsec' | 'ikev2', EventTrace>>;
  /** Its embedded packet captures. */
  readonly rings: PacketRings;
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
  startup: string;
  readonly #labStartMs: number;

  /** `giveEem`: the engine that runs its applets, which it does not make itself. */
  constructor(spec: RouterSpec, clock: LabClock, giveEem: (router: Router) => AppletEngine) {
    this.spec = spec;
    this.quirk = joinQuirks(spec.quirks ?? []);
    this.clock = clock;
    this.#labStartMs = clock.now();
    this.startup = spec.configuration ?? defaultConfiguration(spec);
    this.configuration = new Configuration(this.startup);
    this.startedAtMs = this.now() - UPTIME_MS;
    this.log = new Log(
      () => this.now(),
      (kind, nowMs, sequence) =>
        envelopeOf(this.configuration, kind, { nowMs, startedAtMs: this.startedAtMs, mark: this.clockMark, sequence }),
      () => this.configuration,
    );
    this.rings = new PacketRings(
      () => this.now(),
      () => this.configuration,
    );
    this.#applyLogging();
    this.eem = giveEem(this);
    const makeTrace = (feature: 'ipsec' | 'ikev2') =>
      new EventTrace(
        false,
        () => traceEntries(this.configuration, feature),
        () => this.now(),
      );
    this.traces = { ipsec: makeTrace('ipsec'), ikev2: makeTrace('ikev2') };
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
    const message = this.quirk.onMessage(`%${tag}: ${text}`);
    this.log.write(message, Number(/-(\d)-/.exec(tag)?.[1] ?? 6));
    this.eem.hear(message);
  }

  /** A debug line, when its debug is on and the condition lets its peer through. That debugs do not reach the syslog detector is assumed. [U] */
  debug(what: string, remote: string, text: string): void {
    if (!this.debugs.has(what)) return;
    if (this.conditions.size > 0 && !this.conditions.has(remote)) return;
    if (!this.quirk.printsDebug(this.conditions.size > 0)) return;
    this.log.write(text, LEVELS.length - 1);
    if (this.quirk.hearsDebugs) this.eem.hear(text);
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
    this.startup = [...this.configuration.print(), ...this.eem.print()].join('\n');
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
    this.rings.clear();
    this.clock.after(bootMs, () => this.#boot());
  }

  #boot(): void {
    this.isUp = true;
    this.startedAtMs = this.now();
    this.configuration = new Configuration(this.startup);
    this.#applyLogging();
    this.eem.restart(this.startup);
    this.say('SYS-5-RESTART', 'System restarted --');
  }

  /** The buffer as the configuration wants it. */
  #applyLogging(): void {
    const line = this.configuration.find(/^logging buffered\b/);
    if (line === undefined) return;
    const { bytes, level = 'debugging' } = LOGGING_BUFFERED.exec(line)?.groups ?? {};
    const severity = (LEVELS as readonly string[]).indexOf(level);
    this.log.resize(bytes === undefined ? this.log.bufferBytes : Number(bytes), severity === -1 ? LEVELS.length - 1 : severity);
  }
}
