/** A secret reference says where a secret is found; a playbook holds references, never secrets. */

/** `env:FLAPTRAP_PASSWORD`, `file:~/.ssh/id_ed25519`, `command:pass show hq` */
export const SECRET_REFERENCE = /^(env|file|command):(\S.*)$/;
/** `FLAPTRAP_PASSWORD` */
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

export type SecretReference = { from: 'env' | 'file' | 'command'; what: string };

export function parseSecretReference(text: string): SecretReference | undefined {
  const [, from, what] = SECRET_REFERENCE.exec(text) ?? [];
  if (from === undefined || what === undefined) return undefined;
  if (from === 'env' && !VARIABLE_NAME.test(what)) return undefined;
  return { from: from as SecretReference['from'], what };
}
