/** A binary trace is what the processes of IOS XE write for Cisco: it is not read, neither as it lies on the disk nor as `show logging process` decodes it, and is no log with unread lines. */
import { readLogLine } from '../../ios/log/line.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import { keep, type Page } from './page.ts';

/** What prints as text what can be read of it. [C Cisco's guides to binary trace and to event trace] */
const AS_TEXT = '`show monitor event-trace crypto all` prints as text what can be read here';

/** `tracelogs/IOSRP_R0-0.7219_0.20250609184000.bin.gz`, `crypto_ikev2_event.trace`, `event-trace.bin` [L] */
export const TRACE_PATH = /(?:^|\/)tracelogs?\/|_[RF]P?\d-\d[^/]{0,80}\.bin|trace[^/]{0,80}$/i;

/** In words; undefined where the name does not say that it is one. */
export function binaryTraceAt(path: string): string | undefined {
  return TRACE_PATH.test(path) ? `a binary trace, which is not read: ${AS_TEXT}` : undefined;
}

/** `2025/06/09 18:38:56.667702189 {iosrp_R0-0}{255}: [pki] [16525]: (note): client:Client received CA certificate.` [C genieparser, ShowMonitorEventTraceCryptoPkiEventAll] */
export const DECODED_LINE = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}\.\d{6,9} \{[\w-]{1,40}\}\{\d{1,5}\}: \[/;
/** `======= Unified Trace Decoder Information/Statistics ======` and the rules around it */
export const DECODER = /^=+(?: Unified Trace Decoder .*)?=*\s*$/;

/** `… {iosrp_R0-0}{255}: [iosrp] [23456]: (note): *Jun  9 18:38:56.667: %SYS-5-CONFIG_I: …`, in older releases `…: UUID: 0, ra: 0, TID: 0 (note): …`: what IOS logs is in the trace of its process too, as it was logged. [L] */
export const LOGGED_IN_TRACE = /[:\d] \((?:[a-z]{2,12}|ERR)\): (?=[*.]?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:\d{2}:\d{2})/;

function messageIn(line: string): string | undefined {
  if (!DECODED_LINE.test(line)) return undefined;
  const before = LOGGED_IN_TRACE.exec(line);
  return before === null ? undefined : line.slice(before.index + before[0].length);
}

/** The page without decoded traces, and what was left out. */
export function leaveDecoded(page: Page): { page: Page; left: string[] } {
  if (!page.lines.some((line) => DECODED_LINE.test(line))) return { page, left: [] };
  const places: number[] = [];
  let isTrace = false;
  const lines = page.lines.map((line, at) => {
    const logged = messageIn(line);
    if (logged !== undefined) isTrace = false;
    else if (DECODED_LINE.test(line) || (DECODER.test(line) && line.trim() !== '')) isTrace = true;
    else if (isTrace && (readCommand(line) !== undefined || (readLogLine(line).isHead && !DECODER.test(line)))) isTrace = false;
    if (!isTrace) places.push(at);
    return logged ?? line;
  });
  const count = page.lines.filter((line) => line.trim() !== '').length - places.filter((at) => (page.lines[at] ?? '').trim() !== '').length;
  if (count === 0) return { page: { ...page, lines }, left: [] };
  return {
    page: keep({ ...page, lines }, places),
    left: [`${count} ${count === 1 ? 'line' : 'lines'} of a binary trace that was decoded, which is not read: ${AS_TEXT}`],
  };
}
