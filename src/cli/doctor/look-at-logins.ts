/** Looking at the logins of a playbook before anybody logs in: its references, key files, agent, and the file of known hosts. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import ssh2 from 'ssh2';
import { expandHome } from '../../capture/secrets.ts';
import { messageOf } from '../../errors.ts';
import { codeOf, explainReason } from '../../file-trouble.ts';
import type { Login, Playbook } from '../../playbook/playbook.ts';
import { parseSecretReference } from '../../playbook/secret.ts';
import { type Look, quoted } from './look.ts';

/** An agent that takes longer has hung. */
const AGENT_ANSWER_MS = 3000;
const OTHERS_CAN_READ = 0o077;

export async function lookAtLogins({ logins, hostKeys }: Pick<Playbook, 'logins' | 'hostKeys'>, path = 'PLAYBOOK'): Promise<Look[]> {
  const looked = await Promise.all(Object.entries(logins).map(([name, login]) => lookAtLogin(name, login)));
  return [...looked.flat(), ...lookAtKnownHosts(hostKeys, path)];
}

async function lookAtLogin(name: string, login: Login): Promise<Look[]> {
  const { password, privateKey, passphrase, agent, enableSecret } = login;
  const of = `login ${name}`;
  return [
    ...lookAtReference(of, 'password', password),
    ...lookAtReference(of, 'passphrase', passphrase),
    ...lookAtReference(of, 'enableSecret', enableSecret),
    ...lookAtKey(of, privateKey, passphrase),
    ...(agent === undefined ? [] : [await lookAtAgent(of, agent)]),
  ];
}

function lookAtReference(of: string, what: string, reference: string | undefined): Look[] {
  const parsed = reference === undefined ? undefined : parseSecretReference(reference);
  if (parsed === undefined) return [];
  if (parsed.from === 'command') return [ok(of, `${what}: a command gives it, and is run at the login`)];
  return [parsed.from === 'env' ? lookAtVariable(of, what, parsed.what) : lookAtFile(of, what, parsed.what)];
}

function lookAtVariable(of: string, what: string, name: string): Look {
  const value = process.env[name];
  const mend = `read -rs ${name} && export ${name}`;
  if (value === undefined) return lacks(of, `${what}: the environment variable ${name} is not set`, mend);
  return value.trim() === '' ? lacks(of, `${what}: the environment variable ${name} is empty`, mend) : ok(of, `${what}: ${name} is set`);
}

function lookAtFile(of: string, what: string, named: string): Look {
  const path = expandHome(named);
  const why = whyNotReadable(path);
  if (why !== undefined) return lacks(of, `${what}: ${named} cannot be read: ${why}`, mendFile(named, path));
  if ((statSync(path).mode & OTHERS_CAN_READ) !== 0) return note(of, `${what}: others can read ${named}`, `chmod 600 ${quoted(named)}`);
  return ok(of, `${what}: ${named} is there, and yours alone`);
}

function mendFile(named: string, path: string): string {
  return existsSync(path) ? `chmod u+r ${quoted(named)}` : `ls -l ${quoted(dirname(named))}   # and correct the playbook`;
}

function whyNotReadable(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return 'it is not a file';
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return explainReason(codeOf(error));
  }
}

/** Of a key that a command or the environment gives nothing is known before the login. */
function lookAtKey(of: string, reference: string | undefined, passphrase: string | undefined): Look[] {
  const looked = lookAtReference(of, 'privateKey', reference);
  const parsed = reference === undefined ? undefined : parseSecretReference(reference);
  if (parsed?.from !== 'file' || looked.some(({ is }) => is === 'lacks')) return looked;
  const key = ssh2.utils.parseKey(readFileSync(expandHome(parsed.what)));
  if (key instanceof Error) {
    const isLocked = /encrypted/i.test(key.message);
    if (isLocked && passphrase !== undefined) return looked;
    return isLocked
      ? [
          lacks(
            of,
            `privateKey: ${parsed.what} has a passphrase, and the playbook names none`,
            `ssh-add ${quoted(parsed.what)}   # and write agent: env:SSH_AUTH_SOCK; or passphrase: env:NAME`,
          ),
        ]
      : [
          lacks(
            of,
            `privateKey: ${parsed.what} is no private key that is known: ${key.message}`,
            `ssh-keygen -y -f ${quoted(parsed.what)}`,
          ),
        ];
  }
  if (key.isPrivateKey()) return looked;
  return [
    lacks(
      of,
      `privateKey: ${parsed.what} is the public half of a key`,
      `ls -l ${quoted(parsed.what.replace(/\.pub$/, ''))}   # and name that file`,
    ),
  ];
}

async function lookAtAgent(of: string, reference: string): Promise<Look> {
  const parsed = parseSecretReference(reference);
  const start = 'eval "$(ssh-agent)" && ssh-add';
  if (parsed?.from !== 'env') return ok(of, 'agent: it is asked at the login');
  const socket = process.env[parsed.what];
  if (socket === undefined || socket === '') return lacks(of, `agent: ${parsed.what} is not set: no agent runs in this shell`, start);
  try {
    const keys = await countKeys(socket);
    return keys > 0 ? ok(of, `agent: it holds ${keys} ${keys === 1 ? 'key' : 'keys'}`) : lacks(of, 'agent: it holds no key', 'ssh-add');
  } catch (error) {
    return lacks(of, `agent: nobody answers at ${socket}: ${messageOf(error)}`, start);
  }
}

function countKeys(socket: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${AGENT_ANSWER_MS / 1000} s`)), AGENT_ANSWER_MS);
    ssh2.createAgent(socket).getIdentities((error, keys) => {
      clearTimeout(late);
      if (error) reject(error);
      else resolve(keys?.length ?? 0);
    });
  });
}

function lookAtKnownHosts({ policy, knownHosts }: Playbook['hostKeys'], playbook: string): Look[] {
  const path = expandHome(knownHosts);
  const about = 'host keys';
  const mayBeNew = policy === 'accept-new';
  if (!existsSync(path))
    return mayBeNew
      ? [{ about, is: 'ok', said: `${knownHosts} is made at the first login` }]
      : [
          {
            about,
            is: 'note',
            said: `${knownHosts} is not there: no router is known yet; with hostKeys: {policy: accept-new} the first login makes it`,
            mend: `flaptrap plan ${playbook}   # prints the line to add`,
          },
        ];
  const needed = mayBeNew ? constants.R_OK | constants.W_OK : constants.R_OK;
  try {
    accessSync(path, needed);
    return [{ about, is: 'ok', said: `${knownHosts} can be ${mayBeNew ? 'read and written' : 'read'}` }];
  } catch (error) {
    const said = `${knownHosts} cannot be ${mayBeNew ? 'written' : 'read'}: ${explainReason(codeOf(error))}`;
    return [{ about, is: 'lacks', said, mend: `chmod u+rw ${quoted(knownHosts)}` }];
  }
}

const ok = (of: string, said: string): Look => ({ about: 'login', is: 'ok', said: `${of}: ${said}` });
const note = (of: string, said: string, mend: string): Look => ({ about: 'login', is: 'note', said: `${of}: ${said}`, mend });
const lacks = (of: string, said: string, mend: string): Look => ({ about: 'login', is: 'lacks', said: `${of}: ${said}`, mend });
