/** A glance at where a line begins, and at how long its words are, tells most lines of a configuration from those that can be about EEM: they are not read at all. */

const BLANK = 0x20;
const TAB = 0x09;

/** The index of the first character that is no blank; -1 when there is none. */
export function firstOf(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === BLANK || code === TAB) continue;
    // Whatever else counts as blank is rare.
    if (code > 0x0d && code < 0xa0) return at;
    if (/\S/.test(line.charAt(at))) return at;
  }
  return -1;
}

/** `aaa`, `action`, `event`, `file prompt`, `line vty`: what the parser looks for outside an applet begins so. */
const BEGINS = new Set([...'aefl'].map((letter) => letter.charCodeAt(0)));
const N = 0x6e;
const E = 0x65;
/** Of `no event manager applet A`, what stands behind `no `. */
const BEHIND_NO = 3;

/** Whether a line that stands outside an applet can be about EEM, or is a sentence that explains; `at` is where it begins. */
export function mayTell(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  if (code >= 0x41 && code <= 0x5a) return true;
  if (BEGINS.has(code)) return true;
  if (code === N) {
    const behind = line.charCodeAt(at + BEHIND_NO) | 0x20;
    return behind === E || behind === BLANK || behind === TAB;
  }
  return looksLikeHeader(line, at);
}

/** The least and the most letters of `event`, `manager` and `applet`, where up to two are wrong. */
const LENGTHS = [
  [3, 7],
  [5, 9],
  [4, 8],
] as const;

/** Whether the first three words are about as long as those of an applet's header. */
export function looksLikeHeader(line: string, from: number): boolean {
  let at = from;
  for (const [least, most] of LENGTHS) {
    const begin = at;
    while (at < line.length && !isBlank(line.charCodeAt(at))) at += 1;
    if (at - begin < least || at - begin > most) return false;
    while (isBlank(line.charCodeAt(at))) at += 1;
  }
  return true;
}

function isBlank(code: number): boolean {
  return code === BLANK || code === TAB;
}
