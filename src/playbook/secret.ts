/** A secret reference says where a secret is found; a playbook holds references, never secrets. */

/** `env:FLAPTRAP_PASSWORD`, `file:~/.ssh/id_ed25519`, `command:pass show hq`; a shell exports names of letters, digits and underscores only. */
export const SECRET_REFERENCE = /^(?:(env):([A-Za-z_][A-Za-z0-9_]*)|(file):((?!\s)\P{Cc}+)|(command):((?!\s)\P{Cc}+))$/u;

export type SecretReference = { from: 'env' | 'file' | 'command'; what: string };

export function parseSecretReference(text: string): SecretReference | undefined {
  const [from, what] =
    SECRET_REFERENCE.exec(text)
      ?.slice(1)
      .filter((group) => group !== undefined) ?? [];
  if (from === undefined || what === undefined) return undefined;
  return { from: from as SecretReference['from'], what };
}

/** The first word of a shell command, when it is a plain one: no assignment, no quote, no substitution. */
const PROGRAM = /^([\w./~-]+)(?:\s|$)/;

/** `command:pass …`: a command's arguments may hold the secret, so only its program is named. */
export function printSecretReference({ from, what }: SecretReference): string {
  if (from !== 'command') return `${from}:${what}`;
  const program = PROGRAM.exec(what)?.[1];
  return program === undefined ? 'command:…' : `command:${program.split('/').at(-1)} …`;
}
