/** A bag is a folder that proves itself: its files below data/, and the sum of each in a list, and of the lists in another. [C] RFC 8493 */
import { createHash } from 'node:crypto';

export interface BagFile {
  path: string;
  bytes: Uint8Array;
}

/** What is wrong with an archive: each kind has a word of its own. */
export interface Fault {
  fault:
    | 'archive-cut'
    | 'archive-damaged'
    | 'not-a-bag'
    | 'file-missing'
    | 'file-extra'
    | 'file-changed'
    | 'signature-missing'
    | 'signature-damaged'
    | 'signature-wrong'
    | 'namespace-wrong'
    | 'signer-unknown';
  file: string;
  why: string;
}

const DECLARATION = 'bagit.txt';
const INFO = 'bag-info.txt';
const MANIFEST = 'manifest-sha256.txt';
const TAG_MANIFEST = 'tagmanifest-sha256.txt';
const PAYLOAD = 'data/';
const LINE_CHARACTERS = 79;

/** `payload`: by their paths below data/. The same files and the same `info` make the same bag. */
export function makeBag(payload: readonly BagFile[], info: readonly (readonly [string, string])[]): BagFile[] {
  const data = payload.map(({ path, bytes }) => ({ path: `${PAYLOAD}${path}`, bytes })).sort(byPath);
  const octets = data.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const tags = [
    file(DECLARATION, 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    file(INFO, [...info, ['Payload-Oxum', `${octets}.${data.length}`] as const].map(printLabel).join('')),
    file(MANIFEST, printSums(data)),
  ];
  return [...tags, file(TAG_MANIFEST, printSums([...tags].sort(byPath))), ...data];
}

/** Everything that is wrong with the files of a bag, below its one folder. */
export function checkBag(files: readonly BagFile[]): Fault[] {
  const found = new Map(files.map((each) => [each.path, each.bytes]));
  const [declaration, manifest, tagManifest] = [DECLARATION, MANIFEST, TAG_MANIFEST].map((path) => textOf(found.get(path)));
  if (declaration === undefined || !/^BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?$/i.test(declaration))
    return [
      {
        fault: 'not-a-bag',
        file: DECLARATION,
        why: declaration === undefined ? 'is not there: this is no evidence archive' : 'does not say that this is a bag',
      },
    ];
  if (manifest === undefined) return [missing(MANIFEST)];
  const sums = readSums(manifest);
  const isPayload = (path: string): boolean => path.startsWith(PAYLOAD);
  const wanted = [...sums, ...readSums(tagManifest ?? '')];
  return [
    ...(tagManifest === undefined ? [missing(TAG_MANIFEST)] : []),
    ...wanted.flatMap(({ path, sum }): Fault[] => {
      const bytes = found.get(path);
      if (bytes === undefined) return [missing(path)];
      return sumOf(bytes) === sum ? [] : [{ fault: 'file-changed', file: path, why: 'was changed: its SHA-256 is not that of the list' }];
    }),
    ...files
      .filter(
        ({ path }) => path !== TAG_MANIFEST && !wanted.some((each) => each.path === path) && (isPayload(path) || tagManifest !== undefined),
      )
      .map(({ path }): Fault => ({ fault: 'file-extra', file: path, why: 'was added: no list names it' })),
  ];
}

function missing(path: string): Fault {
  return { fault: 'file-missing', file: path, why: 'is missing' };
}

function byPath(one: BagFile, two: BagFile): number {
  return one.path < two.path ? -1 : 1;
}

function file(path: string, text: string): BagFile {
  return { path, bytes: Buffer.from(text) };
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function printSums(files: readonly BagFile[]): string {
  return files
    .map(({ path, bytes }) => `${sumOf(bytes)}  ${path.replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('\r', '%0D')}\n`)
    .join('');
}

function readSums(text: string): { path: string; sum: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, sum, path] = /^([0-9a-f]{64})\s+\*?(.+)$/i.exec(line) ?? [];
    if (sum === undefined || path === undefined) return [];
    const plain = path.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replaceAll('%25', '%');
    return [{ path: plain, sum: sum.toLowerCase() }];
  });
}

/** A long value goes on below, set in. [C] RFC 8493 2.2.2 */
function printLabel([label, value]: readonly [string, string]): string {
  const words = `${label}: ${value.replace(/\s+/g, ' ')}`.split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (`${last} ${word}`.length <= LINE_CHARACTERS) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return `${lines.join('\n')}\n`;
}
