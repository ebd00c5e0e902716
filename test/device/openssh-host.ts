/** An OpenSSH host hands SCP and SFTP to OpenSSH's own programs behind a real SSH server: other people's side of the wire. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import type { DeviceTarget } from '../../src/device/target.ts';
import { generateHostKey } from './scripted-router.ts';

const SFTP_SERVER = '/usr/lib/openssh/sftp-server';

export const HAS_SFTP_SERVER = existsSync(SFTP_SERVER);
export const HAS_SCP = existsSync('/usr/bin/scp');

export class OpenSshHost {
  connectionCount = 0;
  /** Each connection breaks after so many bytes; the last figure counts for all that follow. */
  readonly #cuts: number[];
  readonly #server: ssh2.Server;
  readonly #key = generateHostKey();
  readonly #open = new Set<Connection>();
  readonly #running = new Set<ChildProcess>();

  private constructor(cuts: number[]) {
    this.#cuts = cuts;
    this.#server = new ssh2.Server({ hostKeys: [this.#key] }, (connection) => this.#welcome(connection));
  }

  static async start(cuts: number[] = []): Promise<OpenSshHost> {
    const host = new OpenSshHost(cuts);
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  target(): DeviceTarget {
    const key = ssh2.utils.parseKey(this.#key);
    if (key instanceof Error) throw key;
    const fingerprint = `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
    return {
      name: 'host',
      host: '127.0.0.1',
      port: (this.#server.address() as AddressInfo).port,
      username: 'ops',
      password: 'any',
      jumpHosts: [],
      hostKeys: { policy: 'pinned', fingerprint },
      legacyAlgorithms: false,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#running) child.kill();
    for (const connection of this.#open) connection.end();
    this.#server.close();
  }

  #welcome(connection: Connection): void {
    const cut = this.#cuts[Math.min(this.connectionCount, this.#cuts.length - 1)] ?? Number.POSITIVE_INFINITY;
    this.connectionCount += 1;
    this.#open.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => this.#open.delete(connection));
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) => {
      const session = accept();
      session.on('exec', (yes, _no, { command }) => this.#run(command.split(' '), yes(), { connection, cut }));
      session.on('subsystem', (yes) => this.#run([SFTP_SERVER], yes() as ServerChannel, { connection, cut }));
    });
  }

  #run([program = '', ...args]: string[], channel: ServerChannel, { connection, cut }: { connection: Connection; cut: number }): void {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#running.add(child);
    let left = cut;
    child.stdout.on('data', (bytes: Buffer) => {
      if (left > 0) channel.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) connection.end();
    });
    channel.on('data', (bytes: Buffer) => child.stdin.write(bytes));
    channel.on('error', () => undefined);
    channel.on('close', () => child.kill());
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      this.#running.delete(child);
      if (!channel.writable) return;
      channel.exit(code ?? 1);
      channel.end();
    });
  }
}
