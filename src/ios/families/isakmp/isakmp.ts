/** The ISAKMP family is IKEv1's debug: packets, states, payloads, deletes; prefix and connection id off, then one table of first words. */
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';
import { readShape, shapesOf, tableOf } from '../../log/shape.ts';
import { numberAt } from '../../log/stamp.ts';
import type { ConditionalFamily } from '../family.ts';
import { ISAKMP_DELETES } from './delete.ts';
import { ISAKMP_DPD } from './dpd.ts';
import { settleExchanges } from './exchange.ts';
import { ISAKMP_IDENTITIES } from './identity.ts';
import { type IsakmpContext, IsakmpMemory } from './memory.ts';
import { ISAKMP_NEGOTIATIONS } from './negotiation.ts';
import { ISAKMP_PACKETS } from './packet.ts';
import { ISAKMP_PHASE_ONE } from './phase-one.ts';

/** `ISAKMP:`, `ISAKMP-PAK: (1003):`, `ISAKMP (0:2):` */
export const ISAKMP_START = /ISAKMP(?:-(?:PAK|ERROR))?\s?(?::|\(\d)/;
/** `spi 101951630, message ID = 1148084868, sa = 0x80007771564BEF58`, `next-payload : 13`, in a paste that lost its blanks */
export const ISAKMP_DETAIL =
  /^(?:spi \d|(?:next-payload|type|address|(?:USER[ _])?FQDN name|USER[ _]FQDN|group id|Dist\. name|protocol|port|length)\s*:)/;
/** `ISAKMP (0:2): …`, `ISAKMP:(0:1:SW:1):…`, `ISAKMP-PAK: (1003):…`, `ISAKMP : …`; groups: family, slot or id, id, engine, engine id, body */
export const ISAKMP_PREFIX = /^ISAKMP(?:-(PAK|ERROR))?\s?:?\s?(?:\((\d+)(?::(\d+))?(?::(SW|HW|N\/A):(\d+))?\)\s?:{0,2})?\s?:?\s*(.*)$/s;
/** `ISAKMP-ERROR: (0):(65514): Either (3des) encryption …`: the second id belongs to the policy, not to a connection. */
export const NESTED_ID = /^\(\d+\):\s*/;

export const isakmp: ConditionalFamily = {
  id: 'isakmp',
  title: 'IKEv1 negotiation',
  on: ['debug crypto isakmp'],
  off: ['no debug crypto isakmp'],
  // Crypto ISAKMP debugging is on
  shown: [/^\s*Crypto ISAKMP debugging is on/m],
  isConditional: true,
  prefixes: ['ISAKMP'],
  start: ISAKMP_START,
  goesOn: (_body, line) => ISAKMP_DETAIL.test(line) || line.startsWith('bring down existing phase 1'),
  read: readIsakmp,
  settle: (session, line) => settleExchanges(session.memory(IsakmpMemory).exchanges, line),
  samples: [
    'ISAKMP (0:2): received packet from 198.51.100.1 dport 500 sport 500 Global (I) QM_IDLE      ',
    'ISAKMP:(0:1:SW:1):beginning Main Mode exchange',
    'ISAKMP-PAK: (1003):sending packet to 198.51.100.1 my_port 4500 peer_port 4786 (R) QM_IDLE      ',
    'ISAKMP-ERROR: (1003):phase 2 SA policy not acceptable! (local 192.0.2.1 remote 198.51.100.1)',
    'ISAKMP: set new node -418712520 to QM_IDLE',
    'ISAKMP : Scanning profiles for xauth ...',
  ],
};

const TABLE = tableOf([
  ...ISAKMP_PACKETS,
  ...ISAKMP_PHASE_ONE,
  ...ISAKMP_IDENTITIES,
  ...ISAKMP_NEGOTIATIONS,
  ...ISAKMP_DELETES,
  ...ISAKMP_DPD,
]);

function readIsakmp(entry: LogEntry, session: LogSession): void {
  const prefix = readPrefix(entry.body);
  if (prefix === undefined) return;
  const { connId } = prefix;
  const memory = session.memory(IsakmpMemory);
  if (connId !== undefined) memory.lastConnectionId = connId;
  const body = prefix.body.startsWith('(') ? prefix.body.replace(NESTED_ID, '') : prefix.body;
  // Most lines say nothing that is read.
  const shapes = shapesOf(TABLE, body);
  if (shapes === undefined) return;
  const context: IsakmpContext = {
    session,
    memory,
    entry,
    connId,
    connection: memory.connection,
    at: session.atOf(entry),
    base: () => session.base(entry, memory.lastConnectionId === 0 ? undefined : memory.lastConnectionId),
  };
  readShape(shapes, body, context);
}

interface Prefix {
  connId: number | undefined;
  body: string;
}

function readPrefix(line: string): Prefix | undefined {
  const plain = readNumbered(line) ?? readBare(line);
  if (plain !== undefined) return plain;
  const prefix = ISAKMP_PREFIX.exec(line);
  if (prefix === null) return undefined;
  const printed = prefix[3] ?? prefix[2];
  return { connId: printed === undefined ? undefined : Number(printed) % ENGINE_BIT, body: prefix[6] ?? '' };
}

/** The pattern's meaning, found by hand for the two forms that nearly all lines have: `ISAKMP:(1019): …` here, `ISAKMP: …` below. */
function readNumbered(line: string): Prefix | undefined {
  if (!line.startsWith('ISAKMP:(')) return undefined;
  const end = line.indexOf(')', BARE_LENGTH);
  const connId = end === -1 || end - BARE_LENGTH > ID_DIGITS_MAX ? -1 : numberAt(line, BARE_LENGTH, end - BARE_LENGTH);
  if (connId < 0 || end === BARE_LENGTH || line.charCodeAt(end + 1) !== COLON) return undefined;
  const next = line.charCodeAt(end + 2);
  if (next === BLANK && line.charCodeAt(end + 3) > COLON) return { connId, body: line.slice(end + 3) };
  return next > COLON ? { connId, body: line.slice(end + 2) } : undefined;
}

function readBare(line: string): Prefix | undefined {
  if (!line.startsWith('ISAKMP: ')) return undefined;
  let at = BARE_LENGTH;
  while (line.charCodeAt(at) === BLANK) at += 1;
  return line.charCodeAt(at) > COLON ? { connId: undefined, body: line.slice(at) } : undefined;
}

/** 12.4 adds the engine to the id on its packet lines: `ISAKMP (0:134217729)` is `ISAKMP:(0:1:SW:1)`. [L] */
const ENGINE_BIT = 0x8000000;
const BARE_LENGTH = 'ISAKMP:('.length;
const ID_DIGITS_MAX = 9;
const BLANK = 32;
const COLON = 58;
