/** The doors are the sockets at which routers are heard: UDP, TCP and TLS; each message goes through one function, with whom it came from. */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { FlaptrapError, messageOf } from '../errors.ts';
import { FRAME_BYTES_MAX, type Frame, Framing } from './frame.ts';

/** `port` 0 is any that is free. */
export interface Door {
  host: string;
  port: number;
}

/** PEM texts; with `ca` only who shows a certificate of it is heard. [C] RFC 5425 */
export interface TlsDoor extends Door {
  key: string;
  cert: string;
  ca?: string | undefined;
}

export interface DoorOptions {
  udp?: readonly Door[] | undefined;
  tcp?: readonly Door[] | undefined;
  tls?: readonly TlsDoor[] | undefined;
}

/** What was got, JSON; the buffer of a UDP socket is bounded by the kernel (`net.core.rmem_max`), whatever is asked for. */
export interface OpenDoors {
  udp: (Door & { receiveBufferBytes: number })[];
  tcp: Door[];
  tls: Door[];
}

/** Who comes in, and what is heard. */
export interface DoorKeeper<Source> {
  admit(address: string): Source | null;
  take(frame: Frame, source: Source): void;
}

/** Of datagrams of 200 bytes about a fifth of a second at 50,000 a second. [measured] */
const RECEIVE_BUFFER_BYTES = 8 << 20;
/** A router and a relay have one each. */
const CONNECTIONS_MAX = 4096;
/** Many routers may stand behind one address; one that opens connections without end takes no place from the others. [B] */
const CONNECTIONS_OF_ONE_MAX = 256;
/** A last message without its line end is given away after so much silence: longer than a segment that has to be sent again takes, as a rule. [C RFC 6298 2.4] */
const SILENCE_MS = 1000;

export class Doors<Source> {
  readonly #keeper: DoorKeeper<Source>;
  readonly #datagrams: DatagramSocket[] = [];
  readonly #servers: Server[] = [];
  readonly #connections = new Set<Socket>();
  /** Those of which not one octet was heard yet, the oldest first; by where they come from, for TLS is a socket of its own. */
  readonly #silent = new Map<string, Socket>();
  /** Connections that found all places taken, or of their address, or gave theirs away. */
  crowdedOut = 0;

  constructor(keeper: DoorKeeper<Source>) {
    this.#keeper = keeper;
  }

  /** Opens all of them, or none. */
  async open({ udp = [], tcp = [], tls = [] }: DoorOptions): Promise<OpenDoors> {
    const opened: OpenDoors = { udp: [], tcp: [], tls: [] };
    try {
      for (const door of udp) opened.udp.push(await this.#openUdp(door));
      for (const door of tcp) opened.tcp.push(await this.#serve(createServer(), 'connection', door));
      for (const door of tls) opened.tls.push(await this.#openTls(door));
    } catch (cause) {
      await this.close();
      throw cause;
    }
    return opened;
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
    const closing = [...this.#datagrams, ...this.#servers].map(async (each) => {
      const closed = once(each, 'close');
      each.close();
      await closed;
    });
    await Promise.all(closing);
  }

  async #openUdp({ host, port }: Door): Promise<OpenDoors['udp'][number]> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (bytes, { address }) => this.#takeDatagram(bytes, address));
    try {
      socket.bind(port, host);
      await once(socket, 'listening');
    } catch (cause) {
      throw doorTrouble('UDP', { host, port }, cause);
    }
    this.#datagrams.push(socket);
    // A datagram that could not be sent back to somebody is nothing to end for.
    socket.on('error', () => undefined);
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    return { host, port: socket.address().port, receiveBufferBytes: socket.getRecvBufferSize() };
  }

  #takeDatagram(bytes: Buffer, address: string): void {
    const source = this.#keeper.admit(address);
    if (source === null) return;
    const isCut = bytes.length > FRAME_BYTES_MAX;
    this.#keeper.take({ bytes: isCut ? bytes.subarray(0, FRAME_BYTES_MAX) : bytes, isCut }, source);
  }

  async #openTls({ host, port, key, cert, ca }: TlsDoor): Promise<Door> {
    const asked = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true };
    const server = createTlsServer({ key, cert, minVersion: 'TLSv1.2', ...asked });
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    return this.#serve(server, 'secureConnection', { host, port });
  }

  async #serve(server: Server, event: 'connection' | 'secureConnection', { host, port }: Door): Promise<Door> {
    // Who is not let in does not come as far as a handshake.
    server.on('connection', (socket: Socket) => this.#meet(socket));
    server.on(event, (socket: Socket) => this.#listenTo(socket));
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (cause) {
      throw doorTrouble(event === 'connection' ? 'TCP' : 'TLS', { host, port }, cause);
    }
    this.#servers.push(server);
    server.on('error', () => undefined);
    const address = server.address();
    return { host, port: typeof address === 'object' && address !== null ? address.port : port };
  }

  #meet(socket: Socket): void {
    const [{ remoteAddress: from = '' }, origin] = [socket, originOf(socket)];
    this.#connections.add(socket);
    this.#silent.set(origin, socket);
    socket.on('close', () => {
      this.#connections.delete(socket);
      if (this.#silent.get(origin) === socket) this.#silent.delete(origin);
    });
    socket.on('error', () => socket.destroy());
    if (this.#keeper.admit(from) === null) socket.destroy();
    else if (this.#countOf(from) > CONNECTIONS_OF_ONE_MAX) this.#makeRoom((each) => each.remoteAddress === from);
    else if (this.#connections.size > CONNECTIONS_MAX) this.#makeRoom(() => true);
  }

  /** Who has never said anything takes no place from who may: the oldest of them goes, and that may be the one that has just come. */
  #makeRoom(isAmong: (socket: Socket) => boolean): void {
    this.crowdedOut += 1;
    [...this.#silent.values()].find((each) => !each.destroyed && isAmong(each))?.destroy();
  }

  #countOf(address: string): number {
    return [...this.#connections].filter(({ remoteAddress }) => remoteAddress === address).length;
  }

  #listenTo(socket: Socket): void {
    const source = socket.destroyed ? null : this.#keeper.admit(socket.remoteAddress ?? '');
    if (source === null) return;
    const framing = new Framing();
    const give = (frames: readonly Frame[]): void => {
      for (const frame of frames) this.#keeper.take(frame, source);
    };
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setTimeout(SILENCE_MS, () => give(framing.isOpenLine ? framing.flush() : []));
    socket.on('error', () => socket.destroy());
    const origin = originOf(socket);
    socket.once('data', () => this.#silent.delete(origin));
    socket.on('data', (chunk: Buffer) => give(framing.feed(chunk)));
    let isEnded = false;
    socket.on('end', () => {
      isEnded = true;
    });
    socket.on('close', () => give(framing.flush(!isEnded)));
  }
}

function originOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}

/** A router that was switched off says no goodbye. */
const KEEP_ALIVE_MS = 60_000;

function doorTrouble(kind: string, { host, port }: Door, cause: unknown): FlaptrapError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const next =
    code === 'EACCES'
      ? 'ports below 1024 are for root: choose a higher one, and `logging host … transport udp port …` on the routers'
      : code === 'EADDRINUSE'
        ? 'end what listens there, or choose another port'
        : 'name an address of this machine, and a port from 0 to 65535';
  return new FlaptrapError('input', `nobody can listen at ${host} port ${port} (${kind}): ${messageOf(cause)}`, { next, cause });
}
