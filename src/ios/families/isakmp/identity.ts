/** The ISAKMP identity shapes are the ID payloads of phase 1: who the peer says it is, and who this router says it is. */
import type { Shape } from '../../log/shape.ts';
import type { IsakmpContext } from './memory.ts';

/** `processing ID payload. message ID = 0`: of phase 1, and of the peer; those of quick mode are the traffic selectors. */
export const PROCESSING_ID = /^processing ID payload\. message ID = 0\s*$/;
/** `ID payload   next-payload : 13 type         : 2 FQDN name    : branch.example.net protocol     : 0 port         : 0 length       : 29`; newer releases print its value as a line of its own */
export const ID_PAYLOAD = /^ID payload\b(?:\s+next-payload\s*:\s*\d+)?(?:\s+type\s*:\s*\d+)?\s*(.*)$/s;
/** `address      : 198.51.100.1 `, `FQDN name    : branch.example.net`, `USER FQDN : …`, `group id : …`, `Dist. name : …`: what it is called differs by its type */
export const ID_VALUE = /^(?!protocol|port|length|next-payload|type)[A-Za-z][A-Za-z_. -]{1,20}?\s*:\s+(\S.*?)\s*(?:\bprotocol\s*:.*)?$/s;

export const ISAKMP_IDENTITIES: readonly Shape<IsakmpContext>[] = [
  { word: 'processing', pattern: PROCESSING_ID, read: (_match, { connection }) => Object.assign(connection, { identity: 'received' }) },
  { word: 'ID', pattern: ID_PAYLOAD, read: readPayload },
  // Below `ID payload` only, and each with the prefix of its own that newer releases print.
  ...['address', 'FQDN', 'USER', 'USER_FQDN', 'group', 'Dist.'].map(
    (word): Shape<IsakmpContext> => ({ word, pattern: ID_VALUE, read: ([, value = ''], context) => tell(context, value) }),
  ),
];

/** Nothing says of the router's own that it is processed. */
function readPayload([, rest = '']: RegExpExecArray, context: IsakmpContext): void {
  context.connection.identity ??= 'sent';
  const [, value] = ID_VALUE.exec(rest) ?? [];
  if (value !== undefined) tell(context, value);
}

function tell({ session, connection, base }: IsakmpContext, identity: string): void {
  const { identity: direction, remote } = connection;
  if (direction === undefined) return;
  connection.identity = undefined;
  session.emit({ kind: 'identity', version: 1, direction, identity, remote, ...base() });
}
