/** Logins turn a playbook's peer into a target of the device driver, with its secrets resolved. */
import type { DeviceTarget, HostKeyPolicy, JumpTarget } from '../device/target.ts';
import { FlaptrapError } from '../errors.ts';
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
    ...(await credentialsOf(playbook, login, { name, secrets })),
    enableSecret: await resolve({ name, secrets }, `enableSecret of the login ${login}`, enableSecret),
    hostKeys,
    legacyAlgorithms,
    jumpHosts: await Promise.all(jumpHosts.map((jump) => jumpTargetOf(playbook, jump, secrets))),
  };
}

async function jumpTargetOf(playbook: Playbook, name: string, secrets: Pick<Secrets, 'resolve'>): Promise<JumpTarget> {
  const jump = playbook.jumpHosts[name];
  if (jump === undefined) throw new Error(`no jump host ${name}: the playbook was not checked`);
  const { host, port, login, legacyAlgorithms } = jump;
  return {
    name,
    host,
    port,
    ...(await credentialsOf(playbook, login, { name, secrets })),
    hostKeys: hostKeysOf(playbook),
    legacyAlgorithms,
  };
}

/** Who logs in, and where the secrets come from. */
interface Asking {
  /** Of the router, or the jump host. */
  name: string;
  secrets: Pick<Secrets, 'resolve'>;
}

const KEYS = ['password', 'privateKey', 'passphrase', 'agent'] as const;

async function credentialsOf(playbook: Playbook, name: string, asking: Asking): Promise<Credentials> {
  const login = loginOf(playbook, name);
  const [password, privateKey, passphrase, agent] = await Promise.all(
    KEYS.map((key) => resolve(asking, `${key} of the login ${name}`, login[key])),
  );
  return { username: login.username, password, privateKey, passphrase, agent };
}

function loginOf(playbook: Playbook, name: string): Login {
  const login = playbook.logins[name];
  if (login === undefined) throw new Error(`no login ${name}: the playbook was not checked`);
  return login;
}

function hostKeysOf({ hostKeys }: Playbook): HostKeyPolicy {
  return { policy: hostKeys.policy, knownHosts: expandHome(hostKeys.knownHosts) };
}

/** `what`: which secret it is, in the words of the playbook. */
async function resolve({ name, secrets }: Asking, what: string, reference: string | undefined): Promise<string | undefined> {
  if (reference === undefined) return undefined;
  try {
    return await secrets.resolve(reference);
  } catch (cause) {
    if (!(cause instanceof FlaptrapError)) throw cause;
    throw new FlaptrapError(cause.code, `${cause.message} (${what})`, { ...cause.context, peer: name });
  }
}
