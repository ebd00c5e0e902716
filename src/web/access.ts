/** Access is who may come in, and as what: tokens are kept as their hashes, and compared without telling by time how much of one was right. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { FlaptrapError } from '../errors.ts';

/** A viewer reads and has bundles judged; an operator arms, extends and stops as well. */
export const ROLES = ['viewer', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export interface Person {
  name: string;
  role: Role;
}

export interface KnownToken extends Person {
  /** SHA-256 of the token, in hex. */
  hash: string;
}

/** `operator alice 9f86d081...`: role, name, hash. */
const TOKEN_LINE = /^(viewer|operator)\s+([\w.@-]{1,64})\s+(?:sha256:)?([0-9a-f]{64})$/;
/** 256 bits, so that a fast hash is as good as a slow one. */
const TOKEN_BYTES = 32;
/** What people choose by themselves can be guessed. */
const TOKEN_CHARACTERS_MIN = 24;

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** A line each; empty ones and those with `#` in front are left out. `origin`: the file, for what is wrong with it. */
export function parseTokens(text: string, origin: string): KnownToken[] {
  return text.split('\n').flatMap((each, index) => {
    const line = each.trim();
    if (line === '' || line.startsWith('#')) return [];
    const [, role, name, hash] = TOKEN_LINE.exec(line) ?? [];
    if (role !== undefined && name !== undefined && hash !== undefined) return [{ role: role as Role, name, hash }];
    // Without the line itself: somebody may have written the token.
    throw new FlaptrapError('input', `${origin}, line ${index + 1}: this is not a token's line`, {
      next: 'a line is: viewer or operator, a name, and the SHA-256 of the token; `flaptrap serve --new-token operator:NAME` writes one',
    });
  });
}

export function printToken({ role, name, hash }: KnownToken): string {
  return `${role} ${name} sha256:${hash}`;
}

/** Throws when it could be guessed. */
export function requireStrong(token: string, origin: string): string {
  if (token.length >= TOKEN_CHARACTERS_MIN) return token;
  throw new FlaptrapError('input', `${origin} is shorter than ${TOKEN_CHARACTERS_MIN} characters, and could be guessed`, {
    next: 'make one with `openssl rand -base64 32`',
  });
}

/** Whose token it is. Every known one is compared, whatever was found before. */
export function personOf(token: string, known: readonly KnownToken[]): Person | undefined {
  const hash = hashOf(token);
  let found: Person | undefined;
  for (const { name, role, hash: other } of known) if (isSame(hash, other)) found = { name, role };
  return found;
}

/** Of two texts, in a time that tells nothing. */
export function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
