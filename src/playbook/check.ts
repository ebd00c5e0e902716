/** Checking a playbook finds what its grammar cannot: names that lead nowhere, ends that are one, times that do not fit each other. */
import type { Mistake } from './parse.ts';
import type { Playbook } from './playbook.ts';

export function checkReferences(playbook: Playbook): Mistake[] {
  return [...checkPeers(playbook), ...checkLogins(playbook), ...checkTimes(playbook)];
}

function checkPeers({ tunnel, logins, jumpHosts }: Playbook): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const side of ['a', 'b'] as const) {
    const { login, jumpHosts: jumps } = tunnel[side];
    if (!(login in logins)) mistakes.push({ path: ['tunnel', side, 'login'], summary: missing('login', login, logins) });
    for (const [index, jump] of jumps.entries()) {
      if (!(jump in jumpHosts))
        mistakes.push({ path: ['tunnel', side, 'jumpHosts', index], summary: missing('jump host', jump, jumpHosts) });
    }
  }
  for (const field of ['name', 'address'] as const) {
    if (tunnel.a[field] === tunnel.b[field])
      mistakes.push({ path: ['tunnel', 'b', field], summary: `both peers have the ${field} ${tunnel.b[field]}` });
  }
  return mistakes;
}

function checkLogins({ logins, jumpHosts }: Playbook): Mistake[] {
  const unanswered = Object.entries(logins).flatMap(([name, { password, privateKey, agent }]) =>
    password === undefined && privateKey === undefined && agent === undefined
      ? [{ path: ['logins', name], summary: `the login \`${name}\` has neither password, privateKey nor agent` }]
      : [],
  );
  const lost = Object.entries(jumpHosts).flatMap(([name, { login }]) =>
    login in logins ? [] : [{ path: ['jumpHosts', name, 'login'], summary: missing('login', login, logins) }],
  );
  return [...unanswered, ...lost];
}

function checkTimes({ tailSeconds, leaseSeconds }: Playbook): Mistake[] {
  if (leaseSeconds > 2 * tailSeconds) return [];
  return [
    {
      path: ['lease'],
      summary: `the lease of ${leaseSeconds} s leaves no room for a tail of ${tailSeconds} s`,
      detail: 'make it more than twice the tail',
    },
  ];
}

function missing(what: string, name: string, known: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(known);
  return `there is no ${what} \`${name}\`; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ') || 'none'}`;
}
