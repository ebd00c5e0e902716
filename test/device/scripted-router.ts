/** A scripted router is a real SSH server on the loopback that behaves as its script says: the driver's own small counterpart, not the lab. */

import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import type { AuthContext, ClientInfo, Connection, ServerChannel } from 'ssh2';
import ssh2 from 'ssh2';
import type { DeviceTarget, JumpTarget } from '../../src/device/target.ts';

export interface Script {
  hostname?: string;
  password?: string;
  enableSecret?: string;
  banner?: string;
  /** Exec prompt in place of the host name's. */
  prompt?: string;
  /** Answers of EXEC commands; a function may answer later or write by itself. */
  commands?: Record<string, string | ((router: Typist) => string | Promise<string>)>;
  /** What to say to a line in configuration mode; undefined is silence. */
  refuse?: (line: string, mode: string) => string | undefined;
  /** Called for every byte that would be echoed; what it returns is sent instead. */
  echo?: (character: string, line: string) => string;
  authenticate?: (context: AuthContext, client: Connection) => void;
  onShell?: (stream: ServerChannel, router: ScriptedRouter) => void;
  algorithms?: ssh2.ServerConfig['algorithms'];
  hostKey?: string;
  /** Answers `terminal length 0` with a refusal and pages. */
  alwaysPages?: boolean;
}

export interface Typist {
  say(text: string | Buffer): void;
  stream: ServerChannel;
}

/** By Node: ssh2's own generator now and then makes an Ed25519 key that it cannot read. */
export function generateHostKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

const KEY = generateHostKey();

export class ScriptedRouter {
  readonly script: Script;
  readonly server: ssh2.Server;
  readonly connections = new Set<Connection>();
  /** Every line that was typed, with the mode it was typed in. */
  readonly typed: { mode: string; line: string }[] = [];
  /** Applets on the router, by name. */
  readonly applets = new Map<string, string[]>();
  /** Where it was asked to go on to, as a jump host. */
  readonly forwarded: string[] = [];
  connectionCount = 0;

  constructor(script: Script) {
    this.script = script;
    const config = {
      hostKeys: [script.hostKey ?? KEY],
      ...(script.algorithms === undefined ? {} : { algorithms: script.algorithms }),
    };
    this.server = new ssh2.Server(config, (client, info) => this.#welcome(client, info));
  }

  static async start(script: Script = {}): Promise<ScriptedRouter> {
    const router = new ScriptedRouter(script);
    router.server.listen(0, '127.0.0.1');
    await once(router.server, 'listening');
    return router;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get hostKey(): Buffer {
    const key = ssh2.utils.parseKey(this.script.hostKey ?? KEY);
    if (key instanceof Error) throw key;
    return key.getPublicSSH();
  }

  target(changes: Partial<DeviceTarget> = {}): DeviceTarget {
    const fingerprint = `SHA256:${createHash('sha256').update(this.hostKey).digest('base64').replace(/=+$/, '')}`;
    return {
      name: 'hq',
      host: '127.0.0.1',
      port: this.port,
      username: 'ops',
      password: this.script.password ?? 'pass-word',
      jumpHosts: [],
      hostKeys: { policy: 'pinned', fingerprint },
      legacyAlgorithms: false,
      ...changes,
    };
  }

  jump(changes: Partial<JumpTarget> = {}): JumpTarget {
    const { jumpHosts: _none, ...target } = this.target({ name: 'jump' });
    return { ...target, ...changes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.connections) connection.end();
    this.server.close();
  }

  #welcome(client: Connection, _info: ClientInfo): void {
    this.connectionCount += 1;
    this.connections.add(client);
    client.on('error', () => undefined);
    client.on('close', () => this.connections.delete(client));
    client.on('authentication', (context) => this.#authenticate(context, client));
    client.on('tcpip', (accept, reject, info) => this.#forward(accept, reject, info));
    client.on('ready', () => {
      (client as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
      client.on('session', (accept) => {
        const session = accept();
        session.on('pty', (yes) => yes?.());
        session.on('shell', (yes) => {
          const stream = yes();
          if (this.script.onShell === undefined) new Teletype(this, stream).start();
          else this.script.onShell(stream, this);
        });
      });
    });
  }

  #authenticate(context: AuthContext, client: Connection): void {
    const { authenticate, password = 'pass-word' } = this.script;
    if (authenticate !== undefined) authenticate(context, client);
    else if (context.method === 'password' && context.password === password) context.accept();
    else context.reject(['password']);
  }

  #forward(accept: () => ServerChannel, reject: () => void, info: ssh2.TcpipRequestInfo): void {
    this.forwarded.push(`${info.destIP}:${info.destPort}`);
    const socket = connectSocket(info.destPort, info.destIP);
    socket.setNoDelay(true);
    socket.once('connect', () => {
      const channel = accept();
      channel.pipe(socket).pipe(channel);
      channel.on('error', () => socket.destroy());
      socket.on('error', () => channel.end());
      channel.on('close', () => socket.destroy());
    });
    socket.once('error', () => reject());
  }
}

/** The command interpreter behind one shell: echoes as IOS does, handles one line at a time, keeps the modes. */
export class Teletype implements Typist {
  readonly router: ScriptedRouter;
  readonly stream: ServerChannel;
  mode = 'exec';
  #applet: string | undefined;
  #isPrivileged: boolean;
  #input = '';
  #line = '';
  #isPumping = false;
  #question: ((answer: string) => void) | undefined;

  constructor(router: ScriptedRouter, stream: ServerChannel) {
    this.router = router;
    this.stream = stream;
    this.#isPrivileged = router.script.enableSecret === undefined;
  }

  start(): void {
    this.stream.on('error', () => undefined);
    this.stream.on('data', (chunk: Buffer) => {
      this.#input += chunk.toString('utf8');
      void this.#pump();
    });
    this.say(`${this.router.script.banner ?? ''}\r\n${this.prompt}`);
  }

  get prompt(): string {
    const { hostname = 'hq', prompt } = this.router.script;
    if (this.mode === 'exec') return prompt ?? `${hostname}${this.#isPrivileged ? '#' : '>'}`;
    return `${hostname.slice(0, 20)}(${this.mode})#`;
  }

  say(text: string | Buffer): void {
    if (this.stream.writable) this.stream.write(text);
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#input !== '') {
      const character = this.#input[0] ?? '';
      this.#input = this.#input.slice(1);
      if (character !== '\r') {
        if (this.#question === undefined) {
          this.#line += character;
          this.say(this.router.script.echo?.(character, this.#line) ?? character);
        } else this.#line += character;
        continue;
      }
      this.say('\r\n');
      const line = this.#line;
      this.#line = '';
      await this.#obey(line);
    }
    this.#isPumping = false;
  }

  async #obey(line: string): Promise<void> {
    const question = this.#question;
    if (question !== undefined) {
      this.#question = undefined;
      return question(line);
    }
    this.router.typed.push({ mode: this.mode, line });
    const answer =
      line.trim() === '' || line.startsWith('!') ? '' : this.mode === 'exec' ? await this.#execute(line) : this.#configure(line.trim());
    if (this.#question === undefined) this.say(`${answer}${this.prompt}`);
  }

  async #execute(line: string): Promise<string> {
    const { commands = {}, enableSecret } = this.router.script;
    const command = commands[line];
    if (typeof command === 'function') return command(this);
    if (command !== undefined) return command;
    if (line === 'configure terminal') {
      this.mode = 'config';
      return 'Enter configuration commands, one per line.  End with CNTL/Z.\r\n';
    }
    if (line === 'enable' && enableSecret !== undefined) return this.#askSecret(enableSecret);
    if (line.startsWith('terminal ')) return '';
    return "            ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";
  }

  #askSecret(secret: string, attempts = 3): string {
    this.say('Password: ');
    this.#question = (answer) => {
      this.#isPrivileged = answer === secret;
      if (this.#isPrivileged) this.say(this.prompt);
      else if (attempts > 1) this.#askSecret(secret, attempts - 1);
      else this.say(`% Bad secrets\r\n\r\n${this.prompt}`);
    };
    return '';
  }

  #configure(line: string): string {
    const refusal = this.router.script.refuse?.(line, this.mode);
    if (refusal !== undefined) return refusal;
    const header = /^event manager applet (\S+)/.exec(line)?.[1];
    const removed = /^no event manager applet (\S+)/.exec(line)?.[1];
    if (line === 'end') this.mode = 'exec';
    else if (line === 'exit') this.mode = this.mode === 'config' ? 'exec' : 'config';
    else if (header !== undefined) {
      this.mode = 'config-applet';
      this.#applet = header;
      this.router.applets.set(header, this.router.applets.get(header) ?? []);
    } else if (removed !== undefined) this.router.applets.delete(removed);
    else if (this.mode === 'config-applet') this.router.applets.get(this.#applet ?? '')?.push(line);
    return '';
  }
}
