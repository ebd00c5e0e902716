/** Checking a playbook finds what its grammar cannot: names that lead nowhere, ends that are one, and all that can never spring. */
import { checkAddresses } from './check-addresses.ts';
import { checkEnds } from './check-ends.ts';
import { checkLists } from './check-lists.ts';
import { checkShows } from './check-shows.ts';
import { checkSprings } from './check-springs.ts';
import { checkTimes } from './check-times.ts';
import { checkWays } from './check-ways.ts';
import type { Mistake } from './mistake.ts';
import { checkPackets } from './packets.ts';
import { managedPeers, type Playbook } from './playbook.ts';

export function checkReferences(playbook: Playbook): Mistake[] {
  const lost = [...checkPeers(playbook), ...checkLogins(playbook)];
  const others = [checkAddresses, checkEnds, checkLists, checkPackets, checkShows, checkSprings, checkTimes].flatMap((check) =>
    check(playbook),
  );
  // Ways go through the jump hosts: they can be followed only when each of them is there.
  return [...lost, ...others, ...(lost.length === 0 ? checkWays(playbook) : [])];
}

function checkPeers(playbook: Playbook): Mistake[] {
  const { tunnel, logins, jumpHosts } = playbook;
  const ours = managedPeers(playbook);
  if (ours.length === 0)
    return [
      {
        path: ['tunnel', 'b', 'vendor'],
        summary: 'neither peer is ours: there is no router to arm',
        detail: 'write host and login of one of them',
      },
    ];
  const mistakes: Mistake[] = [];
  for (const { side, peer } of ours) {
    const { login, jumpHosts: jumps } = peer;
    // `in` would find `constructor` and `toString` in every object.
    if (!Object.hasOwn(logins, login)) mistakes.push({ path: ['tunnel', side, 'login'], summary: missing('login', login, logins) });
    for (const [index, jump] of jumps.entries()) {
      if (!Object.hasOwn(jumpHosts, jump))
        mistakes.push({ path: ['tunnel', side, 'jumpHosts', index], summary: missing('jump host', jump, jumpHosts) });
    }
  }
  const { a, b } = tunnel;
  if (a.name === b.name) mistakes.push({ path: ['tunnel', 'b', 'name'], summary: `both peers have the name ${b.name}` });
  else if (a.name.toLowerCase() === b.name.toLowerCase())
    mistakes.push({ path: ['tunnel', 'b', 'name'], summary: `the names ${a.name} and ${b.name} differ only in capital letters` });
  return mistakes;
}

function checkLogins({ logins, jumpHosts }: Playbook): Mistake[] {
  const unanswered = Object.entries(logins).flatMap(([name, { password, privateKey, agent }]) =>
    password === undefined && privateKey === undefined && agent === undefined
      ? [{ path: ['logins', name], summary: `the login \`${name}\` has neither password, privateKey nor agent` }]
      : [],
  );
  const locked = Object.entries(logins).flatMap(([name, { privateKey, passphrase }]) =>
    passphrase !== undefined && privateKey === undefined
      ? [{ path: ['logins', name, 'passphrase'], summary: `the login \`${name}\` has a passphrase but no privateKey` }]
      : [],
  );
  const lost = Object.entries(jumpHosts).flatMap(([name, { login }]) =>
    Object.hasOwn(logins, login) ? [] : [{ path: ['jumpHosts', name, 'login'], summary: missing('login', login, logins) }],
  );
  return [...unanswered, ...locked, ...lost];
}

function missing(what: string, name: string, known: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(known);
  return `there is no ${what} \`${name}\`; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ') || 'none'}`;
}
