/** An intake admits an archive's entries one by one, before any of their bytes: files only, plain names, within the limits. */
import { bytesAllowed, LIMITS, printBytes } from './limits.ts';
import { leadsOut, partsOf } from './path.ts';
import { refusal } from './refuse.ts';

/** What no name of a file on a router or a host holds. */
const CONTROL = /\p{Cc}/u;
const AGAIN = 'Pack the bundle again: plain files below tunnel.yaml, a/ and b/.';

export class Intake {
  readonly #archive: string;
  readonly #taken = new Set<string>();
  #entries = 0;
  #bytes = 0;

  constructor(archive: string) {
    this.#archive = archive;
  }

  /** Throws for an entry that is no plain file; `kind` in words: `a symbolic link`. */
  admitKind(name: string, kind: 'file' | 'folder' | string): void {
    this.#entries += 1;
    if (this.#entries > LIMITS.entries) throw this.refuse(`it has more than ${LIMITS.entries} entries`);
    if (kind !== 'file' && kind !== 'folder') throw this.refuse(`${quote(name)} is ${kind}; only regular files are accepted`);
  }

  /** The entry's path below the archive's top. */
  admitFile(name: string, bytes: number): string {
    const path = this.admitName(name);
    const allowed = bytesAllowed(path, LIMITS.unpackedFileBytes);
    if (bytes > allowed) throw this.refuse(`${quote(path)} is larger than ${printBytes(allowed)}`);
    this.#bytes += bytes;
    if (this.#bytes > LIMITS.unpackedBytes) throw this.refuse(`it holds more than ${printBytes(LIMITS.unpackedBytes)}`);
    return path;
  }

  admitName(name: string): string {
    if (name.length > LIMITS.nameCharacters) throw this.refuse(`${quote(name)} is a name of more than ${LIMITS.nameCharacters} characters`);
    if (leadsOut(name)) throw this.refuse(`${quote(name)} leaves the archive's own folder`);
    const parts = partsOf(name);
    if (CONTROL.test(name) || parts.length === 0) throw this.refuse(`${quote(name)} is not a valid file name`);
    const path = parts.join('/');
    if (this.#taken.has(path)) throw this.refuse(`${quote(path)} is in it twice`);
    this.#taken.add(path);
    return path;
  }

  refuse(summary: string): Error {
    return refusal(this.#archive, summary, AGAIN);
  }
}

const QUOTE_CHARACTERS = 80;

/** As JSON writes it: nothing of a stranger's name is printed raw. */
function quote(name: string): string {
  return JSON.stringify(name.length > QUOTE_CHARACTERS ? `${name.slice(0, QUOTE_CHARACTERS)}...` : name);
}
