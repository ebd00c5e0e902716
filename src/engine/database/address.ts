/** An address says which database: the embedded one of a folder, or a team's PostgreSQL by its URL; what is shown of it holds no secret. */
import { FlaptrapError } from '../../errors.ts';

export type Address = { kind: 'embedded'; folder: string } | { kind: 'team'; url: string };

/** `named`: what --store or FLAPTRAP_STORE says, a URL or a folder. */
export function readAddress(named: string | undefined, folder: string): Address {
  if (named === undefined || named === '') return { kind: 'embedded', folder };
  if (!/^[a-z][a-z0-9+.-]*:/i.test(named)) return { kind: 'embedded', folder: named };
  const url = parseUrl(named);
  if (url !== undefined && /^postgres(?:ql)?:$/.test(url.protocol)) return { kind: 'team', url: named };
  // It may hold a password: it is not repeated.
  throw new FlaptrapError('input', 'what --store names is neither a folder nor the URL of a PostgreSQL', {
    next: 'give postgresql://USER@HOST:5432/DATABASE, with the password in FLAPTRAP_STORE or ~/.pgpass, never on a command line',
  });
}

/** Who and where, without password and options: `postgresql://flaptrap@db.example.net:5432/flaptrap`. */
export function showAddress(address: Address): string {
  if (address.kind === 'embedded') return address.folder;
  const url = parseUrl(address.url);
  if (url === undefined) return 'postgresql://…';
  const user = url.username === '' ? '' : `${url.username}@`;
  return `postgresql://${user}${url.host}${url.pathname}`;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
