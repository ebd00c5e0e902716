/** Allowed signers are whom a user believes, in the file of that name that OpenSSH and git read too. [C] ssh-keygen(1), ALLOWED SIGNERS */
import { parsePublicKey } from './public-key.ts';

interface AllowedSigner {
  /** `ops@example.net`; several stand behind each other with commas. */
  principals: string;
  publicKey: Buffer;
  namespaces: string[] | undefined;
  validAfterMs: number | undefined;
  validBeforeMs: number | undefined;
}

/** What such a file says of a key: the name that it knows it by, or why it does not hold. */
export type Known = { principals: string } | { why: string };

/** `nowMs`: when it is asked. A line that holds wins over one that does not. */
export function whoSigned(text: string, publicKey: Uint8Array, namespace: string, nowMs: number): Known | undefined {
  const own = text
    .split('\n')
    .flatMap((line) => readSigner(line) ?? [])
    .filter((each) => each.publicKey.equals(publicKey));
  const reasons = own.map((each) => ({ each, why: whyNot(each, namespace, nowMs) }));
  const good = reasons.find(({ why }) => why === undefined);
  if (good !== undefined) return { principals: good.each.principals };
  const [first] = reasons;
  return first?.why === undefined ? undefined : { why: `${first.each.principals} ${first.why}` };
}

function whyNot({ namespaces, validAfterMs, validBeforeMs }: AllowedSigner, namespace: string, nowMs: number): string | undefined {
  if (namespaces !== undefined && !namespaces.some((each) => matches(each, namespace))) return `may not sign for ${namespace}`;
  if (validAfterMs !== undefined && nowMs < validAfterMs) return 'may not sign yet';
  return validBeforeMs !== undefined && nowMs > validBeforeMs ? 'may no longer sign' : undefined;
}

/** `*` and `?` as in a shell. */
function matches(pattern: string, namespace: string): boolean {
  const parts = pattern.split('').map((each) => (each === '*' ? '.*' : each === '?' ? '.' : each.replace(/[\\^$.|+()[\]{}]/, '\\$&')));
  return new RegExp(`^${parts.join('')}$`).test(namespace);
}

/** Undefined for a comment, an empty line, and a certification authority: a certificate is not asked for here. */
function readSigner(line: string): AllowedSigner | undefined {
  const [, principals, rest = ''] = /^\s*((?!#)(?:"[^"]*"|[^\s"])+)\s+(.*)$/.exec(line) ?? [];
  const publicKey = parsePublicKey(` ${rest}`);
  if (principals === undefined || publicKey === undefined) return undefined;
  const options = rest.slice(0, rest.search(/(?:^|\s)(?:ssh|ecdsa|sk-)[\w@.-]+\s+AAAA/));
  if (/(?:^|,)\s*cert-authority\b/i.test(options)) return undefined;
  return {
    principals: principals.replaceAll('"', ''),
    publicKey,
    namespaces: optionOf(options, 'namespaces')?.split(','),
    validAfterMs: readTime(optionOf(options, 'valid-after')),
    validBeforeMs: readTime(optionOf(options, 'valid-before')),
  };
}

function optionOf(options: string, name: string): string | undefined {
  return new RegExp(`(?:^|,|\\s)${name}="([^"]*)"`, 'i').exec(options)?.[1];
}

/** `20260105`, `202601050005`, `20260105000500Z`; without the Z it is the time of this machine, which is taken for UTC. */
function readTime(text: string | undefined): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/.exec(text ?? '') ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
