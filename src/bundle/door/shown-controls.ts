/** Shown controls are signs that have no look of their own, as `cat -A`, `vim` with `list` and `less` print them: `^I` for a tab, `^M$` for the end of a line. */

/** `$` ends nearly all lines that carry text. */
const DOLLAR_END = /\$\r?$/gm;
/** `^M$`, and `^M` where the dollar is not shown or was taken off. */
const RETURN_END = /(?:\^M){1,4}\$?\r?$/gm;
const TEXT_LINE = /^.*\S.*$/gm;
const MOST = 0.8;
/** Signs that no router prints so: `^C` and `^Z` it prints itself, around a banner. [C IOS, banner motd] */
export const CARET_SIGN = /\^([@GHIJLM?]|\[(?=\[[\d;?]{0,20}[A-Za-z]))/g;
/** `M-bM-^@M-^Y`, `M-BM- `: the bytes of one sign beyond ASCII; one alone may be a part of a name, as in `%PLATFORM-4-…`. [C cat(1), -v] */
export const META_BYTES = /(?:M-(?:\^[@-_?]|[ -~])){2,4}/g;
/** What wipes a pager's prompt out, and colours: nobody types them. */
const CARET_USED = /(?:\^H){3}|\^\[\[[\d;]*[A-Za-z]/;
/** `  access-list 1 permit ^[0-9]`, `| include ^Interface` begin no line: what an editor shows so begins some. */
const TAB_AHEAD = /^\^I/gm;
/** Of lines that carry text. [L] */
const SOME = 0.05;
const CONTROL_STEP = 64;
const DELETE = 127;
const HIGH = 128;

/** Undefined where nothing of the kind is in the text. */
export function unshowControls(text: string): string | undefined {
  if (!mayHold(text)) return undefined;
  const isEnded = isEndedByDollars(text);
  if (!isEnded && !CARET_USED.test(text) && !isShared(text)) return undefined;
  const ended = isEnded ? text.replace(DOLLAR_END, '') : text;
  return ended
    .replace(RETURN_END, '')
    .replace(META_BYTES, signOf)
    .replace(CARET_SIGN, (_, sign: string) => controlOf(sign));
}

/** Most texts are asked no more than this. */
function mayHold(text: string): boolean {
  return (
    text.includes('$\n') || text.includes('$\r\n') || text.endsWith('$') || ['^M', '^I', '^H', '^['].some((sign) => text.includes(sign))
  );
}

function isEndedByDollars(text: string): boolean {
  const lines = text.match(TEXT_LINE) ?? [];
  return lines.length > 0 && (text.match(DOLLAR_END)?.length ?? 0) >= lines.length * MOST;
}

/** Most lines end in a return that is shown, or some begin with a tab. */
function isShared(text: string): boolean {
  const lines = text.match(TEXT_LINE)?.length ?? 0;
  const [ended, ahead] = [RETURN_END, TAB_AHEAD].map((sign) => text.match(sign)?.length ?? 0);
  return lines > 0 && ((ended ?? 0) >= lines * MOST || (ahead ?? 0) >= lines * SOME);
}

function controlOf(sign: string): string {
  return String.fromCharCode(sign === '?' ? DELETE : sign.charCodeAt(0) - CONTROL_STEP);
}

/** Left as it stands where its bytes make no sign. */
function signOf(printed: string): string {
  const bytes = [...printed.matchAll(/M-(\^?)([ -~])/g)].map(
    ([, caret, sign = '']) => HIGH + (caret === '' ? sign : controlOf(sign)).charCodeAt(0),
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return printed;
  }
}
