/** What happens on the path between the two: dropped, held back, or recorded. Each is done by the kernel of one namespace. */
import { type ChildProcess, spawn } from 'node:child_process';
import { DEVICE, type Namespaces, runIn } from './namespace.ts';
import { ADDRESS, type Letter, otherOf, type Version } from './settings.ts';

/** Behind IP and UDP header, four zero bytes mark IKE within port 4500 (RFC 3948, 2.2); an SPI is never zero. */
const IKE = '0>>22&0x3C@8=0';
const ESP = '0>>22&0x3C@8=1:0xFFFFFFFF';
/** The byte of the exchange type: 5 is Informational (RFC 2408, 3.1), 37 is INFORMATIONAL (RFC 7296, 3.1). */
const informational = (version: Version): string => `${IKE}&&0>>22&0x3C@28>>8&0xFF=${version === 1 ? 5 : 37}`;

export type Kind = 'ike' | 'informational' | 'all';

const matchOf = (kind: Kind, version: Version): string[] =>
  kind === 'all' ? [] : ['-p', 'udp', '--dport', '4500', '-m', 'u32', '--u32', kind === 'ike' ? IKE : informational(version)];

export class Path {
  readonly #namespaces: Namespaces;
  readonly #version: Version;
  #recorder: ChildProcess | undefined;

  constructor(namespaces: Namespaces, version: Version) {
    this.#namespaces = namespaces;
    this.#version = version;
  }

  /** Drops what this side sends: where it comes in at the other, since a DROP on the way out makes charon's own sendmsg fail. */
  block(from: Letter, kind: Kind): void {
    this.#rule('-A', from, kind);
  }

  open(from: Letter, kind: Kind): void {
    this.#rule('-D', from, kind);
  }

  #rule(verb: '-A' | '-D', from: Letter, kind: Kind): void {
    const rule = ['-i', DEVICE, ...matchOf(kind, this.#version), '-j', 'DROP'];
    runIn(this.#namespaces[otherOf(from)], 'iptables', '-t', 'raw', verb, 'PREROUTING', ...rule);
  }

  /** ESP that leaves this side waits in a slow queue, and IKE overtakes it, as behind a shaper that prefers control traffic. */
  holdBackEsp(side: Letter, rate: string): void {
    const tc = (...args: string[]): string => runIn(this.#namespaces[side], 'tc', ...args);
    tc('qdisc', 'add', 'dev', DEVICE, 'root', 'handle', '1:', 'htb', 'default', '10');
    tc('class', 'add', 'dev', DEVICE, 'parent', '1:', 'classid', '1:10', 'htb', 'rate', '1gbit');
    tc('class', 'add', 'dev', DEVICE, 'parent', '1:', 'classid', '1:20', 'htb', 'rate', rate, 'burst', '200', 'cburst', '200');
    tc('qdisc', 'add', 'dev', DEVICE, 'parent', '1:20', 'pfifo', 'limit', '200');
    const rule = ['-p', 'udp', '--dport', '4500', '-m', 'u32', '--u32', ESP, '-j', 'CLASSIFY', '--set-class', '1:20'];
    runIn(this.#namespaces[side], 'iptables', '-t', 'mangle', '-A', 'POSTROUTING', '-o', DEVICE, ...rule);
  }

  /** This side is behind a NAT that shows its port 4500 as this one, and forgets a flow of which it hears nothing for a second: probes and ESP of every three seconds leave it longer pauses than that. */
  translate(side: Letter, port: number): void {
    const run = (command: string, ...args: string[]): string => runIn(this.#namespaces[side], command, ...args);
    run('iptables', '-t', 'nat', '-F', 'POSTROUTING');
    const rule = ['-o', DEVICE, '-p', 'udp', '--sport', '4500', '-j', 'SNAT', '--to-source', `${ADDRESS[side]}:${port}`];
    run('iptables', '-t', 'nat', '-A', 'POSTROUTING', ...rule);
    for (const timeout of ['udp_timeout', 'udp_timeout_stream']) run('sysctl', '-q', `net.netfilter.nf_conntrack_${timeout}=1`);
  }

  async record(side: Letter, file: string): Promise<void> {
    const args = ['netns', 'exec', this.#namespaces[side], 'tcpdump', '-Z', 'root', '-U', '-n', '-i', DEVICE, '-w', file, 'udp'];
    this.#recorder = spawn('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise<void>((resolve) => void this.#recorder?.stderr?.once('data', () => resolve()));
  }

  async stopRecording(): Promise<void> {
    const recorder = this.#recorder;
    if (recorder === undefined || recorder.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => void recorder.once('exit', () => resolve()));
    recorder.kill('SIGINT');
    await ended;
  }
}
