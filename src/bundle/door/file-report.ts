/** The report of a file says what it was taken for, what was done to it, and what of it was left out. */
import { showOfCommand } from '../../ios/log/embedded-shows.ts';
import { SIDES } from '../../ipsec/side.ts';
import { VENDORS, vendorOf } from '../../vendors/families/index.ts';
import { readerOf } from '../../vendors/shows.ts';
import type { FileReport } from '../bundle.ts';
import { snapshotOf } from '../snapshot.ts';
import { binaryTraceAt } from './binary-trace.ts';
import type { Entered } from './enter-show.ts';
import { baseOf, isLog } from './kind.ts';
import type { Opened } from './open.ts';

export function reportOf(opened: Opened, { files, left }: Entered): FileReport {
  const { source, rest, isSample } = opened;
  return {
    path: source.path,
    sides: SIDES.filter((side) => files.some((file) => file.side === side)),
    takenFor: takenFor(opened),
    lines: countLines(source.text),
    readShare: null,
    done: [...new Set([...rest.done, ...files.flatMap(({ done }) => (isSample ? [...done, SAMPLED] : done))])],
    leftOut: left,
  };
}

function takenFor({ source, command, data, shows }: Opened): string {
  const trace = source.problem === 'binary' ? binaryTraceAt(source.path) : undefined;
  if (trace !== undefined) return trace;
  if (source.packets !== undefined) return 'captured packets';
  if (source.problem === 'binary') return 'no text: a file of an unknown kind';
  if (data !== undefined) return data;
  if (command !== undefined) return showOfCommand(command)?.command ?? command;
  return isLog(source.path) ? sayLog(source.text, shows) : sayShow(baseOf(source.path));
}

function sayLog(text: string, shows: Opened['shows']): string {
  const vendor = vendorOf(text);
  const log = vendor === undefined ? 'a log' : `a log of ${VENDORS[vendor].title}`;
  return shows.length === 0 ? log : `${log}, with ${[...new Set(shows.map(({ inFull }) => inFull))].join(', ')}`;
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
