/** Undo lines are all that flaptrap ever types to take something off a router: whatever a file or a router says, nothing else is typed. */
import { CONDITIONAL_DEBUGS, DEBUGS } from '../ios/debugs.ts';
import { TRACE_COMMANDS, TRACE_IDS } from '../ios/event-traces.ts';
import { FILTER_OFF, RING_OFF } from '../ios/packet-capture.ts';

const DEBUGS_OFF: readonly string[] = CONDITIONAL_DEBUGS.flatMap((id) => DEBUGS[id].off);
const TRACES_OFF: readonly string[] = TRACE_IDS.map(TRACE_COMMANDS.disable);
const EXEC = [
  RING_OFF,
  /^no debug crypto condition peer ipv4 (?:\d{1,3}\.){3}\d{1,3}$/,
  /^no debug crypto condition peer ipv6 [\dA-Fa-f:]{2,39}$/,
];
const CONFIGURE = [
  FILTER_OFF,
  /^no event manager applet FLAPTRAP-[0-9a-f]{8}-[A-Z][A-Z0-9]{0,15}$/,
  // Size, level, discriminator, `filtered`, `xml`: words and figures only. [C] Cisco IOS CFCR, logging buffered
  /^logging buffered(?: [\w-]{1,24}){0,6}$/,
  /^(?:default|no) logging buffered$/,
  // Level, discriminator, `filtered`, `guaranteed`, `xml`: words and figures only. [C] CFCR, logging console
  /^logging (?:console|monitor|trap)(?: [\w-]{1,24}){0,4}$/,
  /^(?:default|no) logging (?:console|monitor|trap)$/,
  /^(?:no )?logging (?:on|buginf)$/,
  /^logging rate-limit(?: (?:all|\d{1,5})){1,2}(?: except [\w-]{1,24})?$/,
  /^(?:no )?service timestamps (?:debug|log)(?: (?:uptime|datetime|msec|localtime|show-timezone|year)){0,5}$/,
  /^(?:no )?monitor event-trace crypto (?:ipsec|ikev2) event size(?: \d{1,5})?$/,
];

/** In the mode in which it would be typed. */
export function isUndoLine(mode: 'exec' | 'configure', line: string): boolean {
  if (mode === 'configure') return CONFIGURE.some((form) => form.test(line));
  return DEBUGS_OFF.includes(line) || TRACES_OFF.includes(line) || EXEC.some((form) => form.test(line));
}
