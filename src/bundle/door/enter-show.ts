/** The output of a show goes to the side whose router printed it, whole or under a name that says that it is a part; or it is said why not. */
import type { Side } from '../../ipsec/side.ts';
import { readerOf } from '../../vendors/shows.ts';
import { type AdmittedFile, admit, type DecodedFile } from './admitted.ts';
import { CLOCK_LINES, clockLines } from './clock-lines.ts';
import { FILTERED_WORDS, type ShownPart, showsLines, whyPartial } from './command-parts.ts';
import { baseOf, nameOfCommand } from './kind.ts';
import type { Page } from './page.ts';
import { unfoldShow } from './unfold-show.ts';

/** What came of a file, or of a part of it, and what was left out, in words. */
export interface Entered {
  files: AdmittedFile[];
  left: string[];
}

/** Where it belongs, and the addresses of both peers. */
export interface Place {
  side: Side | undefined;
  source: DecodedFile;
  addresses: ReadonlySet<string>;
}

/** A file that is the output of one show; `command` where its name, or what stands in it, says which. */
export function enterShow(page: Page, command: string | undefined, place: Place): Entered {
  const { path, text } = place.source;
  const base = baseOf(path);
  const name = readerOf(base) === undefined && command !== undefined ? nameOfCommand(command) : base;
  const why = whyPartial(spokenName(command, base), text, place.addresses);
  if (place.side === undefined) return { files: [], left: ['it is of a router that cannot be told'] };
  const isShown = why === undefined || (why === FILTERED_WORDS && showsLines(spokenName(command, base)));
  return {
    files: isShown ? [admit(place.side, name, unfolded(name, page), place.source, false)] : [],
    left: why === undefined ? [] : [`it ${why}`],
  };
}

/** The output of one command of a session; what came through a filter counts for the lines that it left. */
export function enterPart({ command, inFull, page }: ShownPart, { side, source, addresses }: Place): Entered {
  const why = whyPartial(command, page.lines.join('\n'), addresses);
  const left = why ?? (side === undefined ? 'is of a router that cannot be told' : undefined);
  const name = why === undefined ? nameOfCommand(inFull) : why === FILTERED_WORDS && showsLines(command) ? nameOfPart(inFull) : undefined;
  const clocks = side === undefined || name !== undefined ? undefined : clockLines(command, page);
  return {
    files: [
      ...(side === undefined || name === undefined ? [] : [admit(side, name, unfolded(name, page), source, true)]),
      ...(side === undefined || clocks === undefined ? [] : [admit(side, CLOCK_LINES, clocks, source, true)]),
    ],
    left: left === undefined ? [] : [`\`${command}\` ${left}`],
  };
}

/** A configuration has lines of every width, and says nothing more where two of them are one. */
function unfolded(name: string, page: Page): Page {
  const show = readerOf(name);
  return show === undefined || show.id === 'running-config' ? page : unfoldShow(page, (text) => show.read(text));
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
    .replace(/ (?:\| )?(inc(?:lude)?|exc(?:lude)?|count(?= )|sec(?:tion)?|beg(?:in)?)\b/, ' | $1');
}
