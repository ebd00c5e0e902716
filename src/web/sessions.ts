/** Sessions are who has come in by a browser: remembered in this process alone, by the hash of what the cookie holds. */
import { randomBytes } from 'node:crypto';
import { hashOf, type Person } from './access.ts';

export interface Session extends Person {
  /** Stands in each form; whoever cannot read a page cannot send one. */
  csrf: string;
  endsAtMs: number;
}

/** A working day. */
const SESSION_MS = 12 * 3600 * 1000;
/** Of one person at once, over all browsers; beyond it his own oldest is forgotten, so that nobody pushes out another. */
const OF_ONE_MAX = 20;
/** Of all; beyond it the oldest of whoever has most. */
const SESSIONS_MAX = 1000;

/** Two ways in may give one name. */
function keyOf({ name, role }: Person): string {
  return `${role} ${name}`;
}

export class Sessions {
  readonly #byHash = new Map<string, Session>();

  /** Gives what the cookie holds; it is known to the browser alone. */
  open({ name, role }: Person, nowMs: number): { id: string; session: Session } {
    const id = randomBytes(32).toString('base64url');
    const session = { name, role, csrf: randomBytes(24).toString('base64url'), endsAtMs: nowMs + SESSION_MS };
    this.#makeRoom(keyOf({ name, role }), nowMs);
    this.#byHash.set(hashOf(id), session);
    return { id, session };
  }

  #makeRoom(who: string, nowMs: number): void {
    const hashes = new Map<string, string[]>();
    for (const [hash, session] of this.#byHash) {
      if (session.endsAtMs <= nowMs) this.#byHash.delete(hash);
      else hashes.set(keyOf(session), [...(hashes.get(keyOf(session)) ?? []), hash]);
    }
    const [own, most] = [hashes.get(who) ?? [], [...hashes.values()].reduce((one, two) => (two.length > one.length ? two : one), [])];
    const [oldest] = own.length >= OF_ONE_MAX ? own : this.#byHash.size >= SESSIONS_MAX ? most : [];
    if (oldest !== undefined) this.#byHash.delete(oldest);
  }

  find(id: string, nowMs: number): Session | undefined {
    const hash = hashOf(id);
    const session = this.#byHash.get(hash);
    if (session === undefined || session.endsAtMs > nowMs) return session;
    this.#byHash.delete(hash);
    return undefined;
  }

  close(id: string): void {
    this.#byHash.delete(hashOf(id));
  }
}
