/** strongSwan's charon prints thread, group and, with `ike_name`, the IKE SA before each message: `07[ENC] <branch-hq|3> parsed …`. */
import type { LogEntry } from '../../../ios/log/entry.ts';
import type { LogSession } from '../../../ios/log/session.ts';
import type { Vendor } from '../vendor.ts';
import { readDataPlane } from './data-plane.ts';
import { readIke } from './ike.ts';
import { type Line, StrongswanMemory } from './memory.ts';
import { readEncoding, readNetwork } from './packets.ts';

/** `07[ENC] <branch-hq|3> parsed IKE_AUTH response 1 [ … ]`, `09[NET] <1> received packet: …`, `00[DMN] Starting IKE charon daemon (…)`.
 * [C] the groups: https://docs.strongswan.org/docs/latest/config/logging.html */
export const CHARON_LINE = /^(\d{2,3})\[(\w{3})\] (?:<(?:[^|>]{1,80}\|)?(\d{1,9})> )?(.*)$/s;
export const CHARON_START = /(?<!\S)\d{2,3}\[(?:APP|ASN|CFG|CHD|DMN|ENC|ESP|IKE|IMC|IMV|JOB|KNL|LIB|MGR|NET|PTS|TLS|TNC)\] /;
/** `Starting IKE charon daemon (strongSwan 5.9.8, …)`: it knows no SA then. */
export const STARTING = /^Starting (?:IKE )?charon/;
/** `vici terminate CHILD_SA 'net'`, `vici terminate IKE_SA #3`, `received stroke: terminate 'net'`: somebody typed it. */
export const TERMINATE = /^(?:vici|received stroke:) terminate\b.*/;

export const strongswan: Vendor = {
  id: 'strongswan',
  title: 'strongSwan (charon)',
  start: CHARON_START,
  read: readCharon,
  isAlwaysLogging: true,
  ask: {
    sas: 'swanctl --list-sas',
    log: 'the log of charon with levels ike 2, enc 1, net 1, chd 2, knl 2',
    configuration: 'swanctl --list-conns',
  },
  samples: [
    '11[ENC] generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]',
    '11[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (464 bytes)',
    '05[IKE] <branch-hq|3> CHILD_SA net{5} established with SPIs c2f0917b_i 4d19a6e3_o and TS 10.2.0.0/24 === 10.1.0.0/24',
    '04[ESP] inbound ESP packet does not belong to an installed SA',
  ],
};

function readCharon(entry: LogEntry, session: LogSession): void {
  const [, threadId = '', group = '', ikeSa, words = ''] = CHARON_LINE.exec(entry.body) ?? [];
  const memory = session.memory(StrongswanMemory);
  const thread = memory.thread(threadId);
  if (ikeSa !== undefined) thread.ikeSa = ikeSa;
  const line: Line = {
    words,
    isNamed: ikeSa !== undefined,
    thread,
    memory,
    session,
    base: () => session.base(entry, memory.connIdOf(thread)),
  };
  if (group === 'NET') readNetwork(line);
  else if (group === 'ENC') readEncoding(line);
  else if (group === 'IKE') readIke(line);
  else if (group === 'ESP' || group === 'KNL' || group === 'CHD') readDataPlane(line);
  else if (STARTING.test(words)) session.emit({ kind: 'reload', ...line.base() });
  else if (TERMINATE.test(words)) session.emit({ kind: 'command', command: words, ...line.base() });
}
