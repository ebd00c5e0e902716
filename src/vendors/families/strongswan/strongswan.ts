/** strongSwan's charon prints thread, group and, with `ike_name`, the IKE SA before each message: `07[ENC] <branch-hq|3> parsed …`. */
import type { LogEntry } from '../../../ios/log/entry.ts';
import type { LogSession } from '../../../ios/log/session.ts';
import type { Vendor } from '../vendor.ts';
import { readDataPlane } from './data-plane.ts';
import { readIke } from './ike.ts';
import { type Line, StrongswanMemory } from './memory.ts';
import { readEncoding, readNetwork } from './packets.ts';
import { readRefusal } from './refusal.ts';

/** `07[ENC] <branch-hq|3> parsed IKE_AUTH response 1 [ … ]`, `09[NET] <1> received packet: …`, `00[DMN] Starting IKE charon daemon (…)`.
 * [C] the groups: https://docs.strongswan.org/docs/latest/config/logging.html */
export const CHARON_LINE = /^(\d{2,3})?\[(\w{3})\] (?:<(?:[^|>]{1,80}\|)?(\d{1,9})> )?(.*)$/s;
/** `charon-systemd[744]: received packet: from …`: the journal's own copy has neither thread nor group. [C] public logs of charon-systemd, charon-nm and VyOS */
export const JOURNAL_LINE = /^(?:charon-\w{2,12}|NetworkManager)(?:\[\d{1,9}\])?: (.*)$/s;
/** `[IKE] received AUTHENTICATION_FAILED notify error`: what `swanctl --initiate` shows while it waits */
export const CHARON_START =
  /(?<!\S)(?:\d{2,3})?\[(?:APP|ASN|CFG|CHD|DMN|ENC|ESP|IKE|IMC|IMV|JOB|KNL|LIB|MGR|NET|PTS|TLS|TNC)\] |(?<!\S)charon-\w{2,12}(?:\[\d{1,9}\])?: (?!\d{2,3}\[)|(?<!\S)NetworkManager(?:\[\d{1,9}\])?: (?=(?:received|sending) packet: from |generating [A-Z]|parsed [A-Z]|received [A-Z_]{5,40} |IKE_SA \S|CHILD_SA \S|initiating |establishing |authentication of ')/;
/** Of words without a group: whose they are. */
const NETWORK_WORDS = /^(?:received|sending) packet: from /;
const ENCODING_WORDS = /^(?:generating|parsed) [A-Z]/;
/** `Starting IKE charon daemon (strongSwan 5.9.8, …)`: it knows no SA then. */
export const STARTING = /^Starting (?:IKE )?charon/;
/** `vici terminate CHILD_SA 'net'`, `vici terminate IKE_SA #3`, `received stroke: terminate 'net'`: somebody typed it. */
export const TERMINATE = /^(?:vici|received stroke:) terminate\b.*/;

export const strongswan: Vendor = {
  id: 'strongswan',
  title: 'strongSwan (charon)',
  start: CHARON_START,
  read: readCharon,
  ends: [
    /\breceived packet: from (?<peer>[\d.A-Fa-f:]{3,45})\[\d{1,5}\] to (?<own>[\d.A-Fa-f:]{3,45})\[/,
    /\bsending packet: from (?<own>[\d.A-Fa-f:]{3,45})\[\d{1,5}\] to (?<peer>[\d.A-Fa-f:]{3,45})\[/,
  ],
  isAlwaysLogging: true,
  // The kernel drops it, and counts it in XfrmInNoStates [L] Linux, Documentation/networking/xfrm_proc.rst; with kernel-libipsec charon itself says it, in the group ESP.
  unknownSpi: { counted: 'cat /proc/net/xfrm_stat (XfrmInNoStates), and ip -s xfrm state', unless: /\d\[ESP\] / },
  ask: {
    sas: 'swanctl --list-sas',
    log: 'the log of charon with levels ike 2, enc 1, net 1, chd 2, knl 2',
    configuration: 'swanctl --list-conns',
    clear: 'swanctl --terminate --ike NAME, then swanctl --initiate --child NAME',
  },
  samples: [
    '11[ENC] generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]',
    '11[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (464 bytes)',
    '05[IKE] <branch-hq|3> CHILD_SA net{5} established with SPIs c2f0917b_i 4d19a6e3_o and TS 10.2.0.0/24 === 10.1.0.0/24',
    '04[ESP] inbound ESP packet does not belong to an installed SA',
    'charon-systemd[744]: parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    '[IKE] received AUTHENTICATION_FAILED notify error',
  ],
};

function readCharon(entry: LogEntry, session: LogSession): void {
  const memory = session.memory(StrongswanMemory);
  const [isNumbered, threadId = '', group = '', ikeSa, words = ''] = CHARON_LINE.exec(entry.body) ?? bare(entry.body);
  // The daemon writes each message twice, and the journal keeps both: the one with thread and group tells more.
  if (isNumbered === undefined && memory.isNumbered) return;
  if (isNumbered !== undefined) memory.isNumbered = true;
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
  read(group, line);
}

/** As if it had one thread; its group is told by its words. */
function bare(body: string): [undefined, string, string, undefined, string] {
  const words = JOURNAL_LINE.exec(body)?.[1] ?? '';
  const group = NETWORK_WORDS.test(words) ? 'NET' : ENCODING_WORDS.test(words) ? 'ENC' : '';
  return [undefined, '', group, undefined, words];
}

function read(group: string, line: Line): void {
  const { words, session } = line;
  if (group === 'NET') readNetwork(line);
  else if (group === 'ENC') readEncoding(line);
  else if (group === 'IKE' || group === 'JOB') readIke(line);
  else if (group === 'ESP' || group === 'KNL' || group === 'CHD') readDataPlane(line);
  else if (group === 'CFG') readConfigured(line);
  else if (STARTING.test(words)) session.emit({ kind: 'reload', ...line.base() });
  else if (TERMINATE.test(words)) session.emit({ kind: 'command', command: words, ...line.base() });
  else if (group === '') {
    readIke(line);
    readDataPlane(line);
  }
}

function readConfigured(line: Line): void {
  if (TERMINATE.test(line.words)) line.session.emit({ kind: 'command', command: line.words, ...line.base() });
  else readRefusal(line);
}
