/** Writing a bundle puts both peers' evidence into a folder, without secrets, with a manifest that proves each file. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
}

/** Evidence is readable for its owner alone. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Where a bundle of this capture may go: never over one that is there. */
export function freeBundleFolder(out: string, captureId: string): string {
  for (let number = 1; ; number += 1) {
    const folder = join(out, number === 1 ? captureId : `${captureId}-${number}`);
    if (!existsSync(folder)) return folder;
  }
}

/** Writes the folder and returns the manifest, which is written last: a folder with a manifest is whole. */
export async function writeBundle(directory: string, bundle: NewBundle): Promise<Manifest> {
  await mkdir(directory, { recursive: true, mode: FOLDER_MODE });
  await writeWhole(join(directory, TUNNEL_FILE), Buffer.from(printTunnel(bundle.tunnel)));
  const files: ManifestFile[] = [];
  for (const side of SIDES) {
    await mkdir(join(directory, side), { recursive: true, mode: FOLDER_MODE });
    for (const evidence of bundle.evidence[side]) files.push(await writeEvidence(directory, side, evidence));
  }
  const manifest: Manifest = {
    schema: 'flaptrap.manifest/1',
    captureId: bundle.captureId,
    ...(bundle.by === undefined ? {} : { by: bundle.by }),
    startedAt: bundle.startedAt,
    finishedAt: bundle.finishedAt,
    clockProbes: [...bundle.clockProbes],
    files,
    failures: [...bundle.failures],
  };
  await writeWhole(join(directory, MANIFEST_FILE), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  return manifest;
}

async function writeEvidence(directory: string, side: Side, { name, bytes, proof }: NewEvidence): Promise<ManifestFile> {
  const content = withoutSecrets(bytes);
  await writeWhole(join(directory, side, safeName(name)), content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path: `${side}/${safeName(name)}`, bytes: content.length, sha256, ...(proof === undefined ? {} : { proof }) };
}

/** Text loses its secrets; what is no text is kept as it is. */
function withoutSecrets(bytes: Buffer): Buffer {
  const { text, problem } = decode(bytes);
  if (problem === 'empty' || problem === 'binary') return bytes;
  const redacted = redact(text);
  return redacted === text ? bytes : Buffer.from(redacted, 'utf8');
}

/** A name from a router never leaves the side's folder. */
function safeName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').replace(/^\.+/, '_');
}

/** Under another name first: a file that is there is whole. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: FILE_MODE });
  await rename(`${path}.part`, path);
}
