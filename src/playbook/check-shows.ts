/** Checking shows finds those whose files would have one name, so that the second overwrites the first, and placeholders that nothing fills. */
import { fileNameOfCommand } from '../ios/command-file.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { MARKER_COMMAND, SNAPSHOT_COMMAND } from './freeze.ts';
import type { Mistake } from './mistake.ts';
import { isManaged, managedSides, type Playbook } from './playbook.ts';
import { fillIn, namesLacking } from './show-command.ts';
import { listedShows, namesOf } from './shows.ts';
import { STRATEGIES } from './strategies/index.ts';

/** A list for both routers is told of once. */
export function checkShows(playbook: Playbook): Mistake[] {
  const mistakes = managedSides(playbook).flatMap((side) => [...checkNames(playbook, side), ...checkFiles(playbook, side)]);
  return [...checkForeign(playbook), ...new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake])).values()];
}

function checkForeign({ tunnel, shows }: Playbook): Mistake[] {
  return SIDES.filter((side) => !isManaged(tunnel[side]) && !Array.isArray(shows) && shows[side].length > 0).map((side) => ({
    path: ['shows', side],
    summary: `${tunnel[side].name} is not ours: nobody types shows there`,
    detail: 'leave this list out; `flaptrap plan` says what to ask its operator for',
  }));
}

function pathOf({ shows }: Playbook, side: Side, index: number): (string | number)[] {
  return Array.isArray(shows) ? ['shows', index] : ['shows', side, index];
}

function checkNames(playbook: Playbook, side: Side): Mistake[] {
  const names = namesOf(playbook, side);
  return listedShows(playbook, side).flatMap((command, index) =>
    namesLacking(command, names).map((name) => ({
      path: pathOf(playbook, side, index),
      summary: `\`${command}\`: nothing is known for {${name}} of ${playbook.tunnel[side].name}`,
      detail: `write ${name} below tunnel.${side}, or give each router its own list: shows: { a: [...], b: [...] }`,
    })),
  );
}

/** Disks of Windows and macOS tell no capital letters apart, flash of the old kind neither [B]: names that differ in these alone are one file of a bundle. */
function checkFiles(playbook: Playbook, side: Side): Mistake[] {
  const own = [SNAPSHOT_COMMAND, ...STRATEGIES[playbook.strategy].records, MARKER_COMMAND];
  const files = new Map(own.map((command) => [nameOf(command), command]));
  return listedShows(playbook, side).flatMap((written, index) => {
    const command = fillIn(written, namesOf(playbook, side));
    const before = files.get(nameOf(command));
    files.set(nameOf(command), command);
    if (before === undefined) return [];
    return [{ path: pathOf(playbook, side, index), ...collision(command, before, own.includes(before)) }];
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
