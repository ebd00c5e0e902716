/** Assembling makes a bundle of taken files, wherever they came from: it needs no disk, and says what is missing, left or doubted. */
import { type Diagnostic, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';
import { Redactor } from '../ios/redact/redactor.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import { type AssumedPeers, type Bundle, type Doubt, type FileReport, type Origin, printDoubt } from './bundle.ts';
import { findCopies, withoutStrays } from './copies.ts';
import { decode } from './decode.ts';
import { raise } from './deeper.ts';
import type { AdmittedFile, DecodedFile } from './door/admitted.ts';
import { enter } from './door/door.ts';
import { nameFrom } from './door/home.ts';
import { workOutMasked } from './door/masked-peers.ts';
import { type Opened, openFile } from './door/open.ts';
import { workOutPeers } from './door/peers.ts';
import { speakersOf } from './door/speaker.ts';
import { MANIFEST_FILE, parseManifest } from './manifest.ts';
import { checkManifest, sayHandedIn } from './manifest-check.ts';
import { readPackets } from './packets/read-packets.ts';
import { unbag, unfold } from './path.ts';
import { aboutFile, refusal, WHAT_IS_RIGHT } from './refuse.ts';
import { sayHanded } from './say-handed.ts';
import { isShown, type Notes, sideOf } from './side-files.ts';
import { isLeft, type LeftFile, type RawFile, type TakenFile } from './taken.ts';
import { parseTunnel, TUNNEL_EXAMPLE, TUNNEL_FILE } from './tunnel.ts';
import { checkTunnel } from './tunnel-check.ts';

/** A bundle, and what is odd about it. */
export interface ReadBundle {
  bundle: Bundle;
  /** What a reader should know of its files: missing, damaged, doubted. */
  diagnostics: Diagnostic[];
}

/** `origin`: the folder's or the archive's name in diagnostics. Throws `input` when nobody knows the peers. */
export async function assembleBundle(files: AsyncIterable<TakenFile>, origin: string): Promise<ReadBundle> {
  const notes: Notes = { missing: [], diagnostics: [] };
  const { read, left } = await gather(files, origin);
  const records = read.filter(isRecord);
  const opened = records.map((file) => openFile(file));
  const { tunnel, assumed } = tunnelOf({ read, left, opened }, origin, notes);
  if (tunnel === undefined) throw new FlaptrapError('input', printDiagnostics(notes.diagnostics));
  if (assumed !== undefined) notes.missing.push(`${TUNNEL_FILE}: the peers are taken to be ${assumed.why}`);
  const admitted = enter(opened, tunnel);
  const manifest = manifestOf(read, left, origin, notes);
  const redactor = new Redactor();
  const looseOf = (side: Side) => (assumed === undefined ? undefined : tunnel[side]);
  const a = sideOf('a', admitted.files, left, { origin, manifest, loose: looseOf('a'), notes, redactor });
  const b = sideOf('b', admitted.files, left, { origin, manifest, loose: looseOf('b'), notes, redactor });
  for (const { side, what, why } of manifest?.failures ?? [])
    notes.missing.push([side, what, why].filter((part) => part !== undefined).join(': '));
  if (manifest !== undefined) notes.missing.push(...sayHandedIn(manifest, read.filter(isShown)));
  const copies = findCopies({ sides: { a, b } });
  const sides = copies.length === 0 ? { a, b } : withoutStrays({ a, b }, copies, speakersOf(tunnel));
  const doubts = [
    ...(manifest === undefined ? [] : checkManifest(manifest, read.filter(isShown))),
    ...checkTunnel({ tunnel, sides }),
    ...copies,
  ];
  notes.diagnostics.push(...doubts.map((doubt) => diagnosticOf(doubt, origin)));
  const missing = [...doubts.map(printDoubt), ...notes.missing];
  const reports = [...admitted.reports, ...left.map(reportOfLeft)];
  const known = { ...(manifest === undefined ? {} : { manifest }), ...(assumed === undefined ? {} : { assumed }) };
  const bundle = { tunnel, sides, missing, doubts, files: reports, origins: originsOf(admitted.files), ...known };
  return { bundle, diagnostics: notes.diagnostics };
}

function reportOfLeft({ path, left }: LeftFile): FileReport {
  return { path, sides: [], takenFor: 'nothing: it was not read', lines: 0, readShare: null, done: [], leftOut: [`it ${left}`] };
}

/** What a router may have printed. */
function isRecord({ path }: { path: string }): boolean {
  return path !== TUNNEL_FILE && path !== MANIFEST_FILE && isShown({ path });
}

function originsOf(files: readonly AdmittedFile[]): Record<Side, Record<string, Origin>> {
  const origins: Record<Side, Record<string, Origin>> = { a: {}, b: {} };
  for (const { side, name, source, numbers } of files) {
    const file = nameFrom(side, source.path);
    if (file !== name || numbers !== undefined) origins[side][name] = { file, ...(numbers === undefined ? {} : { numbers }) };
  }
  return origins;
}

export function diagnosticOf({ side, file, why }: Doubt, origin: string): Diagnostic {
  return aboutFile('warning', [origin, ...(side === null ? [] : [side]), file].join('/'), `this ${why}`, 'doubt', NOT_CERTAIN);
}

const NOT_CERTAIN = 'It is still used, but nothing that depends on it is called certain.';

async function gather(files: AsyncIterable<TakenFile>, origin: string): Promise<{ read: DecodedFile[]; left: LeftFile[] }> {
  const all: (DecodedFile | LeftFile)[] = [];
  for await (const file of files) {
    // Only the text is kept: its bytes would be as much again.
    all.push(isLeft(file) ? file : { path: file.path, ...contentOf(file), bytes: file.bytes.length, sha256: file.sha256 });
  }
  const unfolded = raise(unfold(unbag(all)), origin).sort((one, two) => (one.path < two.path ? -1 : 1));
  const read = withoutCopies(
    unfolded.flatMap((file) => ('left' in file ? [] : [file])),
    origin,
  );
  return { read, left: unfolded.flatMap((file) => ('left' in file ? [file] : [])) };
}

/** A packet file is no text, and no damage either: of it, too, only what is read is kept. */
function contentOf({ bytes, isCut }: RawFile): Pick<DecodedFile, 'text' | 'problem' | 'packets'> {
  const packets = readPackets(bytes);
  const cut = isCut === true ? { problem: 'cut-short' as const } : {};
  if (packets === undefined) return { ...cut, ...decode(bytes) };
  return { text: '', packets, ...(packets.cut === null ? cut : { problem: 'cut-short' }) };
}

/** `show_logging.txt` and `show_logging.txt.gz` are one file, when they are. */
function withoutCopies(read: readonly DecodedFile[], origin: string): DecodedFile[] {
  return read.filter(({ path, sha256 }, index) => {
    const before = index === 0 ? undefined : read[index - 1];
    if (before?.path === path && before.sha256 !== sha256)
      throw refusal(origin, `${path} is in it twice, compressed and plain, and they differ`);
    return before?.path !== path;
  });
}

interface KnownPeers {
  tunnel: Tunnel | undefined;
  assumed?: AssumedPeers;
}

interface Handed {
  read: readonly DecodedFile[];
  left: readonly LeftFile[];
  /** Of those that were read, what a router may have printed. */
  opened: readonly Opened[];
}

function tunnelOf({ read, left, opened }: Handed, origin: string, { diagnostics }: Notes): KnownPeers {
  const file = read.find(({ path }) => path === TUNNEL_FILE);
  const why = left.find(({ path }) => path === TUNNEL_FILE)?.left;
  const place = `${origin}/${TUNNEL_FILE}`;
  if (file !== undefined) {
    const parsed = parseTunnel(file.text, place);
    diagnostics.push(...parsed.diagnostics);
    return { tunnel: parsed.tunnel };
  }
  const detail = `It names the peers, each with name and address, and natAddress behind a NAT:\n${TUNNEL_EXAMPLE.replace(/^/gm, '      ')}`;
  if (why !== undefined) throw refusal(place, `it ${why}`, detail);
  const found = workOutPeers(opened) ?? workOutMasked(opened);
  if (found !== undefined) return found;
  refuseAlone(read, left, origin);
  const nothing = read.length + left.length === 0 ? ', and no other file either' : '';
  throw refusal(place, `there is no ${TUNNEL_FILE}${nothing}`, `${sayHanded(read.filter(isRecord), left)}${WHAT_IS_RIGHT}\n    ${detail}`);
}

/** One file that was named, and not a folder of them: what is wrong is the file. */
function refuseAlone([file, ...more]: readonly DecodedFile[], [leftFile]: readonly LeftFile[], origin: string): void {
  const path = file?.path ?? leftFile?.path ?? '';
  const isNamed = path !== '' && (origin === path || origin.endsWith(`/${path}`) || origin.endsWith(`/${path}.gz`));
  if (more.length > 0 || (!isNamed && origin !== '-')) return;
  if (file === undefined) throw refusal(origin, `it ${leftFile?.left ?? 'is empty'}`);
  if (file.text === '' && file.problem !== 'binary') throw refusal(origin, 'there is nothing in it');
  const is = file.problem === 'binary' ? 'a file of an unknown kind' : 'a text file';
  throw refusal(origin, `this is ${is} in which no line names both peers, not a tar archive and not a bundle`);
}

function manifestOf(read: readonly DecodedFile[], left: readonly LeftFile[], origin: string, { missing, diagnostics }: Notes) {
  const file = read.find(({ path }) => path === MANIFEST_FILE);
  const whyLeft = left.find(({ path }) => path === MANIFEST_FILE)?.left;
  const parsed = file === undefined ? undefined : parseManifest(file.text);
  if (parsed !== undefined && 'manifest' in parsed) return parsed.manifest;
  const why = parsed?.why ?? (whyLeft === undefined ? undefined : `it ${whyLeft}`);
  if (why === undefined) return undefined;
  diagnostics.push(aboutFile('warning', `${origin}/${MANIFEST_FILE}`, `the manifest is ignored: ${why}`, 'manifest'));
  missing.push(`${MANIFEST_FILE} is ignored, so no file is verified by it: ${why}`);
  return undefined;
}
