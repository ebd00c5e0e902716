/** The flood is a process that plays routers: so many datagrams a second, most of them of no matter, and among them the triggers of some tunnels. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';

/** Armed, all of them; so many of them flap in the flood. */
export const TUNNELS = 5000;
const FLAPPING = 100;
/** How often the message of one tunnel comes again in each way: printed again, sent twice, with its head torn off. */
const AGAIN = 4;
/** No more at once than a router's own burst; the rest of the time is slept. */
const BATCH_MAX = 500;
const START_AT_MS = Date.UTC(2026, 0, 5, 3, 0, 0);

export interface Sent {
  datagrams: number;
  seconds: number;
  tunnels: number;
  /** Messages that say something of a tunnel. */
  triggers: number;
}

export function tunnelOf(index: number): { a: string; b: string } {
  return { a: '192.0.2.1', b: `198.${18 + (index >> 15)}.${(index >> 8) & 127}.${index & 255}` };
}

function stampOf(atMs: number): string {
  const [, day = '', time = ''] = /^\d{4}-\d\d-(\d\d)T([\d:.]{12})/.exec(new Date(atMs).toISOString()) ?? [];
  return `Jan ${`${Number(day)}`.padStart(2)} ${time}`;
}

function invalidSpi(tunnel: number): string {
  const { a, b } = tunnelOf(tunnel);
  const spi = 0x1a000000 + tunnel;
  const hex = spi.toString(16).toUpperCase().padStart(8, '0');
  return `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${a}, prot=50, spi=0x${hex}(${spi}), srcaddr=${b}, input interface=GigabitEthernet0/0`;
}

class Flood {
  datagrams = 0;
  triggers = 0;
  private number = 0;
  private readonly socket: Socket;
  private readonly every: number;

  constructor(socket: Socket, total: number) {
    this.socket = socket;
    this.every = Math.floor(total / (FLAPPING * AGAIN));
  }

  sendNext(): void {
    const stamp = stampOf(START_AT_MS + Math.floor(this.datagrams / 50));
    if (this.datagrams % this.every === 0 && this.triggers < 3 * FLAPPING * AGAIN)
      this.sendTrigger(Math.floor(this.datagrams / this.every) % FLAPPING, stamp);
    else {
      this.number += 1;
      this.send(
        `<189>${this.number}: hq: ${stamp}: %LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet0/2.${this.number % 4000}, changed state to up`,
      );
    }
  }

  /** As the router prints it, as a relay passes it on, and as something on the way has left it. */
  private sendTrigger(tunnel: number, stamp: string): void {
    this.number += 1;
    const printed = `${this.number}: hq: ${stamp}: ${invalidSpi(tunnel)}`;
    this.send(`<188>${printed}`);
    this.send(`<188>${printed}`);
    this.send(`\u0007?${invalidSpi(tunnel).slice(6)}`);
    this.triggers += 3;
  }

  private send(text: string): void {
    this.datagrams += 1;
    this.socket.send(text);
  }
}

/** As routers of their own would: who measures beside other work measures that. Needs root. */
function goFirst(): void {
  try {
    setPriority(0, constants.priority.PRIORITY_ABOVE_NORMAL);
  } catch {
    return;
  }
}

async function flood(port: number, rate: number, seconds: number): Promise<Sent> {
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const total = rate * seconds;
  const flooding = new Flood(socket, total);
  const startedAt = performance.now();
  while (flooding.datagrams < total) {
    const due = Math.min(total, ((performance.now() - startedAt) * rate) / 1000);
    for (let sent = 0; flooding.datagrams < due && sent < BATCH_MAX; sent += 1) flooding.sendNext();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const took = (performance.now() - startedAt) / 1000;
  socket.close();
  return { datagrams: flooding.datagrams, seconds: took, tunnels: FLAPPING, triggers: flooding.triggers };
}

if (process.send !== undefined) {
  goFirst();
  const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number);
  const sent = await flood(port, rate, seconds);
  process.send(sent, () => process.disconnect());
}
