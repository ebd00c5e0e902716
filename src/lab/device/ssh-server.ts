/** The SSH server gives a router's terminal to any SSH client: one shell a connection, echo, type-ahead and pager as on a real line. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import type { Fault } from './fault.ts';
import type { Router } from './router.ts';
import { serveScp } from './scp-server.ts';
import { Session } from './session.ts';
import { serve } from './terminal.ts';

export interface Account {
  username: string;
  password: string;
}

const LOOPBACK = '127.0.0.1';
const AUTHENTICATION_DELAY_MS = 200;

export class SshServer {
  readonly #router: Router;
  readonly #account: Account;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  /** By the client's port. */
  readonly #sockets = new Map<number, Socket>();
  readonly #fault: Fault;
  readonly hostKeyFingerprint: string;

  private constructor(router: Router, account: Account, privateKey: string, fault: Fault) {
    this.#router = router;
    this.#fault = fault;
    this.#account = account;
    this.hostKeyFingerprint = fingerprintOf(privateKey);
    router.onReload.add(() => this.#hangUp());
    const { algorithms } = fault;
    const config = { hostKeys: [privateKey], ident: 'Cisco-1.25', ...(algorithms === undefined ? {} : { algorithms }) };
    const ssh = new ssh2.Server(config, (connection, { port: from }) =>
      this.#welcome(connection, () => this.#sockets.get(from)?.destroy()),
    );
    // Without it every answer waits 40 ms for an acknowledgement.
    this.#server = createServer({ noDelay: true }, (socket) => {
      const port = socket.remotePort ?? 0;
      this.#sockets.set(port, socket);
      socket.once('close', () => this.#sockets.delete(port));
      socket.on('error', () => undefined);
      if (fault.onSocket?.(socket) !== true) ssh.injectSocket(socket);
    });
  }

  /** `hostKey`: a private one, as PEM. */
  static async listen(router: Router, account: Account, port = 0, fault: Fault = {}, hostKey = generateHostKey()): Promise<SshServer> {
    const server = new SshServer(router, account, hostKey, fault);
    server.#server.listen(port, LOOPBACK);
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#hangUp();
    for (const socket of this.#sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #hangUp(): void {
    for (const connection of this.#connections) connection.end();
  }

  #welcome(connection: Connection, cut: () => void): void {
    if (!this.#router.isUp) {
      connection.end();
      return;
    }
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    // A client that breaks off is no matter of ours.
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => this.#authenticate(context, connection));
    connection.on('session', (accept) => {
      const session = accept();
      if (this.#fault.onSession?.(session, this.#router) === true) return;
      session.on('pty', (acceptPty) => acceptPty?.());
      session.on('shell', (acceptShell, reject) => {
        const terminal = this.#takeTerminal();
        if (terminal === undefined) reject?.();
        else this.#serve(connection, terminal, serve(acceptShell(), { session: terminal, router: this.#router, fault: this.#fault, cut }));
      });
      session.on('exec', (acceptExec, reject, { command }) => {
        const terminal = this.#takeTerminal();
        if (terminal === undefined) reject?.();
        else {
          const seat = { session: terminal, router: this.#router, output: this.#fault.makeOutput?.(), cut };
          this.#serve(connection, terminal, serveScp(acceptExec(), command, seat));
        }
      });
    });
  }

  /** Of `line vty`: SCP needs one as a shell does. */
  #takeTerminal(): Session | undefined {
    return Session.open(this.#router, this.#account.username, { privilege: this.#router.spec.enableSecret === undefined ? 15 : 1 });
  }

  /** A client that breaks off leaves its line, and nothing else. */
  #serve(connection: Connection, terminal: Session, served: Promise<void>): void {
    void served
      .catch(() => undefined)
      .finally(() => {
        terminal.close();
        connection.end();
      });
  }

  #authenticate(context: AuthContext, connection: Connection): void {
    if (this.#fault.onLogin?.(context, connection) === true) return;
    const { username, password } = this.#account;
    const answer = (isRight: boolean): void => {
      if (isRight) context.accept();
      else setTimeout(() => context.reject(['password', 'keyboard-interactive']), AUTHENTICATION_DELAY_MS);
    };
    if (context.method === 'password') answer(context.username === username && context.password === password);
    else if (context.method === 'keyboard-interactive')
      context.prompt([{ prompt: 'Password: ', echo: false }], ([typed]) => answer(context.username === username && typed === password));
    else context.reject(['password', 'keyboard-interactive']);
  }
}

function fingerprintOf(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
}

/** By Node and not by ssh2, whose own generator now and then makes an Ed25519 key that it cannot read. */
export function generateHostKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}
