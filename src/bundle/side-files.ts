/** A side's files are what the front door gave it, without secrets; what is missing, empty, cut short or was left is said. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Redactor } from '../ios/redact/redactor.ts';
import type { Peer } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import { IOS_LINE, VENDORS, vendorOf } from '../vendors/families/index.ts';
import { isListing } from '../vendors/shows.ts';
import type { BundleFile, FileProblem } from './bundle.ts';
import type { AdmittedFile } from './door/admitted.ts';
import { EXPECTED } from './expected.ts';
import type { Manifest } from './manifest.ts';
import { redact } from './redact.ts';
import { aboutFile } from './refuse.ts';
import type { LeftFile } from './taken.ts';

const PROBLEMS: Record<FileProblem, string> = {
  empty: 'is empty',
  binary: 'is not text',
  'cut-short': 'is cut short',
};

/** What is said of a bundle while it is assembled. */
export interface Notes {
  missing: string[];
  diagnostics: Diagnostic[];
}

interface SideContext {
  origin: string;
  manifest: Manifest | undefined;
  /** Who it is, where nobody laid a folder for it. */
  loose: Peer | undefined;
  notes: Notes;
  /** One for both sides: a key that both ends share is one token. */
  redactor: Redactor;
}

export function sideOf(
  side: Side,
  admitted: readonly AdmittedFile[],
  left: readonly LeftFile[],
  { origin, manifest, loose, notes, redactor }: SideContext,
): BundleFile[] {
  const own = admitted.filter((file) => file.side === side).toSorted((one, two) => (one.name < two.name ? -1 : 1));
  const files = own.map((file) => bundleFileOf(file, { manifest, redactor }));
  const unread = left.filter(({ path }) => nameIn(side, path) !== undefined);
  for (const { path, left: why } of unread) {
    notes.missing.push(`${side}: ${nameIn(side, path)} ${why}: it was not read`);
    notes.diagnostics.push(aboutFile('warning', `${origin}/${path}`, `this ${why}: it was not read`, 'file'));
  }
  const whole = left.find(({ path }) => path === side)?.left;
  const asked = manifest?.asked?.find((each) => each.side === side)?.what;
  if (files.length === 0 && whole === undefined && unread.length === 0 && asked !== undefined) notes.missing.push(`${side}: ${asked}`);
  else if (files.length === 0 && loose !== undefined && whole === undefined && unread.length === 0) sayAlone(side, loose, origin, notes);
  else if (files.length === 0)
    sayUnheard(side, whole ?? (unread.length > 0 ? 'has no file that can be read' : 'is missing'), origin, notes);
  else notes.missing.push(...problemsOf(side, files), ...(asked === undefined ? absentFrom(side, files) : []));
  return files;
}

/** Hidden files are neither read nor held against the manifest. */
export function isShown({ path }: { path: string }): boolean {
  return !/(?:^|\/)\./.test(path);
}

/** The name inside the side's folder; of hidden files, which an editor or a Mac left, none. */
function nameIn(side: Side, path: string): string | undefined {
  const name = path.startsWith(`${side}/`) ? path.slice(side.length + 1) : '';
  return name === '' || name.startsWith('.') ? undefined : name;
}

/** Single files were handed in: of a folder that is missing nobody knows anything. */
function sayAlone(side: Side, { name, address }: Peer, origin: string, { missing, diagnostics }: Notes): void {
  missing.push(`${side}: nothing of ${name} (${address}) was handed in`);
  const summary = `nothing of ${name} (${address}) is in it, and one end alone decides less`;
  diagnostics.push(aboutFile('warning', origin, summary, 'side', `Hand in the log of ${address} too, beside this one.`));
}

function sayUnheard(side: Side, what: string, origin: string, { missing, diagnostics }: Notes): void {
  missing.push(`${side}: the folder ${side}/ ${what}: nothing of this router was captured`);
  diagnostics.push(aboutFile('warning', `${origin}/${side}`, `${side}/ ${what}: there is no output of this router`, 'side'));
}

function bundleFileOf(
  { name, text, isSampled, source: { path, bytes, problem, packets } }: AdmittedFile,
  { manifest, redactor }: Pick<SideContext, 'manifest' | 'redactor'>,
): BundleFile {
  const promised = manifest?.files.find((file) => file.path === path)?.bytes;
  const isShort = promised !== undefined && bytes < promised;
  const found = problem ?? (isShort ? 'cut-short' : undefined);
  return {
    name,
    text: redact(text, redactor),
    bytes,
    ...(found === undefined ? {} : { problem: found }),
    ...(packets === undefined ? {} : { packets }),
    ...(isSampled === true ? { isSampled } : {}),
    ...(promised === bytes ? { isWhole: true } : {}),
  };
}

function problemsOf(side: Side, files: readonly BundleFile[]): string[] {
  return files.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${side}: ${name} ${PROBLEMS[problem]}`]));
}

function absentFrom(side: Side, files: readonly BundleFile[]): string[] {
  const vendor = files.map(({ name, text }) => (isListing(name) ? 'strongswan' : vendorOf(text))).find((id) => id !== undefined);
  // What else it printed, it named in its own way: beside other files nothing is called absent.
  if (vendor !== undefined && !files.some(({ text }) => IOS_LINE.test(text))) {
    const { sas, configuration } = VENDORS[vendor].ask;
    const isListed = files.some(({ name }) => isListing(name));
    return files.length > 1 || isListed ? [] : [sas, configuration].map((what) => `${side}: \`${what}\` was not captured`);
  }
  return EXPECTED.flatMap(({ command, names }) =>
    files.some(({ name }) => names.test(name)) ? [] : [`${side}: \`${command}\` was not captured`],
  );
}
