/** A key number is `key 1` of a key chain: an id like any other, where the same words elsewhere are a secret. */
import { type Line, lineAbove, lineBelow } from './lines.ts';

/** ` key 1`, `branch(config-keychain)#key 1` */
const NUMBERED = /^([ \t]*|.*\((?:config-keychain[\w-]*)\)# ?)key [0-9A-Fa-f]{1,64}[ \t\r]*$/i;
const CHAIN = /^[ \t]*(?:.*[#>] ?)?key chain /i;
/** What stands below a key of a chain. */
const OF_A_KEY =
  /^[ \t]*(?:.*[#>] ?)?(?:key-string|key-octet-string|accept-lifetime|send-lifetime|cryptographic-algorithm|lifetime|send-id|recv-id)\b/i;
const LINES_ABOVE_MAX = 60;

export function isKeyNumber(text: string, line: Line): boolean {
  const content = text.slice(line.start, Math.min(line.end, line.start + 120));
  const [, indent] = NUMBERED.exec(content) ?? [];
  if (indent === undefined) return false;
  if (/keychain/i.test(indent)) return true;
  const below = lineBelow(text, line);
  if (below !== undefined && OF_A_KEY.test(text.slice(below.start, below.end))) return true;
  return isBelowChain(text, line, indent.length);
}

/** The nearest line above with less indentation names the section. */
function isBelowChain(text: string, line: Line, indent: number): boolean {
  let above = lineAbove(text, line);
  for (let count = 0; above !== undefined && count < LINES_ABOVE_MAX; count += 1, above = lineAbove(text, above)) {
    const content = text.slice(above.start, above.end);
    if (CHAIN.test(content)) return true;
    if (content.trim() !== '' && (/^[ \t]*/.exec(content)?.[0].length ?? 0) < indent) return false;
  }
  return false;
}
