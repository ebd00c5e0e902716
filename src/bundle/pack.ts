/** Packing a bundle makes a .tar.gz of it that is judged like the folder: both sides' files without secrets, and a manifest that proves each. */
import { pack } from 'tar-stream';
import type { Redactor } from '../ios/redact/redactor.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import { SIDES, type Side } from '../ipsec/side.ts';
import type { Bundle } from './bundle.ts';
import { joined } from './bytes.ts';
import type { Machine } from './machine.ts';
import { MANIFEST_FILE, type Manifest } from './manifest.ts';
import { redact, redactManifest } from './redact.ts';
import { printTunnel, TUNNEL_FILE } from './tunnel.ts';

interface PackedFile {
  path: string;
  bytes: Uint8Array;
}

/** The tar; whoever wants it small packs it again. `redactor`: what it hides beside secrets, the same in all files. Packet files are left out, and its manifest says so: they are no text. */
export async function packBundle(bundle: Bundle, redactor: Redactor, { sha256 }: Pick<Machine, 'sha256'>): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const evidence = SIDES.flatMap((side) =>
    bundle.sides[side].flatMap(({ name, text, packets }): PackedFile[] =>
      packets === undefined ? [{ bytes: encoder.encode(redact(text, redactor)), path: `${side}/${redactor.redactPath(name)}` }] : [],
    ),
  );
  const files = await Promise.all(evidence.map(async ({ path, bytes }) => ({ path, bytes: bytes.length, sha256: await sha256(bytes) })));
  const left = packetFilesOf(bundle).map(({ side, name }) => ({ side, what: redactor.redactPath(name), why: NO_TEXT }));
  const known = bundle.manifest === undefined ? undefined : redactManifest(bundle.manifest, redactor);
  const failures = [...(known?.failures ?? []), ...left];
  const manifest: Manifest = { schema: 'flaptrap.manifest/1', clockProbes: [], ...known, files, failures };
  return tarOf([
    { path: TUNNEL_FILE, bytes: encoder.encode(printTunnel(hidden(bundle.tunnel, redactor))) },
    { path: MANIFEST_FILE, bytes: encoder.encode(`${JSON.stringify(manifest, null, 2)}\n`) },
    ...evidence,
  ]);
}

const NO_TEXT = 'left out when the bundle was saved: in a packet file nothing can be hidden';

/** What a saved bundle leaves out. */
export function packetFilesOf({ sides }: Bundle): { side: Side; name: string }[] {
  return SIDES.flatMap((side) => sides[side].flatMap(({ name, packets }) => (packets === undefined ? [] : [{ side, name }])));
}

function hidden({ a, b }: Tunnel, redactor: Redactor): Tunnel {
  const peer = (each: Tunnel['a']): Tunnel['a'] => ({
    name: redactor.redact(each.name),
    address: redactor.redact(each.address) as Tunnel['a']['address'],
    ...(each.natAddress === undefined ? {} : { natAddress: redactor.redact(each.natAddress) as Tunnel['a']['address'] }),
  });
  return { a: peer(a), b: peer(b) };
}

const FILE_MODE = 0o600;

async function tarOf(files: readonly PackedFile[]): Promise<Uint8Array> {
  const tar = pack();
  // The library's types know Node's Buffer only; it takes any bytes.
  for (const { path, bytes } of files) tar.entry({ name: path, size: bytes.length, mode: FILE_MODE, mtime: new Date(0) }, bytes as Buffer);
  tar.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of tar) pieces.push(piece as Uint8Array);
  return joined(pieces);
}
