/** Writing a bundle puts both peers' evidence into a new folder, without secrets, with a manifest that proves each file; whole or not at all. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, fileTrouble } from '../file-trouble.ts';
import { Redactor } from '../ios/redact/redactor.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { decode } from './decode.ts';
import { evidenceNames } from './evidence-names.ts';
import { type ClockProbe, MANIFEST_FILE, type Manifest, type ManifestFailure, type ManifestFile } from './manifest.ts';
import { isPacketFile } from './packets/read-packets.ts';
import { UNFINISHED } from './path.ts';
import { redact } from './redact.ts';
import { printTunnel, TUNNEL_FILE } from './tunnel.ts';

export interface NewEvidence {
  /** File name in the bundle: `show_logging.txt`. */
  name: string;
  bytes: Buffer;
  /** How it is known to be whole: `size and md5`. */
  proof?: string | undefined;
}

export interface NewBundle {
  /** Undefined where an address is not known: whoever reads it works the peers out. */
  tunnel: Tunnel | undefined;
  evidence: Record<Side, readonly NewEvidence[]>;
  clockProbes: readonly ClockProbe[];
  failures: readonly ManifestFailure[];
  /** Of a peer that is not ours. */
  asked?: { side: Side; what: string }[] | undefined;
  captureId: string;
  by?: string | undefined;
  /** ms since 1970 on the collecting host. */
  startedAt: number;
  finishedAt: number;
  /** Known ones, removed wherever they stand, beside all that IOS prints as such. */
  secrets?: readonly string[] | undefined;
}

/** Evidence is readable for its owner alone. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

let partsWritten = 0;

/** Returns the manifest. A folder that holds something is never touched; what a crash leaves, `<folder>.unfinished-…`, the next run takes away. */
export async function writeBundle(folder: string, bundle: NewBundle): Promise<Manifest> {
  const directory = resolve(folder);
  partsWritten += 1;
  const part = `${directory}.unfinished-${process.pid}-${partsWritten}`;
  try {
    await refuseTaken(directory);
    await mkdir(dirname(directory), { recursive: true, mode: FOLDER_MODE });
    await removeLeftParts(directory);
    const manifest = await writeFolder(part, bundle);
    // Onto a folder that somebody filled in the meantime this fails; onto an empty one it does not. [C] POSIX rename
    await rename(part, directory);
    await syncFolder(dirname(directory));
    return manifest;
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    throw fileTrouble('write the bundle to', folder, error);
  }
}

/** `<out>/<captureId>`, or with `-2`, `-3` and so on behind it: the first that does not exist. */
export async function freeBundleFolder(out: string, captureId: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const folder = join(out, count === 1 ? captureId : `${captureId}-${count}`);
    const isFree = await lstat(folder).then(
      () => false,
      (error: unknown) => (codeOf(error) === 'ENOENT' ? true : Promise.reject(fileTrouble('write the bundle to', folder, error))),
    );
    if (isFree) return folder;
  }
}

/** Beside the evidence of a bundle that is whole; an older report of the same name is overwritten. */
export async function writeReport(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: FILE_MODE }).catch((cause: unknown) => Promise.reject(fileTrouble('write the report', path, cause)));
}

/** Of runs that have ended: two that write one bundle at a time leave each other's alone, and one of them gets the folder. */
async function removeLeftParts(directory: string): Promise<void> {
  for (const name of await readdir(dirname(directory))) {
    const match = UNFINISHED.exec(name);
    if (match === null || name.slice(0, match.index) !== basename(directory) || isRunning(match[1])) continue;
    await rm(join(dirname(directory), name), { recursive: true, force: true });
  }
}

function isRunning(pid: string | undefined): boolean {
  try {
    return pid !== undefined && process.kill(Number(pid), 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Before anything is written: what is in the way is told at once, and is not mistaken for a parent that is a file. */
async function refuseTaken(directory: string): Promise<void> {
  const entry = await lstat(directory).catch((error: unknown) => (codeOf(error) === 'ENOENT' ? undefined : Promise.reject(error)));
  if (entry !== undefined && !entry.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'EEXIST' });
}

async function writeFolder(part: string, bundle: NewBundle): Promise<Manifest> {
  await mkdir(part, { mode: FOLDER_MODE });
  if (bundle.tunnel !== undefined) await writeWhole(join(part, TUNNEL_FILE), Buffer.from(printTunnel(bundle.tunnel)));
  const redactor = new Redactor({ secrets: bundle.secrets ?? [] });
  const files: ManifestFile[] = [];
  for (const side of SIDES) {
    await mkdir(join(part, side), { mode: FOLDER_MODE });
    const names = evidenceNames(bundle.evidence[side].map(({ name }) => name));
    for (const [index, evidence] of bundle.evidence[side].entries())
      files.push(await writeEvidence(part, `${side}/${names[index]}`, evidence, redactor));
    await syncFolder(join(part, side));
  }
  const manifest: Manifest = {
    schema: 'flaptrap.manifest/1',
    captureId: bundle.captureId,
    ...(bundle.by === undefined ? {} : { by: bundle.by }),
    startedAt: bundle.startedAt,
    finishedAt: bundle.finishedAt,
    clockProbes: [...bundle.clockProbes],
    files,
    ...(bundle.asked === undefined || bundle.asked.length === 0 ? {} : { asked: bundle.asked }),
    failures: bundle.failures.map((failure) => ({ ...failure, why: redact(failure.why, redactor) })),
  };
  await writeWhole(join(part, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  await syncFolder(part);
  return manifest;
}

/** The manifest tells what is on the disk: without secrets. */
async function writeEvidence(part: string, path: string, { bytes, proof }: NewEvidence, redactor: Redactor): Promise<ManifestFile> {
  const content = withoutSecrets(bytes, redactor);
  await writeWhole(join(part, path), content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, bytes: content.length, sha256, ...(proof === undefined ? {} : { proof }) };
}

/**
 * What is no text is looked through byte by byte: a few stray bytes do not bring a key into the bundle. A packet file stays as it is, for what
 * looks like a password there is chance, and a changed length is its end: known secrets were looked for where it was fetched.
 */
function withoutSecrets(bytes: Buffer, redactor: Redactor): Buffer {
  if (isPacketFile(bytes)) return bytes;
  const { text, problem } = decode(bytes);
  if (problem === 'empty') return bytes;
  const isBinary = problem === 'binary';
  const before = isBinary ? bytes.toString('latin1') : text;
  const redacted = redact(before, redactor);
  return redacted === before ? bytes : Buffer.from(redacted, isBinary ? 'latin1' : 'utf8');
}

async function writeWhole(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** So that the names survive a power cut too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
