/** The ISAKMP shapes are the lines of `debug crypto isakmp`: prefix and connection id off, then one table of first words. */
import type { EventBase } from '../../ipsec/event.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Connection, LogSession } from '../log-session.ts';
import { ISAKMP_DELETES } from './isakmp-delete.ts';
import { ISAKMP_DPD } from './isakmp-dpd.ts';
import { ISAKMP_NEGOTIATIONS } from './isakmp-negotiation.ts';
import { ISAKMP_PACKETS } from './isakmp-packet.ts';
import { ISAKMP_PHASE_ONE } from './isakmp-phase-one.ts';
import { readShape, tableOf } from './shape.ts';

export interface IsakmpContext {
  session: LogSession;
  entry: LogEntry;
  /** Undefined when the line prints none; then the last connection spoken of is meant. */
  connId: number | undefined;
  connection: Connection;
  base(): EventBase;
}

/** `ISAKMP (0:2): …`, `ISAKMP:(0:1:SW:1):…`, `ISAKMP-PAK: (1003):…`, `ISAKMP : …`; groups: family, slot or id, id, engine, engine id, body */
export const ISAKMP_PREFIX = /^ISAKMP(?:-(PAK|ERROR))?\s?:?\s?(?:\((\d+)(?::(\d+))?(?::(SW|HW):(\d+))?\)\s?:{0,2})?\s?:?\s*(.*)$/s;
/** `ISAKMP-ERROR: (0):(65514): Either (3des) encryption …`: the second id belongs to the policy, not to a connection. */
export const NESTED_ID = /^\(\d+\):\s*/;

const TABLE = tableOf([...ISAKMP_PACKETS, ...ISAKMP_PHASE_ONE, ...ISAKMP_NEGOTIATIONS, ...ISAKMP_DELETES, ...ISAKMP_DPD]);

export function readIsakmp(entry: LogEntry, session: LogSession): void {
  const prefix = ISAKMP_PREFIX.exec(entry.body);
  if (prefix === null) return;
  const printed = prefix[3] ?? prefix[2];
  const connId = printed === undefined ? undefined : Number(printed);
  if (connId !== undefined) session.lastConnectionId = connId;
  const context: IsakmpContext = {
    session,
    entry,
    connId,
    connection: session.connection(session.lastConnectionId),
    base: () => session.base(entry, session.lastConnectionId === 0 ? undefined : session.lastConnectionId),
  };
  readShape(TABLE, (prefix[6] ?? '').replace(NESTED_ID, ''), context);
}
