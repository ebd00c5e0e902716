/** Checking lists finds what stands twice, and shows whose frozen files would have one name, so that the second overwrites the first. */
import { fileNameOfCommand } from '../ios/command-file.ts';
import { MARKER_COMMAND, SNAPSHOT_COMMAND } from './freeze.ts';
import type { Mistake } from './mistake.ts';
import type { Playbook } from './playbook.ts';
import { STRATEGIES } from './strategies/index.ts';

export function checkLists(playbook: Playbook): Mistake[] {
  const { debugs, formats, retrieve, tunnel, logins, jumpHosts } = playbook;
  return [
    ...twice(['debugs'], debugs),
    ...twice(['retrieve'], retrieve),
    ...twice(['formats'], formats),
    ...twice(['tunnel', 'a', 'jumpHosts'], tunnel.a.jumpHosts),
    ...twice(['tunnel', 'b', 'jumpHosts'], tunnel.b.jumpHosts),
    ...checkShows(playbook),
    ...alike('logins', Object.keys(logins)),
    ...alike('jumpHosts', Object.keys(jumpHosts)),
  ];
}

function twice(path: readonly string[], values: readonly string[]): Mistake[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [{ path: [...path, index], summary: `${path.at(-1)}: \`${value}\` is listed twice` }] : [],
  );
}

/** Flash of the old kind knows no capital letters [B], so that names that differ in these alone are one. */
function checkShows({ shows, strategy }: Playbook): Mistake[] {
  const own = [SNAPSHOT_COMMAND, ...STRATEGIES[strategy].records, MARKER_COMMAND];
  const names = new Map(own.map((command) => [nameOf(command), command]));
  return shows.flatMap((command, index) => {
    const before = names.get(nameOf(command));
    names.set(nameOf(command), command);
    if (before === undefined) return [];
    return [{ path: ['shows', index], ...collision(command, before, own.includes(before)) }];
  });
}

function collision(command: string, before: string, isOwn: boolean): Omit<Mistake, 'path'> {
  if (isOwn)
    return { summary: `\`${command}\` is always captured: its file ${nameOf(command)} would be overwritten`, detail: 'leave it out' };
  if (command === before) return { summary: `shows: \`${command}\` is listed twice` };
  return {
    summary: `\`${command}\` and \`${before}\` would be written to the same file, ${nameOf(command)}`,
    detail: 'leave one of them out',
  };
}

function nameOf(command: string): string {
  return fileNameOfCommand(command).toLowerCase();
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
