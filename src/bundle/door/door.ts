/** The front door brings whatever was handed in into one form: unwrapped, turned, unfolded, split by command and by router, each message once. */
import { readAddress } from '../../ipsec/address.ts';
import type { Tunnel } from '../../ipsec/peer.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';
import type { FileReport } from '../bundle.ts';
import { type Admitted, type AdmittedFile, admit, withNames } from './admitted.ts';
import { BUFFER_CLOCK_FILE, bufferClock } from './clock-lines.ts';
import { FILTERED_WORDS, logFilters } from './command-parts.ts';
import { type Entered, enterPart, enterShow, type Place } from './enter-show.ts';
import { routerIn, stemOf } from './file-name.ts';
import { reportOf } from './file-report.ts';
import { folderOf, nameFrom, sideByPath, sideByText } from './home.ts';
import { isLog } from './kind.ts';
import { learnHosts } from './learn-hosts.ts';
import { type Opened, openText } from './open.ts';
import type { Page } from './page.ts';
import { withoutRepeats } from './repeats.ts';
import { splitRouters } from './routers.ts';
import { bareName, type Speakers, speakersOf } from './speaker.ts';

/** What both sides have, and one report for each file. */
export function enter(opened: readonly Opened[], tunnel: Tunnel): Admitted {
  const speakers = learnHosts(
    opened.map(({ rest }) => rest),
    namesInFolders(opened, speakersOf(tunnel)),
  );
  const addresses = new Set(SIDES.flatMap((side) => [tunnel[side].address, tunnel[side].natAddress ?? '']));
  const whole = opened.map((file) => (isOfSeveral(file, speakers) ? openText(file.source, file.source.text) : file));
  const known = whole.map((file) => enterFile(file, { speakers, addresses }));
  const entered = known.map((each, at) => {
    const side = sideOfOther(whole, known, at) ?? sideAlone(whole, known, tunnel);
    const file = whole[at];
    return side === undefined || file === undefined ? each : enterFile(file, { speakers, addresses, side });
  });
  return { files: withNames(entered.flatMap((each) => each.files)), reports: entered.map(({ report }) => report) };
}

interface EnteredFile {
  files: AdmittedFile[];
  report: FileReport;
}

/** Of two logs one of which is of one end, that of which nothing tells whose it is is of the other; not the same log a day before. */
function sideOfOther(opened: readonly Opened[], entered: readonly EnteredFile[], at: number): Side | undefined {
  const [own, beside] = [opened[at], opened[1 - at]];
  if (opened.length !== 2 || own === undefined || beside === undefined || entered[at]?.files.length !== 0) return undefined;
  const isLogOfIts = own.data === undefined && own.command === undefined && own.rest.lines.length > 0 && isLog(own.source.path);
  const [side, ...more] = new Set(entered[1 - at]?.files.map((file) => file.side));
  const isRotated = stemOf(own.source.path) === stemOf(beside.source.path);
  return isLogOfIts && !isRotated && side !== undefined && more.length === 0 ? other(side) : undefined;
}

/** One file is all there is, and no line of it has the address of whose record it is: it is of a, who was called after it. */
function sideAlone([only, ...more]: readonly Opened[], [entered]: readonly EnteredFile[], { a }: Tunnel): Side | undefined {
  const isUntold = only !== undefined && more.length === 0 && entered?.files.length === 0 && readAddress(a.address) === undefined;
  return isUntold && only.data === undefined && isLog(only.source.path) ? 'a' : undefined;
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

interface Known {
  speakers: Speakers;
  addresses: ReadonlySet<string>;
  /** Where nothing in the file tells. */
  side?: Side | undefined;
}

function enterFile(opened: Opened, { speakers, addresses, side: told }: Known): EnteredFile {
  const { source, command, rest, shows } = opened;
  const home = folderOf(source.path) ?? sideByPath(source.path, speakers) ?? told;
  const called = routerIn(source.path)?.toLowerCase();
  const place = (side: Side | undefined): Place => ({ side, source, addresses });
  const entered: Entered[] = [{ files: [], left: [...opened.left] }];
  if (opened.data === undefined) {
    const isShow = command !== undefined || !isLog(source.path);
    const itself = isShow
      ? enterShow(rest, command, place(home ?? sideByText(rest.lines, speakers, called)))
      : enterLog(opened, home, speakers);
    const beside = itself.files.length === 1 ? itself.files[0]?.side : undefined;
    entered.push(
      itself,
      ...shows.map((part) => {
        const prompt = part.host === undefined ? undefined : bareName(part.host);
        const host = prompt === undefined ? undefined : speakers.get(prompt);
        // What no prompt stands before is of the router whose log stands beside it.
        return enterPart(
          part,
          place(host ?? home ?? sideByText(part.page.lines, speakers, prompt ?? called) ?? (prompt === undefined ? beside : undefined)),
        );
      }),
    );
  }
  const files = entered.flatMap((each) => each.files);
  return { files, report: reportOf(opened, { files, left: entered.flatMap((each) => each.left) }) };
}

function enterLog({ source, rest, shows, left, isSample }: Opened, home: Side | undefined, speakers: Speakers): Entered {
  const split = splitRouters(rest, speakers, home);
  const alone = home ?? sideByText(rest.lines, speakers, routerIn(source.path)?.toLowerCase());
  const pages: Partial<Record<Side, Page>> = split?.pages ?? (alone === undefined ? {} : { [alone]: rest });
  const entered: Entered = { files: [], left: sayOthers(pages, split?.others ?? 0) };
  for (const side of SIDES) {
    const page = pages[side];
    if (page === undefined) continue;
    const filters = logFilters(page);
    entered.left.push(...filters.map((typed) => `\`${typed}\` ${FILTERED_WORDS}`));
    const isPart = page !== rest || shows.length > 0 || left.length > 0;
    const own = isSample ? rest : withoutRepeats(page);
    const file = admit(side, nameFrom(side, source.path), own, source, isPart && !isSample);
    const clock = isSample ? undefined : bufferClock(own);
    entered.files.push(isSample || filters.length > 0 ? { ...file, isSampled: true } : file);
    if (clock !== undefined) entered.files.push(admit(side, BUFFER_CLOCK_FILE, clock, source, true));
  }
  return entered;
}

function sayOthers(pages: object, others: number): string[] {
  if (others > 0) return [others === 1 ? '1 message is of another router' : `${others} messages are of other routers`];
  return Object.keys(pages).length === 0 ? ['it is of a router that cannot be told'] : [];
}
