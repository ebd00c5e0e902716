/** The front door brings whatever was handed in into one form: unwrapped, turned, unfolded, split by command and by router, each message once. */
import { showOfCommand } from '../../ios/log/embedded-shows.ts';
import type { Tunnel } from '../../ipsec/peer.ts';
import { SIDES, type Side } from '../../ipsec/side.ts';
import { VENDORS, vendorOf } from '../../vendors/families/index.ts';
import { readerOf } from '../../vendors/shows.ts';
import type { FileReport } from '../bundle.ts';
import { snapshotOf } from '../snapshot.ts';
import { type Admitted, type AdmittedFile, admit, type DecodedFile, withNames } from './admitted.ts';
import { binaryTraceAt } from './binary-trace.ts';
import { FILTERED_WORDS, logFilters, showsLines, whyPartial } from './command-parts.ts';
import { folderOf, nameFrom, sideByPath, sideByText } from './home.ts';
import { isLog, nameOfCommand } from './kind.ts';
import { LARGE_CHARACTERS, type Opened, openFile, openText } from './open.ts';
import type { Page } from './page.ts';
import { withoutRepeats } from './repeats.ts';
import { learnHosts, splitRouters } from './routers.ts';
import { bareName, type Speakers, speakersOf } from './speaker.ts';

/** What both sides have, and one report for each file. */
export function enter(files: readonly DecodedFile[], tunnel: Tunnel, largeCharacters = LARGE_CHARACTERS): Admitted {
  const opened = files.map((file) => openFile(file, largeCharacters));
  const speakers = learnHosts(
    opened.map(({ rest }) => rest),
    namesInFolders(opened, speakersOf(tunnel)),
  );
  const addresses = new Set(SIDES.flatMap((side) => [tunnel[side].address, tunnel[side].natAddress ?? '']));
  const entered = opened.map((file) =>
    enterFile(isOfSeveral(file, speakers) ? openText(file.source, file.source.text) : file, speakers, addresses),
  );
  return { files: withNames(entered.flatMap((each) => each.files)), reports: entered.map(({ report }) => report) };
}

/** True of a large log in which more than one router speaks: then it is worked on whole, as a small one. */
function isOfSeveral({ source, rest, isSample }: Opened, speakers: Speakers): boolean {
  if (!isSample) return false;
  const split = splitRouters(rest, speakers, folderOf(source.path) ?? sideByPath(source.path, speakers));
  return split !== undefined && (split.others > 0 || Object.keys(split.pages).length > 1);
}

/** `hostname HQ-RTR-01` in a folder says how its router calls itself. */
function namesInFolders(opened: readonly Opened[], speakers: ReadonlyMap<string, Side>): Map<string, Side> {
  const known = new Map(speakers);
  for (const { source, shows } of opened) {
    const side = folderOf(source.path);
    const hosts = new Set(shows.flatMap(({ host }) => (host === undefined ? [] : [bareName(host)])));
    const [host] = hosts;
    if (side !== undefined && hosts.size === 1 && host !== undefined && !known.has(host)) known.set(host, side);
  }
  return known;
}

function enterFile(opened: Opened, speakers: Speakers, addresses: ReadonlySet<string>): { files: AdmittedFile[]; report: FileReport } {
  const { source, command, rest, shows } = opened;
  const home = folderOf(source.path) ?? sideByPath(source.path, speakers);
  const files: AdmittedFile[] = [];
  const left: string[] = [...opened.left];
  if (opened.data !== undefined) return { files, report: reportOf(opened, files, left) };
  if (command !== undefined || !isLog(source.path)) enterShow(opened, home ?? sideByText(rest.lines, speakers), addresses, files, left);
  else enterLog(opened, home, speakers, files, left);
  for (const part of shows) {
    const side = (part.host === undefined ? undefined : speakers.get(bareName(part.host))) ?? home ?? sideByText(part.page.lines, speakers);
    enterPart(part, { side, source, addresses, files, left });
  }
  return { files, report: reportOf(opened, files, left) };
}

interface Entering {
  side: Side | undefined;
  source: Opened['source'];
  addresses: ReadonlySet<string>;
  files: AdmittedFile[];
  left: string[];
}

/** What came through a filter counts for the lines that it left, under a name that says that it is a part. */
function enterPart({ command, inFull, page }: Opened['shows'][number], { side, source, addresses, files, left }: Entering): void {
  const why = whyPartial(command, page.lines.join('\n'), addresses);
  if (why !== undefined) left.push(`\`${command}\` ${why}`);
  else if (side === undefined) left.push(`\`${command}\` is of a router that cannot be told`);
  if (side === undefined) return;
  if (why === undefined) files.push(admit(side, nameOfCommand(inFull), page, source, true));
  else if (why === FILTERED_WORDS && showsLines(command)) files.push(admit(side, nameOfPart(inFull), page, source, true));
}

function enterShow(
  { source, command, rest }: Opened,
  side: Side | undefined,
  addresses: ReadonlySet<string>,
  files: AdmittedFile[],
  left: string[],
) {
  const base = source.path.slice(source.path.lastIndexOf('/') + 1);
  const name = readerOf(base) === undefined && command !== undefined ? nameOfCommand(command) : base;
  const why = whyPartial(spokenName(command, base), source.text, addresses);
  if (side === undefined) left.push('it is of a router that cannot be told');
  else if (why !== undefined) left.push(`it ${why}`);
  if (side === undefined) return;
  const isShown = why === undefined || (why === FILTERED_WORDS && showsLines(spokenName(command, base)));
  if (isShown) files.push(admit(side, name, rest, source, false));
}

/** Named so that whoever reads it knows that it is a part. */
function nameOfPart(command: string): string {
  return nameOfCommand(command).replace(/\.txt$/, '_include_part.txt');
}

/** `show_crypto_ipsec_sa_peer_198_51_100_1_detail.txt` as it was typed. */
function spokenName(command: string | undefined, base: string): string {
  const words = command ?? base.replace(/\.\w+$/, '').replaceAll('_', ' ');
  return words
    .replace(/(\d+) (\d+) (\d+) (\d+)/, '$1.$2.$3.$4')
    .replace(/ (?:\| )?(inc(?:lude)?|exc(?:lude)?|count|sec(?:tion)?|beg(?:in)?)\b/, ' | $1');
}

function enterLog(
  { source, rest, shows, left: before, isSample }: Opened,
  home: Side | undefined,
  speakers: Speakers,
  files: AdmittedFile[],
  left: string[],
): void {
  const split = splitRouters(rest, speakers, home);
  const alone = home ?? sideByText(rest.lines, speakers);
  const pages: Partial<Record<Side, Page>> = split?.pages ?? (alone === undefined ? {} : { [alone]: rest });
  if (Object.keys(pages).length === 0) left.push('it is of a router that cannot be told');
  if (split !== undefined && split.others > 0)
    left.push(split.others === 1 ? '1 message is of another router' : `${split.others} messages are of other routers`);
  for (const side of SIDES) {
    const page = pages[side];
    if (page === undefined) continue;
    const filters = logFilters(page);
    left.push(...filters.map((typed) => `\`${typed}\` ${FILTERED_WORDS}`));
    const isPart = page !== rest || shows.length > 0 || before.length > 0;
    const own = isSample ? rest : withoutRepeats(page);
    const file = admit(side, nameFrom(side, source.path), own, source, isPart && !isSample);
    files.push(isSample || filters.length > 0 ? { ...file, isSampled: true } : file);
  }
}

function reportOf(
  { source, command, data, rest, shows, isSample }: Opened,
  files: readonly AdmittedFile[],
  left: readonly string[],
): FileReport {
  const sides = SIDES.filter((side) => files.some((file) => file.side === side));
  const parts = shows.length === 0 ? '' : `, with ${[...new Set(shows.map(({ inFull }) => inFull))].join(', ')}`;
  const base = source.path.slice(source.path.lastIndexOf('/') + 1);
  const vendor = isLog(source.path) ? vendorOf(source.text) : undefined;
  const log = vendor === undefined ? 'a log' : `a log of ${VENDORS[vendor].title}`;
  const kind =
    data ??
    (command === undefined ? undefined : (showOfCommand(command)?.command ?? command)) ??
    (isLog(source.path) ? `${log}${parts}` : sayShow(base));
  return {
    path: source.path,
    sides,
    takenFor: (source.problem === 'binary' ? binaryTraceAt(source.path) : undefined) ?? kind,
    lines: countLines(source.text),
    readShare: null,
    done: [...new Set([...rest.done, ...files.flatMap(({ done }) => (isSample ? [...done, SAMPLED] : done))])],
    leftOut: [...left],
  };
}

function sayShow(fileName: string): string {
  const snapshot = snapshotOf(fileName);
  const show = readerOf(snapshot?.name ?? fileName);
  if (show === undefined) return 'a show that is not read';
  return snapshot === undefined ? show.command : `${show.command}, at ${snapshot.when === 'arming' ? 'arming' : 'the end'}`;
}
const SAMPLED =
  'it is so large that it was read as it stands: only its beginning, its middle and its end were looked at for folds and repeats, so it proves nothing complete';

function countLines(text: string): number {
  let count = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
