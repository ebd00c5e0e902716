/** A secret reference says where a secret is found; a playbook holds references, never secrets. */

/** `env:FLAPTRAP_PASSWORD`, `file:~/.ssh/id_ed25519`, `command:pass show hq` */
export const SECRET_REFERENCE = /^(env|file|command):(\S.*)$/;
/** `FLAPTRAP_PASSWORD` */
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;
/** The first word of a shell command, when it is a plain one: no assignment, no quote, no substitution. */
const PROGRAM = /^([\w./~-]+)(?:\s|$)/;

export type SecretReference = { from: 'env' | 'file' | 'command'; what: string };

export function parseSecretReference(text: string): SecretReference | undefined {
  const [, from, what] = SECRET_REFERENCE.exec(text) ?? [];
  if (from === undefined || what === undefined) return undefined;
  if (from === 'env' && !VARIABLE_NAME.test(what)) return undefined;
  return { from: from as SecretReference['from'], what };
}

/** `command:pass …`: a command's arguments may hold the secret, so only its program is named. */
export function printSecretReference({ from, what }: SecretReference): string {
  if (from !== 'command') return `${from}:${what}`;
  const program = PROGRAM.exec(what)?.[1];
  return program === undefined ? 'command:…' : `command:${program.split('/').at(-1)} …`;
}
