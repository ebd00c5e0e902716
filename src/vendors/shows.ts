/** The listings of other vendors' ends that are read beside the shows of IOS, by the command that prints them. */
import { showOf } from '../ios/shows/index.ts';
import type { Show } from '../ios/shows/show.ts';
import { swanctlSas } from './families/strongswan/sas.ts';

const LISTINGS: readonly Show[] = [swanctlSas];

/** `swanctl -l`, `sudo swanctl --list-sas --raw`, also of an absolute path */
export const LISTING_COMMAND = /^(?:sudo )?(?:\/\S{1,60}\/)?swanctl (?:.{0,60} )?(?:-l|--list-sas)\b/;
/** `root@branch:~# swanctl -l`, `[root@branch ~]$ …`, `branch:~$ …`; the host, and what was typed, which may be nothing */
export const SHELL_PROMPT =
  /^(?:\[?[a-z_][\w.-]{0,31}@([A-Za-z][\w.-]{0,62})(?::[^#$%>]{0,80}| [^#$%>\]]{0,80}\])|([A-Za-z][\w.-]{0,62}):[~/][^\s#$%>]{0,80})[#$%>] ?(\S.*)?$/;
/** `--ike hq`, `-c net`: one of them alone */
const ONE = /\s(?:--ike|--ike-id|--child|--child-id|-[iIcC])(?:[\s=]|$)/;
/** `| grep -A9 hq` */
const PIPED = /\|\s*(?:[efz]?grep|egrep|head|tail|sed|awk|less \+)\b/;
/** What only this command prints. */
const MARKS: readonly (readonly [RegExp, Show])[] = [
  [/^\S.{0,120}?: #\d{1,10}, [A-Z]{4,16}, IKEv[12](?:, [0-9a-f]{1,16}_i|\s*$)/m, swanctlSas],
  [/^list-sa event \{/m, swanctlSas],
];

/** The reader of a bundle's file of this name: of IOS, or of another vendor. */
export function readerOf(fileName: string): Show | undefined {
  return showOf(fileName) ?? LISTINGS.find(({ names }) => names.test(fileName));
}

export function isListing(fileName: string): boolean {
  return LISTINGS.some(({ names }) => names.test(fileName));
}

export function listingOfCommand(typed: string): Show | undefined {
  return LISTING_COMMAND.test(typed) ? swanctlSas : undefined;
}

export function listingOfText(text: string): Show | undefined {
  return MARKS.find(([mark]) => mark.test(text))?.[1];
}

/** Some of the SAs only. */
export function isPartOfListing(typed: string): boolean {
  return listingOfCommand(typed) !== undefined && (ONE.test(typed) || PIPED.test(typed));
}
