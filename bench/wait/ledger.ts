/** The ledger of a wait counts what two simulated routers truly hear: logins, commands, and bytes both ways. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Server } from 'node:net';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { Session } from '../../src/lab/device/session.ts';
import type { Lab } from '../../src/lab/lab.ts';

export interface Heard {
  logins: number;
  commands: number;
  bytes: number;
}

export interface Ledger {
  heard: Record<Side, Heard>;
  /** Where to log in instead of at the router, so that bytes are counted. */
  ports: Record<Side, number>;
  close(): Promise<void>;
}

export async function openLedger(lab: Lab): Promise<Ledger> {
  const heard = { a: nothing(), b: nothing() };
  const relays = { a: await relay(lab.a.port, heard.a), b: await relay(lab.b.port, heard.b) };
  const restore = countCommands(lab, heard);
  return {
    heard,
    ports: { a: portOf(relays.a), b: portOf(relays.b) },
    close: async () => {
      restore();
      await Promise.all(SIDES.map((side) => new Promise((resolve) => relays[side].close(resolve))));
    },
  };
}

function nothing(): Heard {
  return { logins: 0, commands: 0, bytes: 0 };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** An empty line asks no account, nor does a comment. */
function countCommands(lab: Lab, heard: Record<Side, Heard>): () => void {
  const execute = Session.prototype.execute;
  Session.prototype.execute = function (this: Session, typed: string): Promise<string> {
    const line = typed.trim();
    const side = this.prompt.startsWith(lab.a.router.hostname) ? 'a' : 'b';
    if (!this.isInternal && line !== '' && !line.startsWith('!')) heard[side].commands += 1;
    return execute.call(this, typed);
  };
  return () => {
    Session.prototype.execute = execute;
  };
}

/** Each connection is a login. */
async function relay(port: number, heard: Heard): Promise<Server> {
  const server = createServer({ noDelay: true }, (near) => {
    heard.logins += 1;
    const far = dial({ port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        heard.bytes += chunk.length;
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
