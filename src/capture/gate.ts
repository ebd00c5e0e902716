/** A gate stands before the logins of many captures: it lets one in when the router, the account and the servers that are told of every login bear it. */
import { FlaptrapError } from '../errors.ts';
import type { Side } from '../ipsec/side.ts';
import { isManaged, type Playbook } from '../playbook/playbook.ts';

/** What a login is for; the most urgent first: what has sprung is brought home before anything is looked at. */
export const PURPOSES = ['freeze', 'disarm', 'fetch', 'arm', 'ask', 'look'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface Login {
  /** Where one logs in, whatever it is called: `hq.example.net:22`. */
  router: string;
  /** The user as whom. */
  account: string;
  /** With those on jump hosts. */
  logins: number;
}

export interface Gate {
  /** Back when one may log in. */
  enter(login: Login): Promise<Pass>;
}

/** Holds the router until it is left. */
export interface Pass {
  /** The router has let us in. */
  greeted(): void;
  /** Back when so many lines may be typed. */
  beforeTyping(lines: number): Promise<void>;
  left(how: 'done' | 'refused' | 'unreachable'): void;
}

/** Throws for a peer to which nobody logs in. */
export function loginOf({ tunnel, logins }: Pick<Playbook, 'tunnel' | 'logins'>, side: Side): Login {
  const peer = tunnel[side];
  if (!isManaged(peer)) throw new Error(`${peer.name} is not ours: nobody logs in to it`);
  const { host, port, login, jumpHosts } = peer;
  return { router: `${host.toLowerCase()}:${port}`, account: logins[login]?.username ?? login, logins: 1 + jumpHosts.length };
}

/** What a login that failed tells of the account. */
export function howItFailed(error: unknown): 'refused' | 'unreachable' {
  return error instanceof FlaptrapError && error.code === 'login-failed' ? 'refused' : 'unreachable';
}
