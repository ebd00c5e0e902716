/** A peer condition narrows a router's crypto debugs to some peers: while it names others than this tunnel's, they print nothing of this tunnel. */
import type { BundleFile } from '../bundle/bundle.ts';
import { CONDITIONAL_DEBUGS } from '../ios/debugs.ts';
import { conditionsIn } from '../ios/shows/debugging.ts';
import { type Address, isWithin, readRange } from '../ipsec/address.ts';
import type { Event } from '../ipsec/event.ts';
import type { RecordedEvent } from './clock-step.ts';
import { doubtFamilies } from './doubted-hearing.ts';
import { recordedOf } from './grouped.ts';
import type { Listening } from './listening.ts';
import type { PeerRecord } from './record.ts';

/** `debug crypto condition peer ipv4 192.0.2.9`, `debug crypto condition vrf RED`, `debug crypto ikev2 condition …`: after spelling out. [C] */
const SETTING = /^(?:do )?(?<word>no debug|undebug|debug) crypto (?:(?<family>isakmp|ikev2|ipsec) )?condition(?: (?<what>.+?))?\s*$/i;
/** It says what is printed of peers that no condition names yet, and narrows nothing. [B] */
const FLAG = /^unmatched\b/i;
const SHOW = /^show_crypto_debug/i;

/** The conditions of one family: all that are set, as typed. */
type Conditions = Map<string, ReadonlySet<string>>;

interface Narrowed {
  family: string;
  fromAt: number;
  toAt: number;
}

/** The side's ledger, without what its debugs print of other peers only. `own`: every address of this tunnel. */
export function withConditions(
  listening: Listening,
  record: PeerRecord,
  { files, own }: { files: readonly BundleFile[]; own: ReadonlySet<Address> },
): Listening {
  const { narrowed, atEnd } = narrowedIn(record.events, own);
  const told = narrowed.reduce((left, { family, ...span }) => doubtFamilies(left, [family], { ...span, why: TYPED }), listening);
  // Since when what is shown was set the record does not say, unless it shows it set.
  const untold = shownOfOthers(files, own) ? CONDITIONAL_DEBUGS.filter((family) => !atEnd.has(family)) : [];
  return doubtFamilies(told, untold, { fromAt: Number.NEGATIVE_INFINITY, toAt: Number.POSITIVE_INFINITY, why: SHOWN });
}

const TYPED = 'its debug condition names others than this tunnel';
const SHOWN = 'show crypto debug-condition names others than this tunnel, since when is not on record';

/** From when to when each family printed of others only, and which still did at the end. */
function narrowedIn(events: readonly RecordedEvent[], own: ReadonlySet<Address>): { narrowed: Narrowed[]; atEnd: Set<string> } {
  if (!recordedOf(events, 'command').some(({ event }) => SETTING.test(event.command))) return { narrowed: [], atEnd: new Set() };
  const narrowed: Narrowed[] = [];
  const since = new Map<string, number>();
  const conditions: Conditions = new Map();
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { event, baseAt } of events) {
    lastAt = Math.max(lastAt, baseAt ?? lastAt);
    if (!turn(conditions, event)) continue;
    for (const family of CONDITIONAL_DEBUGS) {
      const fromAt = since.get(family);
      const isOfOthers = namesOthers(conditions.get(family), own);
      if (isOfOthers && fromAt === undefined) since.set(family, lastAt);
      if (isOfOthers || fromAt === undefined) continue;
      narrowed.push({ family, fromAt, toAt: lastAt });
      since.delete(family);
    }
  }
  for (const [family, fromAt] of since) narrowed.push({ family, fromAt, toAt: Number.POSITIVE_INFINITY });
  return { narrowed, atEnd: new Set(since.keys()) };
}

/** True where the event changes them; none outlives a start of the device. */
function turn(conditions: Conditions, event: Event): boolean {
  if (event.kind === 'reload') conditions.clear();
  if (event.kind !== 'command' || event.isRefused === true) return event.kind === 'reload';
  const { word = '', family, what = '' } = SETTING.exec(event.command)?.groups ?? {};
  if (word === '' || FLAG.test(what)) return false;
  const isSet = word.toLowerCase() === 'debug';
  for (const each of family === undefined ? CONDITIONAL_DEBUGS : [family.toLowerCase()]) {
    const rest = [...(conditions.get(each) ?? [])].filter((known) => known !== what);
    if (what === '' || /^reset\b/i.test(what)) conditions.delete(each);
    else conditions.set(each, new Set(isSet ? [...rest, what] : rest));
  }
  return true;
}

/** Whoever any of them names is printed. [L] A name, a VRF or an SPI may be this tunnel's: nobody knows that its lines are printed. */
function namesOthers(conditions: ReadonlySet<string> | undefined, own: ReadonlySet<Address>): boolean {
  return conditions !== undefined && conditions.size > 0 && ![...conditions].some((each) => isOf(each, own));
}

function isOf(condition: string, own: ReadonlySet<Address>): boolean {
  const words = condition.split(/\s+/);
  const ranges = words.flatMap((word, index) => readRange(word, words[index + 1]) ?? []);
  return ranges.some((range) => [...own].some((address) => isWithin(range, address)));
}

function shownOfOthers(files: readonly BundleFile[], own: ReadonlySet<Address>): boolean {
  const shown = files.filter(({ name }) => SHOW.test(name)).flatMap(({ text }) => conditionsIn(text));
  return namesOthers(new Set(shown), own);
}
