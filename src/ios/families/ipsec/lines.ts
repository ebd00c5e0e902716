/** The IPsec lines are those of `debug crypto ipsec`: SAs asked for, created, switched to, running out and deleted. */
import { type Address, isSameAddress } from '../../../ipsec/address.ts';
import type { ChildSaEvent } from '../../../ipsec/event.ts';
import { type EspSpi, parseDecimalSpi, parseHexSpi } from '../../../ipsec/spi.ts';
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';
import { readShape, type Shape, shapesOf, tableOf } from '../../log/shape.ts';
import { msOnClock, type Stamp } from '../../log/stamp.ts';
import { IsakmpMemory } from '../isakmp/memory.ts';
import { addressOf, readTuple, wayOf } from './tuple.ts';

class IpsecMemory {
  /** Lifetimes that `initialize_sas` states for an SPI: 12.4 does not repeat them in `create_sa`. [C] */
  readonly lifetimes = new Map<EspSpi, { lifetimeSeconds: number; lifetimeKilobytes: number | undefined }>();
  /** Why IPsec is deleting, said a line or two before it deletes; of a peer, where it names one. */
  deleteReason: { line: number; stamp: Stamp | undefined; reason: string; most: number; remote?: Address | undefined } | undefined;
}

interface IpsecContext {
  session: LogSession;
  memory: IpsecMemory;
  entry: LogEntry;
}

/** `IPSEC(create_sa): sa created, …`, on XE `IPSEC:(SESSION ID = 5) (create_sa) sa created, …` [L the second] */
export const IPSEC_PREFIX = /^IPSEC:?\s*(?:\(SESSION ID = (\d+)\)\s*)?\(([^)]{1,60})\):?\s*(.*)$/s;
/** `peer 1.1.56.6 current outbound sa to SPI DD8C4BB4` */
export const OUTBOUND_SWITCH = /peer (\S+) current outbound sa to SPI (?:0x)?([0-9A-Fa-f]{1,8})\b/;
/** `enable SA with spi 3661502586/50` [L] */
export const ENABLE_SA = /enable SA with spi (\d+)\b/;
/** `delete SA with spi 0x3B9ACA01 proto 50 for 198.51.100.1` [L] */
export const DELETE_SA_WITH_SPI = /delete SA with spi (?:(0x[0-9A-Fa-f]{1,8})\b|\S+)(?: proto \d+)?(?: for (\S+))?/;
/** `sibling outbound SPI 3B9ACA01 expiring in 30 seconds due to it's a rekey` [L] */
export const SIBLING_EXPIRING = /sibling (outbound|inbound) SPI (?:0x)?([0-9A-Fa-f]{1,8}) expiring in (\d+) seconds/;
/** `SA lifetime threshold reached, expiring in 30 seconds` [L] */
export const LIFETIME_THRESHOLD = /SA lifetime threshold reached, expiring in (\d+) seconds/;
/** A deletion's reason is believed for the deletions of this many lines behind it, and no later than this: what IPsec is told to delete it deletes at once. [L] */
const REASON_LINES = 60;
const REASON_MS = 1000;
/** `SA idle timer expired`, `idle timeout reached for peer 198.51.100.1`, `kilobyte lifetime expired`, `SA lifetime expired, hard`: how IOS says it is not on any sample, that it says it before it deletes is. [L] */
const RUN_OUT =
  /\b(?:idle[ -]?time(?:r|out)?|(?:kilobyte|volume|traffic|SA)s?[ -]lifetime)\b.{0,40}\b(?:expired|reached|exceeded|over|elapsed)\b/i;
/** A timer deletes at once; the tuples of a pair are four lines. [L] */
const RUN_OUT_LINES = 12;

/** `proposal part #1`, printed twice of one request. [C] ike.md 4.1 */
const PROPOSAL = /^\S+ proposal part #1\b/;
/** `transform proposal not supported for identity: {esp-des esp-sha-hmac }`, `proxy identities not supported`, `invalid local address 192.0.2.1`, `no IPSEC cryptomap exists for local address 192.0.2.1` [L public debugs of 12.2 to XE] */
const REFUSED =
  /\b(?:transforms? proposals? not supported|proxy identities not supported|invalid local address|no IPSEC cryptomap exists)\b/i;

const ANY = /^/;
const IPSEC_SHAPES: readonly Shape<IpsecContext>[] = [
  { word: 'sa_request', pattern: ANY, read: (_match, context) => readRequest(context) },
  // Both parts of a refusal may stand behind one request. [L]
  ...['validate_proposal_request', 'validate_transform_proposal', 'validate_proposal', 'ipsec_process_proposal'].map((word) => ({
    word,
    pattern: REFUSED,
    read: (match: RegExpExecArray, context: IpsecContext) => emitAsked(context, 'refused', match[0]),
  })),
  { word: 'validate_proposal_request', pattern: PROPOSAL, read: (_match, context) => emitAsked(context, 'proposed') },
  { word: 'initialize_sas', pattern: ANY, read: (_match, context) => learnDirection(context) },
  { word: 'create_sa', pattern: ANY, read: (_match, context) => emitTuple(context, 'created') },
  { word: 'delete_sa', pattern: ANY, read: (_match, context) => emitTuple(context, 'deleted') },
  { word: 'update_current_outbound_sa', pattern: OUTBOUND_SWITCH, read: (match, context) => readSwitch(match, context) },
  { word: 'key_engine_enable_outbound', pattern: ANY, read: (_match, context) => readEnable(context) },
  { word: 'key_engine_delete_sas', pattern: ANY, read: (_match, context) => readDeleteSas(context) },
  { word: 'early_age_out_sibling', pattern: SIBLING_EXPIRING, read: (match, context) => readSibling(match, context) },
  { word: 'lifetime_expiry', pattern: LIFETIME_THRESHOLD, read: (match, context) => readThreshold(match, context) },
  { word: 'lifetime_expiry', pattern: RUN_OUT, read: (match, context) => learnReason(match, context) },
];
const TABLE = tableOf(IPSEC_SHAPES);
/** By whatever function it is said. */
const TIMERS: readonly Shape<IpsecContext>[] = [{ word: '', pattern: RUN_OUT, read: (match, context) => learnReason(match, context) }];

export function readIpsec(entry: LogEntry, session: LogSession): void {
  if (isUnread(entry.firstBody)) return;
  const body = withoutPrefix(entry.body);
  if (body === undefined) return;
  readShape(shapesOf(TABLE, body) ?? TIMERS, body, { session, memory: session.memory(IpsecMemory), entry });
}

const BARE = 'IPSEC(';
const NAME_CHARACTERS = 60;

/** `create_sa`, of the form that nearly all lines have, `IPSEC(create_sa): …`; undefined in any other. */
function bareName(body: string): string | undefined {
  if (!body.startsWith(BARE) || body.startsWith('SESSION ID', BARE.length)) return undefined;
  const end = body.indexOf(')', BARE.length);
  return end <= BARE.length || end - BARE.length > NAME_CHARACTERS ? undefined : body.slice(BARE.length, end);
}

/** `IPSEC(key_engine): got a queue event with 1 KMI message(s)`: nothing is read of it, whatever stands below. */
function isUnread(body = ''): boolean {
  const name = bareName(body);
  return name !== undefined && shapesOf(TABLE, name) === undefined && !body.includes('idle') && !body.includes('lifetime');
}

/** `create_sa sa created, …` */
function withoutPrefix(body: string): string | undefined {
  const name = bareName(body);
  if (name !== undefined) {
    const said = body.slice(BARE.length + name.length + ')'.length);
    return `${name} ${(said.startsWith(':') ? said.slice(1) : said).trimStart()}`;
  }
  const prefix = IPSEC_PREFIX.exec(body);
  return prefix === null ? undefined : `${prefix[2]} ${prefix[3]}`;
}

/** The SPI of a request is the one this peer reserved, so inbound, although the tuple says OUTBOUND. [C 12.4 sample] */
function readRequest({ session, entry }: IpsecContext): void {
  const tuple = readTuple(entry.body);
  const spi = tuple.spi === ZERO_SPI ? undefined : tuple.spi;
  if (spi !== undefined) session.directions.set(spi, 'inbound');
  session.emit({ kind: 'child-sa', change: 'requested', ...tuple, spi, direction: 'inbound', ...session.base(entry) });
}

/** What the peer asks for has no SPI yet; its tuple is printed with `spi= 0x0(0)`. [C 12.4 sample] */
function emitAsked({ session, entry }: IpsecContext, change: 'proposed' | 'refused', reason?: string): void {
  session.emit({
    kind: 'child-sa',
    change,
    ...readTuple(entry.body),
    spi: undefined,
    direction: undefined,
    reason,
    ...session.base(entry),
  });
}

/** `(key eng. msg.) INBOUND local= …`; 12.2 names the end first at which the SA ends, or begins: `(key eng. msg.) dest= …`, `src= …` [C tech note 5409] */
export const WAY = /\b(INBOUND|OUTBOUND|(?:src|dest)(?== ))/;

const ZERO_SPI: EspSpi = '0x00000000';

function learnDirection({ session, memory, entry }: IpsecContext): void {
  const tuple = readTuple(entry.body);
  const way = WAY.exec(entry.body)?.[1];
  if (tuple.spi === undefined) return;
  if (way !== undefined) session.directions.set(tuple.spi, way === 'INBOUND' || way === 'dest' ? 'inbound' : 'outbound');
  const { lifetimeSeconds = 0, lifetimeKilobytes } = tuple;
  if (lifetimeSeconds > 0) memory.lifetimes.set(tuple.spi, { lifetimeSeconds, lifetimeKilobytes });
}

function emitTuple(context: IpsecContext, change: 'created' | 'deleted'): void {
  const { session, memory, entry } = context;
  const tuple = readTuple(entry.body);
  if (tuple.spi === undefined) return;
  const direction = wayOf(tuple) ?? session.directions.get(tuple.spi);
  if (direction !== undefined) session.directions.set(tuple.spi, direction);
  const remote = tuple.remote ?? (direction === 'outbound' ? tuple.destination : undefined);
  const event: ChildSaEvent = {
    kind: 'child-sa',
    change,
    ...memory.lifetimes.get(tuple.spi),
    ...tuple,
    remote,
    direction,
    ...session.base(entry),
  };
  if (change === 'created') event.messageId = session.memory(IsakmpMemory).quickModeId;
  else event.reason = reasonOf(context, remote);
  session.emit(event);
}

function readSwitch(match: RegExpExecArray, { session, entry }: IpsecContext): void {
  const spi = parseHexSpi(match[2] ?? '');
  if (spi === undefined) return;
  session.directions.set(spi, 'outbound');
  session.emit({
    kind: 'child-sa',
    change: 'outbound-switched',
    spi,
    direction: 'outbound',
    remote: addressOf(match[1]),
    ...session.base(entry),
  });
}

function readEnable({ session, entry }: IpsecContext): void {
  const spi = parseDecimalSpi(ENABLE_SA.exec(entry.body)?.[1] ?? '');
  const messageId = session.memory(IsakmpMemory).quickModeId;
  session.emit({ kind: 'child-sa', change: 'outbound-enabled', spi, direction: 'outbound', messageId, ...session.base(entry) });
}

function readDeleteSas(context: IpsecContext): void {
  const { session, memory, entry } = context;
  const named = DELETE_SA_WITH_SPI.exec(entry.body);
  if (named === null) {
    const reason = entry.body.replace(/^[^)]*\):?\s*/, '');
    memory.deleteReason = { line: entry.line, stamp: entry.head.stamp, reason, most: REASON_LINES };
    return;
  }
  const spi = parseHexSpi(named[1] ?? '');
  const destination = addressOf(named[2]);
  const direction = spi === undefined ? undefined : session.directions.get(spi);
  session.emit({ kind: 'child-sa', change: 'deleted', spi, direction, destination, reason: reasonOf(context), ...session.base(entry) });
}

function readSibling(match: RegExpExecArray, { session, entry }: IpsecContext): void {
  const direction = match[1] === 'outbound' ? 'outbound' : 'inbound';
  const spi = parseHexSpi(match[2] ?? '');
  session.emit({
    kind: 'child-sa',
    change: 'expiring',
    spi,
    direction,
    reason: `sibling, ${match[3]} seconds left`,
    ...session.base(entry),
  });
}

function readThreshold(match: RegExpExecArray, { session, entry }: IpsecContext): void {
  const tuple = readTuple(entry.body);
  const direction = wayOf(tuple) ?? (tuple.spi === undefined ? undefined : session.directions.get(tuple.spi));
  session.emit({ kind: 'child-sa', change: 'expiring', ...tuple, direction, reason: `${match[1]} seconds left`, ...session.base(entry) });
}

/** `for peer 198.51.100.1` */
const OF_PEER = /\bpeer (\S+)/;

function learnReason(match: RegExpExecArray, { memory, entry }: IpsecContext): void {
  const remote = addressOf(OF_PEER.exec(entry.body)?.[1]);
  memory.deleteReason = { line: entry.line, stamp: entry.head.stamp, reason: match[0], most: RUN_OUT_LINES, remote };
}

function reasonOf({ memory, entry }: IpsecContext, remote?: Address): string | undefined {
  const said = memory.deleteReason;
  if (said === undefined || entry.line - said.line > said.most) return undefined;
  if ((msOnClock(said.stamp, entry.head.stamp) ?? 0) > REASON_MS) return undefined;
  return said.remote === undefined || remote === undefined || isSameAddress(said.remote, remote) ? said.reason : undefined;
}
