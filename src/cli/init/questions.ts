/** Questions are what `flaptrap init` must know: each has a flag, words for a terminal, and often an answer that suits most. */

import { isIP } from 'node:net';
import { userInfo } from 'node:os';
import { FOREIGN_VENDORS } from '../../playbook/foreign.ts';
import { TRIGGERS } from '../../playbook/triggers/index.ts';
import { type Answers, KINDS, type Kind } from './starter.ts';

export interface Question {
  flag: string;
  /** What the flag takes, as help shows it. */
  takes: string;
  asks: string;
  /** Of these kinds of tunnel only. */
  of?: readonly Kind[];
  /** Taken when nothing is typed, or no flag is given. */
  usual?(answers: Partial<Answers>): string | undefined;
  choices?: readonly string[];
}

/** In the order in which they are asked. */
export const QUESTIONS: Readonly<Record<keyof Answers, Question>> = {
  kind: {
    flag: '--kind',
    takes: 'kind',
    asks: 'Both ends are yours (pair), one of them is (foreign), or it is a hub with its spokes (hub)',
    usual: () => 'pair',
    choices: KINDS,
  },
  a: { flag: '--a', takes: 'name', asks: 'A name for your router (for the hub, if it is one)', usual: () => 'hq' },
  aHost: { flag: '--a-host', takes: 'host', asks: 'Its management address: where SSH goes' },
  aAddress: {
    flag: '--a-address',
    takes: 'address',
    asks: "Its end of the tunnel: the address in the peer's crypto configuration",
    usual: ({ aHost }) => addressOf(aHost),
  },
  b: { flag: '--b', takes: 'name', asks: 'A name for the other end', of: ['pair', 'foreign'], usual: () => 'branch' },
  bHost: { flag: '--b-host', takes: 'host', asks: 'Its management address: where SSH goes', of: ['pair'] },
  bAddress: {
    flag: '--b-address',
    takes: 'address',
    asks: 'Its end of the tunnel',
    of: ['pair', 'foreign'],
    usual: ({ bHost }) => addressOf(bHost),
  },
  vendor: {
    flag: '--b-vendor',
    takes: 'vendor',
    asks: 'Whose box the other end is',
    of: ['foreign'],
    usual: () => 'other',
    choices: Object.keys(FOREIGN_VENDORS),
  },
  spokes: { flag: '--spokes', takes: 'list', asks: 'The spokes: branch=198.51.100.1,depot=198.51.100.17', of: ['hub'] },
  username: { flag: '--username', takes: 'name', asks: 'The user who logs in', usual: ownName },
  login: {
    flag: '--login',
    takes: 'reference',
    asks: 'Where the password is found (env:NAME, file:PATH, command:COMMAND), a private key (key:PATH), or agent; never the password itself',
    usual: () => 'env:FLAPTRAP_PASSWORD',
  },
  hostKeys: {
    flag: '--host-keys',
    takes: 'policy',
    asks: 'Host keys: they are in known_hosts already (strict), or the first one seen is written there (accept-new)',
    usual: () => 'strict',
    choices: ['strict', 'accept-new'],
  },
  ike: {
    flag: '--ike',
    takes: 'version',
    asks: 'The version of IKE; `show crypto session` says it. Both where you do not know (IOS 12.4 takes 1 only)',
    usual: () => '1',
    choices: ['1', '2', 'both'],
  },
  trigger: {
    flag: '--trigger',
    takes: 'trigger',
    asks: 'What springs the trap: %CRYPTO-4-RECVD_PKT_INV_SPI is invalid-spi',
    usual: () => 'invalid-spi',
    // The one that waits for a call starts nothing.
    choices: Object.keys(TRIGGERS).filter((id) => id !== 'peer-call'),
  },
  lease: { flag: '--lease', takes: 'duration', asks: 'How long it may stay armed, such as 12h or 3d', usual: () => '3d' },
};

export function isAsked({ of }: Question, { kind = 'pair' }: Partial<Answers>): boolean {
  return of === undefined || of.includes(kind);
}

/** A router that is reached at its end of the tunnel. */
function addressOf(host: string | undefined): string | undefined {
  return host !== undefined && isIP(host) !== 0 ? host : undefined;
}

/** A user whom the system does not know, as in some containers, has none. */
function ownName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
