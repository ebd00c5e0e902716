/** The crowd is who is connected to the page: one client holds a part of it at most, and an answer that nobody takes ends. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './rates.ts';

export interface CrowdLimits {
  /** Connections of one client, or answers under way to one behind the proxy: a few browsers with many tabs. */
  perClient: number;
  /** An answer of which nothing is taken for so long is ended. */
  stallMs: number;
  /** One that is not taken whole by then, too: events that a page follows have no end. */
  answerMs: number;
}

export const CROWD: CrowdLimits = { perClient: 100, stallMs: 60_000, answerMs: 900_000 };

export class Crowd {
  readonly #limits: CrowdLimits;
  readonly #held = new Map<string, number>();

  constructor(limits: CrowdLimits) {
    this.#limits = limits;
  }

  /** Undefined where it holds as many as it may; else what is called when one ends. */
  enter(client: string): (() => void) | undefined {
    const key = networkOf(client);
    const held = this.#held.get(key) ?? 0;
    if (held >= this.#limits.perClient) return undefined;
    this.#held.set(key, held + 1);
    return () => this.#leave(key);
  }

  #leave(key: string): void {
    const left = (this.#held.get(key) ?? 1) - 1;
    if (left === 0) this.#held.delete(key);
    else this.#held.set(key, left);
  }

  /** From here on the answer is sent. */
  bound(outgoing: ServerResponse, isEndless: boolean): void {
    const { stallMs, answerMs } = this.#limits;
    const end = (): void => cut(outgoing.socket);
    outgoing.setTimeout(stallMs, end);
    if (isEndless) return;
    const late = setTimeout(end, answerMs).unref();
    outgoing.once('close', () => clearTimeout(late));
  }
}

/** At once: what is sent and not taken would be kept for whoever does not take it. */
function cut(socket: Socket | null): void {
  // Of TLS only what lies below it can be reset. [C] Node.js, net.Socket.resetAndDestroy
  if (socket === null || 'encrypted' in socket) socket?.destroy();
  else socket.resetAndDestroy();
}

/** What the proxy in front says of whom it asks for counts only where it is the proxy that says it. */
export function clientOf(from: string | undefined, forwarded: string | undefined, proxy: string | undefined): string {
  const own = (from ?? '').replace(/^::ffff:/, '');
  return proxy !== undefined && own === proxy ? (forwarded?.split(',').at(-1)?.trim() ?? own) : own;
}
