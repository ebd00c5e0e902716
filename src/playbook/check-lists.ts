/** Checking lists finds what stands twice in them. */
import type { Mistake } from './mistake.ts';
import { managedPeers, type Playbook } from './playbook.ts';

export function checkLists(playbook: Playbook): Mistake[] {
  const { debugs, evidence, formats, retrieve, logins, jumpHosts } = playbook;
  return [
    ...twice(['debugs'], debugs),
    ...twice(['retrieve'], retrieve),
    ...twice(['formats'], formats),
    ...managedPeers(playbook).flatMap(({ side, peer }) => twice(['tunnel', side, 'jumpHosts'], peer.jumpHosts)),
    ...twice(['evidence'], evidence === 'auto' ? [] : evidence),
    ...alike('logins', Object.keys(logins)),
    ...alike('jumpHosts', Object.keys(jumpHosts)),
  ];
}

function twice(path: readonly string[], values: readonly string[]): Mistake[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [{ path: [...path, index], summary: `${path.at(-1)}: \`${value}\` is listed twice` }] : [],
  );
}

/** `ops` and `Ops`: it can be meant, and is more often a slip. */
function alike(where: string, names: readonly string[]): Mistake[] {
  return names.flatMap((name, index) => {
    const twin = names.slice(0, index).find((each) => each.toLowerCase() === name.toLowerCase());
    return twin === undefined
      ? []
      : [
          {
            path: [where],
            key: name,
            severity: 'warning' as const,
            summary: `${where}: ${twin} and ${name} differ only in capital letters`,
          },
        ];
  });
}
