/** Undo lines are all that flaptrap ever types to take something off a router: whatever a file or a router says, nothing else is typed. */
import { CONDITIONAL_DEBUGS, DEBUGS } from '../ios/debugs.ts';

const DEBUGS_OFF: readonly string[] = CONDITIONAL_DEBUGS.flatMap((id) => DEBUGS[id].off);
const EXEC = [/^no debug crypto condition peer ipv4 (?:\d{1,3}\.){3}\d{1,3}$/];
const CONFIGURE = [
  /^no event manager applet FLAPTRAP-[0-9a-f]{8}-[A-Z][A-Z0-9]{0,15}$/,
  // Size, level, discriminator, `filtered`, `xml`: words and figures only. [C] Cisco IOS CFCR, logging buffered
  /^logging buffered(?: [\w-]{1,24}){0,6}$/,
  /^(?:default|no) logging buffered$/,
];

/** In the mode in which it would be typed. */
export function isUndoLine(mode: 'exec' | 'configure', line: string): boolean {
  if (mode === 'configure') return CONFIGURE.some((form) => form.test(line));
  return DEBUGS_OFF.includes(line) || EXEC.some((form) => form.test(line));
}
