/** `flaptrap audit verify` says of the audit whether it is intact, where it breaks, or that its tail is cut, and who has signed it. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readShelf } from '../audit/read.ts';
import { readTable } from '../audit/table-shelf.ts';
import { type CheckSignature, type Shelved, type VerifiedBook, verifyBooks } from '../audit/verify.ts';
import type { Address } from '../engine/database/address.ts';
import { openUnmigrated } from '../engine/database/database.ts';
import { isMade } from '../engine/database/store-status.ts';
import { FlaptrapError } from '../errors.ts';
import { whoSigned } from '../evidence/allowed-signers.ts';
import { fingerprintOf } from '../evidence/public-key.ts';
import { isSigned, NAMESPACE, parseSignature } from '../evidence/sshsig.ts';
import { Unreadable } from '../evidence/wire.ts';
import { fileTrouble } from '../file-trouble.ts';
import { plainLine } from '../plain-text.ts';
import { count } from './ask-playbook.ts';
import { AUDIT_FOLDER } from './audit-book.ts';
import { EXIT } from './exit-code.ts';
import { type Door, STATE } from './program/arguments.ts';
import type { Screen } from './screen.ts';
import { memoryOf, STORE, storeAddress } from './store-address.ts';

interface AuditOptions {
  state: string;
  store?: string;
  signers?: string;
  json?: boolean;
}

export function defineAudit(command: Command, { screen, show }: Door): void {
  command.addHelpText(
    'after',
    '\nExamples:\n  flaptrap audit verify --signers allowed_signers\n  flaptrap audit verify --store /var/lib/flaptrap/store',
  );
  command
    .command('verify [file]')
    .description('check the audit of all that was typed on routers: one book of it, or all of a state folder or of a store')
    .option(...STATE)
    .option(STORE[0], 'only the audit in this store: a folder, or a postgresql:// URL')
    .option('--signers <file>', 'whom you believe, as ssh-keygen takes it (default: ~/.ssh/allowed_signers where there is one)')
    .option('--json', 'print it as JSON')
    .addHelpText('after', VERIFY_HELP)
    .action((file: string | undefined, options: AuditOptions) => show(verifyAudit(file, options, screen)));
}

const VERIFY_HELP = `
The audit is signed when FLAPTRAP_AUDIT_KEY names an SSH key (a private one without a passphrase, or a public one that the SSH agent holds).
With --signers a book that none of them has signed is a fault; without a signature a tail that was cut is seen only by the next book.

Example:
  flaptrap audit verify --signers allowed_signers`;

async function verifyAudit(file: string | undefined, options: AuditOptions, screen: Screen): Promise<number> {
  const books = await readBooks(file, options);
  const verified = verifyBooks(books, signatureCheck(options.signers));
  const faulty = verified.map((book) => withUnsigned(book, options.signers !== undefined));
  const isIntact = faulty.every(({ breaks }) => breaks.length === 0);
  if (options.json === true) screen.print(JSON.stringify({ schema: 'flaptrap.audit-verified/1', isIntact, books: faulty }, null, 2));
  else screen.print([...faulty.flatMap(printBook), printEnd(faulty)].join('\n'), 'prose');
  return isIntact ? EXIT.done : EXIT.findings;
}

async function readBooks(file: string | undefined, { state, store }: AuditOptions): Promise<Shelved[]> {
  if (file !== undefined && store !== undefined)
    throw new FlaptrapError('input', `${file} and --store contradict each other`, { next: 'give only one of them' });
  if (file !== undefined) return readShelf(file);
  if (store === undefined) return readBoth(state);
  return readStored(storeAddress(store));
}

async function readStored(address: Address): Promise<Shelved[]> {
  const database = await openUnmigrated(address);
  try {
    return await readTable(database.pool);
  } finally {
    await database.close();
  }
}

/** What single commands have typed stands in files, what a capture has typed in the database, unless it was in files too. */
async function readBoth(state: string): Promise<Shelved[]> {
  const folder = join(state, AUDIT_FOLDER);
  const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined;
  const address = memoryOf(undefined);
  const stored = address === undefined || !isMade(address) ? [] : await readStored(address);
  if (isThere || stored.length > 0) return [...(isThere ? readShelf(folder) : []), ...stored];
  throw nothingTyped(folder);
}

function nothingTyped(folder: string): FlaptrapError {
  return new FlaptrapError('input', `there is no audit in ${folder}: nothing was typed on a router from there`, {
    next: 'name the state folder with --state, a book by its file, or a store with --store',
  });
}

/** Who is asked for by name must have signed; a tail behind the head is of a process that was killed, or goes on. */
function withUnsigned(book: VerifiedBook, isAsked: boolean): VerifiedBook {
  if (!isAsked || book.breaks.length > 0) return book;
  const { entries, proven } = book;
  if (proven === null) return { ...book, breaks: [{ number: entries + 1, why: 'nobody has signed its head' }] };
  return book;
}

function signatureCheck(signers: string | undefined): CheckSignature {
  const believed = readSigners(signers);
  return (message, text) => {
    try {
      const signature = parseSignature(text);
      const fingerprint = fingerprintOf(signature.publicKey);
      if (signature.namespace !== NAMESPACE || !isSigned(Buffer.from(message), signature))
        return { why: 'is not what its signature was made for' };
      const known = believed === undefined ? undefined : whoSigned(believed, signature.publicKey, NAMESPACE, Date.now());
      if (known !== undefined && 'principals' in known) return { by: `${known.principals} (${fingerprint})` };
      if (signers === undefined) return { by: `${fingerprint}, a key not known to you (--signers says whom you believe)` };
      return { why: `is signed by ${fingerprint}: ${known?.why ?? 'no allowed signer has that key'}` };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { why: `has a signature that cannot be read: ${error.message}` };
    }
  };
}

function readSigners(named: string | undefined): string | undefined {
  const path = named ?? join(homedir(), '.ssh', 'allowed_signers');
  if (named === undefined && statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileTrouble('read whom you believe in', path, cause);
  }
}

function printBook({ book, entries, breaks, proven }: VerifiedBook): string[] {
  const name = plainLine(book);
  if (breaks.length > 0) return breaks.map(({ number, why }) => `${name}: BROKEN at entry ${number}: ${plainLine(why)}`);
  if (proven === null)
    return [`${name}: intact, ${count(entries, 'line')}; nobody has signed its head, so a cut tail is not seen by itself`];
  const behind = entries - proven.number;
  const tail = behind === 0 ? '' : `; ${count(behind, 'line')} behind the head: its process goes on, or was killed`;
  return [`${name}: intact, ${count(entries, 'line')}, signed up to line ${proven.number} by ${plainLine(proven.by)}${tail}`];
}

function printEnd(books: readonly VerifiedBook[]): string {
  const broken = books.filter(({ breaks }) => breaks.length > 0).length;
  return broken === 0 ? `${count(books.length, 'book')}, all intact` : `${count(books.length, 'book')}, ${broken} NOT to be trusted`;
}
