/** A survey of a text is what it tells before any of it is replaced: its users and names, its addresses, and which of them are networks. */
import { firstPlace } from '../../first-place.ts';
import { HAS_IPV6, ipv4Of, ipv6Of, lengthBehind, merged, type Spans } from './addresses.ts';
import { mayHoldSecret } from './candidates.ts';
import { type Found, inOrder, type RedactedKind } from './found.ts';
import { HAS_PAIRS, hardwareOf } from './hardware.ts';
import { HEADED, NAMING, namesOf } from './names.ts';
import { HOLDS, type Judge, type ShapedLines, type Sieved, sieve } from './sieve.ts';
import { secretsOfText } from './text-secrets.ts';
import { USING, usersOf } from './users.ts';
import { isTelling } from './vocabulary.ts';

export interface Survey {
  secrets: Found[];
  /** Users and names where they stand, whatever words they are. */
  placed: Found[];
  /** In lower case: what is looked for everywhere. */
  values: Map<string, 'user' | 'name'>;
  /** Each spelling once. */
  addresses: ReadonlySet<string>;
  /** In order, hardware addresses too. */
  allAddresses: Spans;
  /** Addresses with the length of their mask. */
  networks: [string, number][];
  lines: ShapedLines | undefined;
}

const NO_SPANS: Spans = { starts: [], ends: [], values: [] };

export function surveyOf(text: string, kinds: ReadonlySet<RedactedKind>): Survey {
  const values = new Map<string, 'user' | 'name'>();
  const placed: Found[] = [];
  const lines = sieve(text, judgeFor(kinds));
  const secrets = inOrder(secretsOfText(text, holding(lines, 'secret')));
  const isSecret = overlapping(secrets.filter(({ kind }) => kind === 'secret'));
  const hardware = kinds.has('address') ? hardwareOf(text, holding(lines, 'pairs')) : NO_SPANS;
  // `face.cafe.0100` begins as a name in a domain does.
  const isOfHardware = overlapping(hardware.starts.map((start, index) => ({ start, end: hardware.ends[index] ?? start })));
  for (const { isLearned, ...each } of kinds.has('name') ? namesOf(text, holding(lines, 'name')) : []) {
    if (isSecret(each) || isOfHardware(each)) continue;
    placed.push(each);
    if (isLearned) values.set(text.slice(each.start, each.end).toLowerCase(), each.kind);
  }
  for (const each of kinds.has('user') ? usersOf(text, holding(lines, 'user')) : []) {
    if (isSecret(each)) continue;
    placed.push(each);
    const value = text.slice(each.start, each.end).toLowerCase();
    if (isTelling(value) && !values.has(value)) values.set(value, 'user');
  }
  const four = kinds.has('address') ? ipv4Of(text) : NO_SPANS;
  const six = kinds.has('address') ? ipv6Of(text, holding(lines, 'ipv6')) : NO_SPANS;
  const addresses = new Set(four.values);
  for (const each of six.values) addresses.add(each);
  return {
    secrets,
    placed: placed.filter(({ kind }) => kinds.has(kind)),
    values,
    addresses,
    // Nearly all are of the first: they are copied once.
    allAddresses: merged(four, merged(six, hardware)),
    networks: [...networksOf(text, four), ...networksOf(text, six)],
    lines: lines.lines,
  };
}

function judgeFor(kinds: ReadonlySet<RedactedKind>): Judge {
  return (text, start, end) => {
    const line = text.slice(start, end);
    return (
      (mayHoldSecret(text, start, end) ? HOLDS.secret : 0) |
      (kinds.has('name') && (NAMING.test(line) || HEADED.test(line)) ? HOLDS.name : 0) |
      (kinds.has('user') && USING.test(line) ? HOLDS.user : 0) |
      (kinds.has('address') && HAS_IPV6.test(line) ? HOLDS.ipv6 : 0) |
      (kinds.has('address') && HAS_PAIRS.test(line) ? HOLDS.pairs : 0)
    );
  };
}

function holding({ starts, holds }: Sieved, what: keyof typeof HOLDS): number[] {
  return starts.filter((_start, index) => ((holds[index] ?? 0) & HOLDS[what]) !== 0);
}

/** What is a part of a secret, or of a hardware address, is looked for nowhere else. Both are asked in any order: these lie in theirs. */
function overlapping(secrets: readonly Pick<Found, 'start' | 'end'>[]): (found: Pick<Found, 'start' | 'end'>) => boolean {
  return ({ start, end }) => {
    const place = firstPlace(secrets.length, (each) => (secrets[each]?.end ?? 0) > start);
    return (secrets[place]?.start ?? Number.POSITIVE_INFINITY) < end;
  };
}

/** Each once: a log names the same ones again and again. */
function networksOf(text: string, { starts, ends, values }: Spans): [string, number][] {
  const seen = new Set<string>();
  const networks: [string, number][] = [];
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? start;
    if (!mayBeNetwork(text, end)) continue;
    const key = text.slice(start, end + MASK_CHARACTERS);
    if (seen.has(key)) continue;
    if (seen.size < SEEN_MAX) seen.add(key);
    const value = values[index] ?? '';
    const length = lengthBehind(text, end, value);
    if (length !== undefined) networks.push([value, length]);
  }
  return networks;
}

/** A mask behind it, or a last octet that ends in 0 or 5, or nothing behind the colons: cheap, for this is asked of every address. */
function mayBeNetwork(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  if (last === 48 || last === 53 || last === 58) return true;
  const next = text.charCodeAt(end);
  return next === 47 || ((next === 32 || next === 44) && BEFORE_MASK[text.charCodeAt(end + 1)] === 1);
}

const BEFORE_MASK = Uint8Array.from({ length: 128 }, (_, code) => (/[\dmns /]/.test(String.fromCharCode(code)) ? 1 : 0));

/** ` netmask 255.255.255.255` */
const MASK_CHARACTERS = 26;
const SEEN_MAX = 10_000;
