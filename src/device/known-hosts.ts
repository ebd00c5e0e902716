/** Known hosts are the keys of servers we trust, in OpenSSH's file format with hashed names, ports, patterns and markers. */
import { createHash, createHmac } from 'node:crypto';

export interface KnownHost {
  /** From 1, for messages. */
  line: number;
  names: readonly string[];
  keyType: string;
  key: Buffer;
  marker: 'cert-authority' | 'revoked' | undefined;
}

/** `@revoked hq,192.0.2.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI... comment`: marker, names, type, key. */
export const KNOWN_HOST =
  /^(?:@(?<marker>cert-authority|revoked)\s+)?(?<names>\S+)\s+(?<type>[\w@.-]+)\s+(?<key>[A-Za-z0-9+/=]+)(?:\s.*)?$/;
/** `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=`: salt and HMAC-SHA1 of the name. */
export const HASHED_NAME = /^\|1\|(?<salt>[A-Za-z0-9+/=]+)\|(?<hash>[A-Za-z0-9+/=]+)$/;

export type HostKeyJudgement =
  | { is: 'known' }
  | { is: 'unknown' }
  | { is: 'revoked'; line: number }
  | { is: 'changed'; expected: string[]; line: number };

export function parseKnownHosts(text: string): KnownHost[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const match = line.trimStart().startsWith('#') ? null : KNOWN_HOST.exec(line.trim());
    if (match?.groups === undefined) return [];
    const { names = '', type = '', key = '', marker } = match.groups;
    return [
      {
        line: index + 1,
        names: names.split(','),
        keyType: type,
        key: Buffer.from(key, 'base64'),
        marker: marker as KnownHost['marker'],
      },
    ];
  });
}

/** What the file says of a key that a server showed. */
export function judgeHostKey(entries: readonly KnownHost[], host: string, port: number, key: Buffer): HostKeyJudgement {
  const own = entriesOf(entries, host, port);
  const same = own.filter((entry) => entry.key.equals(key));
  const revoked = same.find((entry) => entry.marker === 'revoked');
  if (revoked !== undefined) return { is: 'revoked', line: revoked.line };
  if (same.length > 0) return { is: 'known' };
  const trusted = own.filter((entry) => entry.marker === undefined);
  const first = trusted[0];
  if (first === undefined) return { is: 'unknown' };
  return {
    is: 'changed',
    expected: trusted.map((entry) => `${printFingerprint(entry.key)} (${entry.keyType})`),
    line: first.line,
  };
}

/** Key types on file for a server: they are asked for first, so that a second key of the server is not mistaken for a change. */
export function knownKeyTypes(entries: readonly KnownHost[], host: string, port: number): string[] {
  const types = entriesOf(entries, host, port).flatMap((entry) => (entry.marker === undefined ? [entry.keyType] : []));
  return [...new Set(types)];
}

/** `SHA256:` and the unpadded base64, as OpenSSH prints it. */
export function printFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

export function printKnownHost(host: string, port: number, key: Buffer): string {
  return `${printName(host, port)} ${keyTypeOf(key)} ${key.toString('base64')}`;
}

/** The type that a key blob names itself: a length and that many characters. */
export function keyTypeOf(key: Buffer): string {
  return key.length < 4 ? 'unknown' : key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
}

function entriesOf(entries: readonly KnownHost[], host: string, port: number): KnownHost[] {
  const name = printName(host, port);
  return entries.filter((entry) => entry.marker !== 'cert-authority' && matchesName(entry.names, name));
}

/** Port 22 goes without saying. */
function printName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

function matchesName(patterns: readonly string[], name: string): boolean {
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(pattern, name));
}

function matchesPattern(pattern: string, name: string): boolean {
  const hashed = HASHED_NAME.exec(pattern)?.groups;
  if (hashed !== undefined) {
    const digest = createHmac('sha1', Buffer.from(hashed['salt'] ?? '', 'base64'))
      .update(name)
      .digest('base64');
    return digest === hashed['hash'];
  }
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
