/** Checking against the manifest finds what was changed, taken away or added after the capture; a bundle made by hand has none. */
import { SIDES } from '../ipsec/side.ts';
import type { Doubt } from './bundle.ts';
import { MANIFEST_FILE, type Manifest, type ManifestFile } from './manifest.ts';
import { leadsOut, partsOf } from './path.ts';
import { TUNNEL_FILE } from './tunnel.ts';

/** What there is of a file, to be held against the manifest. */
export interface Proof {
  path: string;
  bytes: number;
  sha256: string;
}

export function checkManifest({ files, asked = [] }: Manifest, found: readonly Proof[]): Doubt[] {
  const inside = files.filter(({ path }) => !leadsOut(path)).map((file) => ({ ...file, path: partsOf(file.path).join('/') }));
  const listed = new Set(inside.map(({ path }) => path));
  const proofs = new Map(found.map((proof) => [proof.path, proof]));
  const evidence = inside.filter(({ path }) => path === TUNNEL_FILE || isOfSide(path));
  return [
    ...files.flatMap(({ path }) => (leadsOut(path) ? [outside(path)] : [])),
    ...evidence.flatMap((file) => hold(file, proofs.get(file.path))),
    // A manifest without a list proves nothing, and denies nothing.
    ...(files.length === 0 ? [] : found.filter(({ path }) => isOfSide(path) && !listed.has(path) && !isAsked(path, asked))).map(
      ({ path }) => doubt(path, 'is not in the manifest: it was added after the capture'),
    ),
  ];
}

/** What its operator has sent is no doubt, and is said: nothing proves it but itself. */
export function sayHandedIn({ files, asked = [] }: Manifest, found: readonly Proof[]): string[] {
  return found
    .filter(({ path }) => isAsked(path, asked) && !files.some((file) => file.path === path))
    .map(({ path }) => `${path} is not in the manifest: it was added by hand, as was asked for`);
}

function isAsked(path: string, asked: NonNullable<Manifest['asked']>): boolean {
  return asked.some(({ side }) => path.startsWith(`${side}/`));
}

function hold({ path, bytes, sha256 }: ManifestFile, proof: Proof | undefined): Doubt[] {
  if (proof === undefined) return [doubt(path, 'is in the manifest and not in the bundle: it was removed after the capture')];
  const changed = 'was changed after the capture (redacted once more, edited, or cut)';
  if (proof.bytes !== bytes) return [doubt(path, `${changed}: it has ${proof.bytes} bytes, and ${bytes} by the manifest`)];
  const isSame = sha256 === undefined || sha256.toLowerCase() === proof.sha256;
  return isSame ? [] : [doubt(path, `${changed}: its SHA-256 is not that of the manifest`)];
}

function outside(path: string): Doubt {
  return {
    side: null,
    file: MANIFEST_FILE,
    why: `lists ${JSON.stringify(path)}, which is not in the bundle's folder: nothing is read there`,
  };
}

function doubt(path: string, why: string): Doubt {
  const side = SIDES.find((each) => path.startsWith(`${each}/`));
  return side === undefined ? { side: null, file: path, why } : { side, file: path.slice(side.length + 1), why };
}

function isOfSide(path: string): boolean {
  return SIDES.some((side) => path.startsWith(`${side}/`));
}
