/** A playbook for the two routers of a lab, with its login in the environment. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';

/** `more`: further keys; the probe is left out, which the rehearsals run. */
export function writeLabPlaybook(lab: Lab, folder: string, more = 'probe: false\n'): string {
  vi.stubEnv('LAB_PASSWORD', lab.a.password);
  const path = join(folder, 'tunnel.yaml');
  writeFileSync(
    path,
    `name: tunnel
tunnel:
  a: { name: hq, host: 127.0.0.1, port: ${lab.a.port}, address: 192.0.2.1, login: ops }
  b: { name: branch, host: 127.0.0.1, port: ${lab.b.port}, address: 198.51.100.1, login: ops }
logins:
  ops: { username: ops, password: env:LAB_PASSWORD }
hostKeys: { policy: accept-new, knownHosts: ${join(folder, 'known_hosts')} }
${more}`,
  );
  return path;
}
