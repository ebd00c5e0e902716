/** The inputs of `lint` are files, folders, globs and standard input, each text with the name that it goes by. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readPlainFile } from '../capture/plain-file.ts';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Screen } from './screen.ts';

export interface LintInput {
  file: string;
  text: string;
  /** Named by somebody; not found in a folder. */
  isNamed: boolean;
}

export interface LintInputs {
  inputs: LintInput[];
  /** What could not be read: the others are linted all the same. */
  troubles: FlaptrapError[];
}

export const STANDARD_INPUT = '-';
/** No router holds a larger one. */
const CONFIGURATION_BYTES_MAX = 64 * 1024 * 1024;
/** What configurations are called. */
const ENDING = /\.(?:cfg|conf|config|eem|ios|txt)$/i;
const SKIPPED = new Set(['node_modules', 'dist']);

export async function readInputs(names: readonly string[], screen: Screen): Promise<LintInputs> {
  const found: LintInputs = { inputs: [], troubles: [] };
  for (const name of names)
    if (name === STANDARD_INPUT) found.inputs.push({ file: '(standard input)', text: await readStandardInput(screen), isNamed: true });
    else {
      const files = filesOf(name);
      if (files.length === 0) found.troubles.push(nothingAt(name));
      for (const file of files) readOne(found, file, file === name);
    }
  return found;
}

function readOne(found: LintInputs, file: string, isNamed: boolean): void {
  try {
    found.inputs.push({ file, text: readText(file), isNamed });
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    found.troubles.push(error);
  }
}

/** A folder stands for the configurations below it, a glob for what it matches; anything else for itself. */
function filesOf(name: string): string[] {
  if (isFolder(name)) return filesBelow(name).filter((file) => ENDING.test(file));
  if (!/[*?[]/.test(name) || isThere(name)) return [name];
  const fixed = name.split('/').filter((_part, index, parts) => !parts.slice(0, index + 1).some((part) => /[*?[]/.test(part)));
  const base = fixed.length === 0 ? '.' : fixed.join('/') || '/';
  const pattern = globPattern(name);
  return isFolder(base) ? filesBelow(base).filter((file) => pattern.test(file)) : [];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, two) => (one.name < two.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) return [];
      const path = folder === '.' ? entry.name : join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() ? [path] : [];
    });
}

/** `sites/**` + `/*.cfg`: a star stays within its folder, two go through all of them. */
export function globPattern(glob: string): RegExp {
  const parts = glob.replace(/^\.\//, '').split(/(\*\*\/?|\*|\?|\[[^\]]+\])/);
  const source = parts.map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return /^\[.+\]$/.test(part) ? part.replace(/^\[!/, '[^') : part.replace(/[.+^${}()|\\[\]]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function nothingAt(name: string): FlaptrapError {
  return new FlaptrapError('input', `nothing to lint at ${name}`, {
    next: isFolder(name)
      ? 'a folder is searched for .cfg, .conf, .config, .eem, .ios and .txt: name the files themselves'
      : 'look at the spelling',
  });
}

async function readStandardInput({ input }: Screen): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of input ?? []) {
    bytes += piece.length;
    if (bytes > CONFIGURATION_BYTES_MAX)
      throw new FlaptrapError('input', 'standard input is larger than any configuration', { next: 'name the file' });
    pieces.push(Buffer.from(piece));
  }
  return decode(Buffer.concat(pieces));
}

function readText(file: string): string {
  let text: string;
  try {
    text = readPlainFile(file, CONFIGURATION_BYTES_MAX);
    if (text.slice(0, 200).includes('\0') || text.startsWith('\ufffd\ufffd')) text = decode(readFileSync(file));
  } catch (cause) {
    throw fileTrouble('read', file, cause);
  }
  if ((/\.ya?ml$/i.test(file) || PLAYBOOK.test(text)) && !text.includes('event manager')) throw notConfiguration(file, text);
  return text;
}

/** UTF-16 of either kind, as editors and terminals of Windows write it; else UTF-8. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (second === 0 && first !== 0 && first !== undefined);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined);
  if (isLittle) return bytes.toString('utf16le').replace(/^\ufeff/, '');
  return isBig
    ? Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le')
        .replace(/^\ufeff/, '')
    : bytes.toString('utf8');
}

/** `tunnel:` at the beginning of a line: every playbook has it, and no configuration. */
const PLAYBOOK = /^tunnel:/m;

function notConfiguration(file: string, text: string): FlaptrapError {
  return PLAYBOOK.test(text)
    ? new FlaptrapError('input', `${file} is a playbook, not an IOS configuration`, {
        next: `to check the playbook and the applets it makes: flaptrap check ${file}`,
      })
    : new FlaptrapError('input', `${file} is a YAML file, not an IOS configuration`, {
        next: 'name a file with the output of show running-config',
      });
}
