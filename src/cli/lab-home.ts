/** The home of a lab is a folder in which it is the same each time: its host keys, its password, and a playbook that reaches it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { fileTrouble } from '../file-trouble.ts';
import type { Side } from '../ipsec/side.ts';
import { generateHostKey } from '../lab/device/ssh-server.ts';
import type { Lab } from '../lab/lab.ts';

export interface LabHome {
  folder: string;
  password: string;
  hostKeys: Record<Side, string>;
}

const PASSWORD = 'password';
const PLAYBOOK = 'lab.yaml';
/** By it a file of ours is known: another of that name is not written over. */
const MARK = '# Written by `flaptrap lab` at its start: it reaches the two routers of that lab.';
/** Nobody else reads what opens a router, simulated or not. */
const OWN = { mode: 0o600 };

export function openLabHome(named: string): LabHome {
  const folder = resolve(named);
  const keep = (name: string, make: () => string): string => {
    const path = join(folder, name);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!existsSync(path)) writeFileSync(path, make(), { ...OWN, flag: 'wx' });
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw fileTrouble('keep', path, cause);
    }
  };
  const password = keep(PASSWORD, () => randomBytes(12).toString('hex')).trim();
  return { folder, password, hostKeys: { a: keep('hq.key', generateHostKey), b: keep('branch.key', generateHostKey) } };
}

/** Written at each start, for the ports may be others; gives its path. */
export function writeLabPlaybook({ folder }: LabHome, { a, b }: Lab, ike: 1 | 2): string {
  const peer = (name: string, { host, port }: Lab['a'], address: string) => ({ name, host, port, address, login: 'ops' });
  const playbook = {
    name: 'lab',
    tunnel: { a: peer('hq', a, '192.0.2.1'), b: peer('branch', b, '198.51.100.1') },
    logins: { ops: { username: a.username, password: `file:${join(folder, PASSWORD)}` } },
    // Its own, so that the keys of a lab are in nobody's known hosts.
    hostKeys: { policy: 'accept-new', knownHosts: join(folder, 'known_hosts') },
    debugs: [ike === 2 ? 'ikev2' : 'isakmp', 'ipsec'],
  };
  const path = join(folder, PLAYBOOK);
  try {
    if (existsSync(path) && !readFileSync(path, 'utf8').startsWith(MARK)) throw Object.assign(new Error(), { code: 'EEXIST' });
    writeFileSync(path, `${MARK}\n${stringify(playbook)}`, OWN);
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  }
  return path;
}
