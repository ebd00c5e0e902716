/** A fault is what goes wrong between one router and one client: on the socket, at the login, in what is typed and in what is said. */
import type { Socket } from 'node:net';
import type { AuthContext, Connection, ServerChannel, ServerConfig, Session as SshSession } from 'ssh2';
import type { Router } from './router.ts';
import type { Session } from './session.ts';

/** What the router says, on its way to the client; bytes may be held back, changed, torn or joined by others. */
export type Output = (bytes: Buffer, wire: Wire) => void;

export interface Wire {
  send(bytes: Buffer | string): void;
  /** Cuts the TCP connection off. */
  cut(): void;
  session: Session;
}

/** Each member is one place where a fault may act; what is left out is as it should be. */
export interface Fault {
  /** Before SSH speaks; true when nobody is to speak on it. */
  onSocket?(socket: Socket): boolean;
  /** All that the server offers, in place of everything. */
  algorithms?: ServerConfig['algorithms'];
  /** True when the fault has dealt with the login itself, or never will. */
  onLogin?(context: AuthContext, connection: Connection): boolean;
  /** Behind the login, before any channel; true when the fault serves the channels itself, or never will. */
  onSession?(session: SshSession, router: Router): boolean;
  /** Made anew for each terminal. */
  makeOutput?(): Output;
  /** The router's answer to a line instead of its own; undefined leaves it. */
  onLine?(line: string, session: Session, router: Router, channel: ServerChannel): string | undefined | Promise<string | undefined>;
}
