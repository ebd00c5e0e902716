/** What two charon daemons need of a machine, and what this one lacks, each in words. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const CHARON = '/usr/lib/ipsec/charon';

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const isRoot = (): boolean => process.getuid?.() === 0;

/** Tried, not looked up: a container may have root and still refuse a namespace. */
function canMakeNamespaces(): boolean {
  const name = `flaptrap-try-${process.pid}`;
  const made = runs('ip', 'netns', 'add', name);
  const entered = made && runs('ip', 'netns', 'exec', name, 'unshare', '-m', 'true');
  if (made) runs('ip', 'netns', 'del', name);
  return entered;
}

const NEEDS: readonly [has: () => boolean, words: string][] = [
  [() => process.platform === 'linux' && isRoot() && canMakeNamespaces(), 'needs root and network namespaces'],
  [() => existsSync(CHARON) && runs('swanctl', '--help'), 'needs strongSwan: apt-get install strongswan-charon strongswan-swanctl'],
  [
    () => existsSync('/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so'),
    'needs kernel-libipsec: apt-get install libcharon-extra-plugins',
  ],
  [() => existsSync('/dev/net/tun'), 'needs /dev/net/tun'],
  [() => runs('iptables', '--version') && runs('ping', '-V'), 'needs iptables and ping: apt-get install iptables iputils-ping'],
];

/** The first thing that is missing: what comes after it cannot be tried. */
export const findLack = (): string | undefined => NEEDS.find(([has]) => !has())?.[1];

export const hasTcpdump = (): boolean => runs('tcpdump', '--version');
