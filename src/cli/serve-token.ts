/** A new token for the page is shown once; the file has its hash alone. */
import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { hashOf, makeToken, parseTokens, printToken, ROLES } from '../web/access.ts';
import { EXIT } from './exit-code.ts';
import type { Screen } from './screen.ts';

export function addToken(asked: string, path: string | undefined, screen: Screen): number {
  const [, role, name] = /^(\w+):([\w.@-]{1,64})$/.exec(asked) ?? [];
  const known = ROLES.find((each) => each === role);
  if (known === undefined || name === undefined)
    throw new FlaptrapError('input', `--new-token ${asked}: expected viewer:NAME or operator:NAME`, {
      next: 'for example: flaptrap serve --new-token operator:alice --tokens tokens.txt',
    });
  if (path === undefined)
    throw new FlaptrapError('input', '--new-token needs the file for its hash', { next: 'name it with --tokens FILE' });
  const token = makeToken();
  try {
    if (existsSync(path)) refuseTwice(readFileSync(path, 'utf8'), path, name);
    appendFileSync(path, `${printToken({ role: known, name, hash: hashOf(token) })}\n`, { mode: 0o600 });
    chmodSync(path, 0o600);
  } catch (error) {
    throw error instanceof FlaptrapError ? error : fileTrouble('write', path, error);
  }
  screen.print(token);
  screen.tell(`this token is shown once; ${path} has its hash for ${name}, ${known}`);
  return EXIT.done;
}

/** By a name one line of the audit is one person's. */
function refuseTwice(text: string, path: string, name: string): void {
  if (!parseTokens(text, path).some((each) => each.name === name)) return;
  throw new FlaptrapError('input', `${path} has a token of ${name} already`, { next: 'remove its line first, or choose another name' });
}
