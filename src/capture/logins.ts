/** Logins turn a playbook's peer into a target of the device driver, with its secrets resolved. */
import type { DeviceTarget, HostKeyPolicy, JumpTarget } from '../device/target.ts';
import type { Side } from '../ipsec/side.ts';
import { isManaged, type Login, type Playbook } from '../playbook/playbook.ts';
import { expandHome, type Secrets } from './secrets.ts';

type Credentials = Pick<JumpTarget, 'username' | 'password' | 'privateKey' | 'passphrase' | 'agent'>;

export async function targetOf(playbook: Playbook, side: Side, secrets: Pick<Secrets, 'resolve'>): Promise<DeviceTarget> {
  const peer = playbook.tunnel[side];
  // Whoever asks for it has not looked whose it is: a mistake of ours, and nothing is dialled.
  if (!isManaged(peer)) throw new Error(`${peer.name} is not ours: nobody logs in to it`);
  const { name, host, port, login, jumpHosts, legacyAlgorithms } = peer;
  const hostKeys = hostKeysOf(playbook);
  const { enableSecret } = loginOf(playbook, login);
  return {
    name,
    host,
    port,
    ...(await credentialsOf(playbook, login, secrets)),
    enableSecret: await resolve(secrets, enableSecret),
    hostKeys,
    legacyAlgorithms,
    jumpHosts: await Promise.all(jumpHosts.map((jump) => jumpTargetOf(playbook, jump, secrets))),
  };
}

async function jumpTargetOf(playbook: Playbook, name: string, secrets: Pick<Secrets, 'resolve'>): Promise<JumpTarget> {
  const jump = playbook.jumpHosts[name];
  if (jump === undefined) throw new Error(`no jump host ${name}: the playbook was not checked`);
  const { host, port, login, legacyAlgorithms } = jump;
  return { name, host, port, ...(await credentialsOf(playbook, login, secrets)), hostKeys: hostKeysOf(playbook), legacyAlgorithms };
}

async function credentialsOf(playbook: Playbook, name: string, secrets: Pick<Secrets, 'resolve'>): Promise<Credentials> {
  const { username, password, privateKey, passphrase, agent } = loginOf(playbook, name);
  const [one, two, three, four] = await Promise.all([password, privateKey, passphrase, agent].map((each) => resolve(secrets, each)));
  return { username, password: one, privateKey: two, passphrase: three, agent: four };
}

function loginOf(playbook: Playbook, name: string): Login {
  const login = playbook.logins[name];
  if (login === undefined) throw new Error(`no login ${name}: the playbook was not checked`);
  return login;
}

function hostKeysOf({ hostKeys }: Playbook): HostKeyPolicy {
  return { policy: hostKeys.policy, knownHosts: expandHome(hostKeys.knownHosts) };
}

async function resolve(secrets: Pick<Secrets, 'resolve'>, reference: string | undefined): Promise<string | undefined> {
  return reference === undefined ? undefined : secrets.resolve(reference);
}
