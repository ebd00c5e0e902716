/** The ISAKMP shapes are the lines of `debug crypto isakmp`: prefix and connection id off, then one table of first words. */
import type { EventBase } from '../../../ipsec/event.ts';
import type { LogEntry } from '../../log/entry.ts';
import type { Connection, LogSession } from '../../log/session.ts';
import { numberAt } from '../../log/stamp.ts';
import { ISAKMP_DELETES } from './delete.ts';
import { ISAKMP_DPD } from './dpd.ts';
import { ISAKMP_NEGOTIATIONS } from './negotiation.ts';
import { ISAKMP_PACKETS } from './packet.ts';
import { ISAKMP_PHASE_ONE } from './phase-one.ts';
import { hasShape, readShape, tableOf } from '../../log/shape.ts';

export interface IsakmpContext {
  session: LogSession;
  entry: LogEntry;
  /** Undefined when the line prints none; then the last connection spoken of is meant. */
  connId: number | undefined;
  connection: Connection;
  base(): EventBase;
}

/** `ISAKMP (0:2): …`, `ISAKMP:(0:1:SW:1):…`, `ISAKMP-PAK: (1003):…`, `ISAKMP : …`; groups: family, slot or id, id, engine, engine id, body */
export const ISAKMP_PREFIX = /^ISAKMP(?:-(PAK|ERROR))?\s?:?\s?(?:\((\d+)(?::(\d+))?(?::(SW|HW|N\/A):(\d+))?\)\s?:{0,2})?\s?:?\s*(.*)$/s;
/** `ISAKMP-ERROR: (0):(65514): Either (3des) encryption …`: the second id belongs to the policy, not to a connection. */
export const NESTED_ID = /^\(\d+\):\s*/;

const TABLE = tableOf([...ISAKMP_PACKETS, ...ISAKMP_PHASE_ONE, ...ISAKMP_NEGOTIATIONS, ...ISAKMP_DELETES, ...ISAKMP_DPD]);

export function readIsakmp(entry: LogEntry, session: LogSession): void {
  const prefix = readPrefix(entry.body);
  if (prefix === undefined) return;
  const { connId } = prefix;
  if (connId !== undefined) session.lastConnectionId = connId;
  const body = prefix.body.startsWith('(') ? prefix.body.replace(NESTED_ID, '') : prefix.body;
  // Most lines say nothing that is read.
  if (!hasShape(TABLE, body)) return;
  const context: IsakmpContext = {
    session,
    entry,
    connId,
    connection: session.connection(session.lastConnectionId),
    base: () => session.base(entry, session.lastConnectionId === 0 ? undefined : session.lastConnectionId),
  };
  readShape(TABLE, body, context);
}

interface Prefix {
  connId: number | undefined;
  body: string;
}

/** The pattern's meaning, found by hand for the two forms that nearly all lines have: `ISAKMP:(1019): …`, `ISAKMP: …`. */
function readPrefix(line: string): Prefix | undefined {
  if (line.startsWith('ISAKMP:(')) {
    const end = line.indexOf(')', BARE_LENGTH);
    const connId = end === -1 || end - BARE_LENGTH > ID_DIGITS_MAX ? -1 : numberAt(line, BARE_LENGTH, end - BARE_LENGTH);
    if (connId >= 0 && end > BARE_LENGTH && line.charCodeAt(end + 1) === COLON) {
      const next = line.charCodeAt(end + 2);
      if (next === BLANK && line.charCodeAt(end + 3) > COLON) return { connId, body: line.slice(end + 3) };
      if (next > COLON) return { connId, body: line.slice(end + 2) };
    }
  }
  const prefix = ISAKMP_PREFIX.exec(line);
  if (prefix === null) return undefined;
  const printed = prefix[3] ?? prefix[2];
  return { connId: printed === undefined ? undefined : Number(printed) % ENGINE_BIT, body: prefix[6] ?? '' };
}

/** 12.4 adds the engine to the id on its packet lines: `ISAKMP (0:134217729)` is `ISAKMP:(0:1:SW:1)`. [L] */
const ENGINE_BIT = 0x8000000;
const BARE_LENGTH = 'ISAKMP:('.length;
const ID_DIGITS_MAX = 9;
const BLANK = 32;
const COLON = 58;
