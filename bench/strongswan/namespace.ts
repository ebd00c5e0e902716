/** Two network namespaces joined by a veth pair, with the documentation addresses of the two routers; gone again when the story ends. */
import { execFileSync, spawnSync } from 'node:child_process';
import { ADDRESS, INSIDE, type Letter, otherOf } from './settings.ts';

export const DEVICE = 'wan0';

export interface Namespaces {
  readonly a: string;
  readonly b: string;
}

const ip = (...args: string[]): string => execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Waits for the command, and throws with what it said when it fails. */
export const runIn = (namespace: string, command: string, ...args: string[]): string => ip('netns', 'exec', namespace, command, ...args);

function address(namespace: string, side: Letter): void {
  const there = otherOf(side);
  ip('-n', namespace, 'addr', 'add', `${ADDRESS[side]}/32`, 'dev', DEVICE);
  ip('-n', namespace, 'addr', 'add', `${INSIDE[side]}/32`, 'dev', 'lo');
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  ip('-n', namespace, 'link', 'set', DEVICE, 'up');
  ip('-n', namespace, 'route', 'add', ADDRESS[there], 'dev', DEVICE, 'src', ADDRESS[side]);
}

export function joinNamespaces(tag: string): Namespaces {
  const names = { a: `ft-${tag}-hq`, b: `ft-${tag}-br` };
  ip('netns', 'add', names.a);
  ip('netns', 'add', names.b);
  ip('link', 'add', DEVICE, 'netns', names.a, 'type', 'veth', 'peer', 'name', DEVICE, 'netns', names.b);
  address(names.a, 'a');
  address(names.b, 'b');
  return names;
}

export function removeNamespaces({ a, b }: Namespaces): void {
  for (const name of [a, b]) spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
}
