/** A router is the state of one simulated IOS device: configuration, flash, log, debugs, conditions, EEM; what it says and does is elsewhere. */
import type { PlatformId } from '../ios/platforms/index.ts';
import { PLATFORMS } from '../ios/platforms/index.ts';
import type { LabClock } from './clock.ts';
import { Configuration } from './configuration.ts';
import { Eem } from './eem.ts';
import { FLASH_BYTES } from './flash-size.ts';
import { LEVELS, Log } from './log.ts';

export interface RouterSpec {
  hostname: string;
  /** IKE address. */
  address: string;
  platform: PlatformId;
  /** This router's clock minus the lab's, in ms. */
  offsetMs: number;
  /** Put before the default configuration. */
  configuration?: string | undefined;
}

export interface FlashFile {
  bytes: Buffer;
  changedAtMs: number;
}

/** The peer of a router's tunnel answers its show commands. */
export interface TunnelView {
  showIpsecSa(): string;
  showIsakmpSa(): string;
  showSession(): string;
}

export class Router {
  readonly spec: RouterSpec;
  readonly clock: LabClock;
  readonly configuration: Configuration;
  readonly flash = new Map<string, FlashFile>();
  readonly log: Log;
  readonly eem: Eem;
  /** Debugs that are on, by the words behind `debug`: `crypto isakmp`. */
  readonly debugs = new Set<string>();
  /** Peer addresses of `debug crypto condition peer ipv4`. */
  readonly conditions = new Set<string>();
  /** Who holds which terminal line. */
  readonly lines = new Map<number, string>();
  tunnel: TunnelView | undefined;
  startedAtMs: number;

  constructor(spec: RouterSpec, clock: LabClock) {
    this.spec = spec;
    this.clock = clock;
    this.configuration = new Configuration(spec.configuration ?? defaultConfiguration(spec));
    // `*`: nothing says that this clock is right. [L]
    this.log = new Log(() => this.now(), spec.offsetMs === 0 ? '' : '*');
    this.eem = new Eem(this);
    this.startedAtMs = this.now() - 1_468_800_000;
  }

  /** This router's own clock. */
  now(): number {
    return this.clock.now() + this.spec.offsetMs;
  }

  get hostname(): string {
    return this.configuration.find(/^hostname /)?.slice('hostname '.length) ?? 'Router';
  }

  get fileSystem(): string {
    return PLATFORMS[this.spec.platform].flash;
  }

  get freeBytes(): number {
    return [...this.flash.values()].reduce((free, { bytes }) => free - bytes.length, FLASH_BYTES);
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

  writeFile(name: string, text: string, mode: 'replace' | 'append'): void {
    const before = mode === 'append' ? (this.flash.get(name)?.bytes ?? Buffer.alloc(0)) : Buffer.alloc(0);
    this.flash.set(name, { bytes: Buffer.concat([before, Buffer.from(text, 'latin1')]), changedAtMs: this.now() });
  }
}

function defaultConfiguration({ hostname, address }: RouterSpec): string {
  return `version 15.7
service timestamps debug datetime msec
service timestamps log datetime msec
hostname ${hostname}
logging buffered 8192 informational
crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 14
crypto isakmp key rehearsal address 0.0.0.0
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode tunnel
crypto map OUTSIDE 10 ipsec-isakmp
 set transform-set TS
 match address TUNNEL
interface GigabitEthernet0/0
 ip address ${address} 255.255.255.0
 crypto map OUTSIDE
line con 0
line vty 0 4
 login local
 transport input ssh
`;
}
