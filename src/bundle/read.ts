/** Reading a bundle takes a folder as it is: with or without a manifest, with files missing, with one side missing. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { Redactor } from '../ios/redact/redactor.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import type { Bundle, BundleFile, FileProblem } from './bundle.ts';
import { decode } from './decode.ts';
import { EXPECTED } from './expected.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { redact } from './redact.ts';
import { parseTunnel, TUNNEL_FILE } from './tunnel.ts';

export const MANIFEST_FILE = 'manifest.json';

/** Beyond this a file does not fit one string. */
const FILE_BYTES_MAX = 400 * 1024 * 1024;
const PROBLEMS: Record<FileProblem, string> = {
  empty: 'is empty',
  binary: 'is no text',
  'cut-short': 'is cut short',
};

export interface ReadBundle {
  bundle: Bundle;
  diagnostics: Diagnostic[];
}

/** Throws `input` with the diagnostics as its message when tunnel.yaml is missing or wrong: without it nobody knows the peers. */
export async function readBundle(directory: string): Promise<ReadBundle> {
  const diagnostics: Diagnostic[] = [];
  const tunnel = await readTunnel(directory, diagnostics);
  if (tunnel === undefined) throw new FlaptrapError('input', printDiagnostics(diagnostics));
  const missing: string[] = [];
  const manifest = await readManifest(directory, diagnostics);
  const notes = { missing, diagnostics, redactor: new Redactor() };
  const a = await readSide(directory, 'a', manifest, notes);
  const b = await readSide(directory, 'b', manifest, notes);
  for (const { side, what, why } of manifest?.failures ?? [])
    missing.push([side, what, why].filter((part) => part !== undefined).join(': '));
  return { bundle: { tunnel, sides: { a, b }, missing, ...(manifest === undefined ? {} : { manifest }) }, diagnostics };
}

async function readTunnel(directory: string, diagnostics: Diagnostic[]): Promise<Tunnel | undefined> {
  const file = join(directory, TUNNEL_FILE);
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) {
    const isFolder = await stat(directory)
      .then((entry) => entry.isDirectory())
      .catch(() => false);
    const summary = isFolder ? `there is no ${TUNNEL_FILE}` : 'there is no such folder';
    const detail = isFolder ? 'It names the peers: a and b, each with name and address, and natAddress behind a NAT.' : undefined;
    diagnostics.push({ severity: 'error', file: isFolder ? file : directory, line: 0, column: 0, summary, detail, code: 'tunnel' });
    return undefined;
  }
  const parsed = parseTunnel(bytes.toString('utf8'), file);
  diagnostics.push(...parsed.diagnostics);
  return parsed.tunnel;
}

async function readManifest(directory: string, diagnostics: Diagnostic[]): Promise<Manifest | undefined> {
  const file = join(directory, MANIFEST_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = parseManifest(text);
  if ('manifest' in parsed) return parsed.manifest;
  diagnostics.push({ severity: 'warning', file, line: 0, column: 0, summary: `the manifest is not used: ${parsed.why}`, code: 'manifest' });
  return undefined;
}

interface Notes {
  missing: string[];
  diagnostics: Diagnostic[];
  redactor: Redactor;
}

async function readSide(directory: string, side: Side, manifest: Manifest | undefined, notes: Notes): Promise<BundleFile[]> {
  const folder = join(directory, side);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  const names = (entries ?? []).flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : [])).sort();
  if (names.length === 0) {
    const what = entries === undefined ? 'is missing' : 'has no files';
    notes.missing.push(`${side}: the folder ${side}/ ${what}: nothing of this peer was captured`);
    notes.diagnostics.push({
      severity: 'warning',
      file: folder,
      line: 0,
      column: 0,
      summary: `${side}/ ${what}: this peer is not heard`,
      code: 'side',
    });
    return [];
  }
  const files: BundleFile[] = [];
  for (const name of names) files.push(await readOne({ folder, side, name }, manifest, notes.redactor));
  notes.missing.push(...problemsOf(side, files), ...absentFrom(side, files));
  return files;
}

async function readOne(
  { folder, side, name }: { folder: string; side: Side; name: string },
  manifest: Manifest | undefined,
  redactor: Redactor,
): Promise<BundleFile> {
  const path = join(folder, name);
  const { size } = await stat(path);
  if (size > FILE_BYTES_MAX) return { name, text: '', bytes: size, problem: 'binary' };
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const decoded = decode(bytes);
  const promised = manifest?.files.find((file) => file.path === `${side}/${name}`)?.bytes;
  const isShort = promised !== undefined && bytes.length < promised;
  const problem = decoded.problem ?? (isShort ? 'cut-short' : undefined);
  return { name, text: redact(decoded.text, redactor), bytes: bytes.length, ...(problem === undefined ? {} : { problem }) };
}

function problemsOf(side: Side, files: readonly BundleFile[]): string[] {
  return files.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${side}: ${name} ${PROBLEMS[problem]}`]));
}

function absentFrom(side: Side, files: readonly BundleFile[]): string[] {
  return EXPECTED.flatMap(({ command, names }) =>
    files.some(({ name }) => names.test(name)) ? [] : [`${side}: \`${command}\` was not captured`],
  );
}
