/** Writing a bundle puts both peers' evidence into a folder, without secrets, with a manifest that proves each file. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redactor } from '../ios/redact/redactor.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import { decode } from './decode.ts';
import type { ClockProbe, Manifest, ManifestFailure, ManifestFile } from './manifest.ts';
import { MANIFEST_FILE } from './read.ts';
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
  tunnel: Tunnel;
  evidence: Record<Side, readonly NewEvidence[]>;
  clockProbes: readonly ClockProbe[];
  failures: readonly ManifestFailure[];
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

/** Writes the folder and returns the manifest, which is written last: a folder with a manifest is whole. */
export async function writeBundle(directory: string, bundle: NewBundle): Promise<Manifest> {
  await makeFolder(directory);
  const redactor = new Redactor({ secrets: bundle.secrets ?? [] });
  await writeWhole(join(directory, TUNNEL_FILE), Buffer.from(printTunnel(bundle.tunnel)));
  const files: ManifestFile[] = [];
  for (const side of SIDES) {
    const folder = join(directory, side);
    await makeFolder(folder);
    for (const evidence of bundle.evidence[side]) files.push(await writeEvidence(folder, side, evidence, redactor));
  }
  const manifest: Manifest = {
    schema: 'flaptrap.manifest/1',
    captureId: bundle.captureId,
    ...(bundle.by === undefined ? {} : { by: bundle.by }),
    startedAt: bundle.startedAt,
    finishedAt: bundle.finishedAt,
    clockProbes: [...bundle.clockProbes],
    files,
    failures: bundle.failures.map((failure) => ({ ...failure, why: redact(failure.why, redactor) })),
  };
  await writeWhole(join(directory, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  return manifest;
}

async function writeEvidence(folder: string, side: Side, { name, bytes, proof }: NewEvidence, redactor: Redactor): Promise<ManifestFile> {
  const content = withoutSecrets(bytes, redactor);
  await writeWhole(join(folder, safeName(name)), content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path: `${side}/${safeName(name)}`, bytes: content.length, sha256, ...(proof === undefined ? {} : { proof }) };
}

/** Text loses its secrets; what is no text is kept as it is. */
function withoutSecrets(bytes: Buffer, redactor: Redactor): Buffer {
  const { text, problem } = decode(bytes);
  if (problem === 'empty' || problem === 'binary') return bytes;
  const redacted = redact(text, redactor);
  return redacted === text ? bytes : Buffer.from(redacted, 'utf8');
}

/** A name from a router never leaves the side's folder. */
function safeName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').replace(/^\.+/, '_');
}

/** Its mode is set again: a folder that was there, or a mask, may have another. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  await chmod(folder, FOLDER_MODE);
}

/** Under another name first: a file that is there is whole. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: FILE_MODE });
  await chmod(`${path}.part`, FILE_MODE);
  await rename(`${path}.part`, path);
}
