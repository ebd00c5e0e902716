/** Commands that show interfaces: their addresses as the configuration has them. */
import type { Router } from '../router.ts';
import type { Command } from './command.ts';

export const INTERFACE_COMMANDS: readonly Command[] = [
  { words: 'show ip interface brief', privilege: 1, run: (router) => showBrief(router) },
];

const HEAD = 'Interface                  IP-Address      OK? Method Status                Protocol';

/** [C form] public outputs of `show ip interface brief` */
function showBrief(router: Router): string {
  const rows: { name: string; address: string; isDown: boolean }[] = [];
  for (const line of router.configuration.print()) {
    const name = /^interface (\S+)/.exec(line)?.[1];
    if (name !== undefined) rows.push({ name, address: 'unassigned', isDown: false });
    const row = rows.at(-1);
    if (row === undefined || !line.startsWith(' ')) continue;
    if (line === ' shutdown') row.isDown = true;
    row.address = /^ ip address (\d\S+) \S+$/.exec(line)?.[1] ?? row.address;
  }
  return [HEAD, ...rows.map(printRow)].join('\n');
}

function printRow({ name, address, isDown }: { name: string; address: string; isDown: boolean }): string {
  const state = isDown ? 'administratively down down' : 'up                    up';
  return `${name.padEnd(26)} ${address.padEnd(15)} YES NVRAM  ${state}`;
}
