/** A spliced header is what a relay had put before the second message of a line: it goes with that message, since it says whose it is and when it was taken. */
import { readLogLine } from './line.ts';

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = '\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?';
const DATE = `(?:${MONTH} {1,2}\\d{1,2} (?:\\d{4} )?${TIME}|(?:19|20)\\d{2}-\\d{2}-\\d{2}[T ]${TIME}(?:Z|[+-]\\d{2}:?\\d{2})?)`;
/** A time that a message prints may have its zone behind it, and that is no host. */
const HOST = '(?!(?:UTC|GMT|[A-Z]{1,3}[SD]?T):? )[\\w.:-]{1,64}?';
/** `Jan  5 03:00:22 hq 121: `, `<189>2026-01-05T03:00:22+00:00 192.0.2.1 121: hq: `, `<190>1 2026-01-05T03:00:22Z hq - - - - `, `<189>121: hq: `. [C] RFC 3164, 5424 */
export const HEADER_AT_END = new RegExp(
  `(?:(?:<\\d{1,3}>\\d? ?)?${DATE} ${HOST}:?(?: \\S{1,48} \\S{1,48} \\S{1,48} (?:-|\\[[^\\]]{0,100}\\]))?(?: :|(?: \\d{1,10}:)?(?: [\\w.-]{1,64}:)?) ?|<\\d{1,3}>(?:\\d{1,10}: )?(?:[\\w.-]{1,64}: )?)$`,
);
/** No header is longer. [L] */
const HEADER_CHARACTERS = 200;

/** How many of the characters before the second message are its header. */
export function headerBefore(before: string): number {
  const end = before.slice(-HEADER_CHARACTERS);
  return likeTheFirst(before)?.exec(end)?.[0].length ?? HEADER_AT_END.exec(end)?.[0].length ?? 0;
}

/** The header of the line's first message, with any figures: `hq: 000120: `, `2026-01-05 03:00:22<tab>Local7.Debug<tab>192.0.2.1<tab>`. */
function likeTheFirst(line: string): RegExp | undefined {
  const { relay = '' } = readLogLine(line);
  if (!/[A-Za-z]/.test(relay) || relay.length > HEADER_CHARACTERS) return undefined;
  const escaped = relay.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return new RegExp(
    `${escaped
      .replace(/\d{1,10}/g, '\\d{1,10}')
      .replace(new RegExp(`\\b${MONTH}\\b`, 'g'), MONTH)
      .replace(/ {1,10}/g, ' {1,10}')}$`,
  );
}
