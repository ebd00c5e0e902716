/** The network between flaptrap and both routers is a relay before each: cut in silence or by resets, at a chosen moment, and mended. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { SIDES, type Side } from '../../src/ipsec/side.ts';

/** `silent`: nothing comes through, and nobody is told, as where a line is down; `reset`: as by a firewall that has restarted. */
export type Cut = 'silent' | 'reset';

interface Relay {
  server: Server;
  pairs: Set<readonly [Socket, Socket]>;
  cut: Cut | undefined;
}

export class Network implements AsyncDisposable {
  readonly ports: Readonly<Record<Side, number>>;
  readonly #relays: Record<Side, Relay>;

  private constructor(relays: Record<Side, Relay>) {
    this.#relays = relays;
    const portOf = (side: Side): number => (relays[side].server.address() as AddressInfo).port;
    this.ports = { a: portOf('a'), b: portOf('b') };
  }

  /** `to`: where the routers listen. */
  static async open(to: Readonly<Record<Side, number>>): Promise<Network> {
    return new Network({ a: await openRelay(to.a), b: await openRelay(to.b) });
  }

  cut(side: Side, how: Cut): void {
    const relay = this.#relays[side];
    relay.cut = how;
    for (const pair of relay.pairs) stopPair(pair, how);
  }

  /** What was under way in silence goes on, as TCP does. */
  mend(side: Side): void {
    const relay = this.#relays[side];
    relay.cut = undefined;
    for (const [near, far] of relay.pairs) join(near, far);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const side of SIDES) {
      const { server, pairs } = this.#relays[side];
      for (const pair of pairs) stopPair(pair, 'reset');
      server.close();
      await once(server, 'close');
    }
  }
}

async function openRelay(port: number): Promise<Relay> {
  const relay: Relay = { server: createServer(), pairs: new Set(), cut: undefined };
  relay.server.on('connection', (near) => {
    const pair = [near, connect(port, '127.0.0.1')] as const;
    relay.pairs.add(pair);
    for (const socket of pair) socket.setNoDelay(true).on('error', () => undefined);
    near.on('close', () => leave(relay, pair));
    pair[1].on('close', () => leave(relay, pair));
    if (relay.cut === undefined) join(...pair);
    else stopPair(pair, relay.cut);
  });
  relay.server.listen(0, '127.0.0.1');
  await once(relay.server, 'listening');
  return relay;
}

/** An end that comes during a silence is not told either. */
function leave(relay: Relay, pair: readonly [Socket, Socket]): void {
  if (relay.cut === 'silent') return;
  relay.pairs.delete(pair);
  for (const socket of pair) socket.destroy();
}

function join(near: Socket, far: Socket): void {
  if (near.destroyed || far.destroyed) {
    for (const socket of [near, far]) socket.destroy();
    return;
  }
  near.pipe(far);
  far.pipe(near);
}

function stopPair([near, far]: readonly [Socket, Socket], how: Cut): void {
  for (const socket of [near, far]) {
    socket.unpipe();
    socket.pause();
    if (how === 'reset') socket.resetAndDestroy();
  }
}
