/** A message of an unknown SPI that lost its name, or has it without its percent sign or in small letters, still says all: the name is put back. */
import { isLikeName, NAME_OF_MESSAGE, withRightName } from '../../ios/log/misprinted-name.ts';
import { type Page, reorder } from './page.ts';

/** `IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(…), …`: no message but this says so. [C] 115801 */
export const REST_OF_MESSAGE = /^\W{0,4}(?:[\w'’`:]{1,10} ){0,8}?\S{0,10}?(invalid spi for dest_?addr= {0,2}[^\s,]{1,45} ?, prot=.*)$/i;
const NAME = `${NAME_OF_MESSAGE}: decaps: rec'd IPSEC packet has `;
/** What a page, a ticket or a search puts between the parts of a name: `RECVD\_PKT\_INV\_SPI`, `CRYPTO–4–RECVD`. */
const GAP = '[\\W_]{1,4}';
/** `CRYPTO-4-RECVD_PKT_INV_SPI decaps: …`, `%crypto-4-…`, `%%CRYPTO-4-…`, `**%CRYPTO-4-RECVD_PKT_INV_SPI**: …`: as LibreNMS and Graylog store it, a search in small letters or a ticket prints it. */
const MISPRINTED = new RegExp(
  `^(.{0,200}?)(?:[%\\uFF05*\`]{1,4} ?)?(?<![A-Za-z0-9-])${['crypto', '4', 'recvd', 'pkt', 'inv', 'spi'].join(GAP)}\\b.{0,60}?(invalid spi for dest_?addr=.*)$`,
  'i',
);
/** `Jan  5 2026 03:00:21.223 UTC: decaps: rec'd IPSEC packet has …`: the name went into another field, or a tool took it off. */
const NAMELESS = /^(.{0,200}?)(?:\bdecaps ?: )?\brec.{0,8}d IPSEC packet has (invalid spi for dest_?addr= {0,2}[^\s,]{0,45} ?, prot=.*)$/i;
/** `5CRYPTO-4-RECVD_PTK_INV_SPI: decaps: …`: its percent sign was lost as well. Where no stamp is before it, it may be the fold of what quotes it. */
const WITHOUT_PERCENT = /^(.{0,200}? |)([\w-]{12,60}) ?:? {1,2}(decaps ?: .{0,40}\binvalid spi for dest_?addr {0,2}=.*)$/i;
const CLOCK = /\d{2}:\d{2}:\d{2}/;
/** The line before breaks off inside of this message: what follows is its fold, and is put together elsewhere. */
const GOES_ON = /%[A-Z][\w-]*\W*$|%\W*$|RECVD_PKT|_SPI:|decaps|IPSEC packet|packet has/i;
const IN_EVERY = 'nvalid spi for dest';
/** `%CRYPTO-SP-4-RECVD_PKT_INV_SPI: ` too is a name. [C SYSLOG] */
const AS_PRINTED = /(?<!%)%[A-Z][\w-]{0,60}-4-RECVD_PKT_INV_SPI: /;

export function nameBeheaded(page: Page): Page {
  const named = new Map<number, string>();
  let before = '';
  page.lines.forEach((line, at) => {
    const whole = line.includes(IN_EVERY) && !AS_PRINTED.test(line) ? withName(line, before) : undefined;
    if (whole !== undefined) named.set(at, whole);
    if (line !== '') before = line;
  });
  if (named.size === 0) return page;
  const mended = reorder(page, [...page.lines.keys()]);
  for (const [at, line] of named) mended.lines[at] = line;
  return { ...mended, done: [...mended.done, 'it holds what is left of a message, whose name was put before it'] };
}

function withName(line: string, before: string): string | undefined {
  const right = withRight(line);
  if (right !== undefined) return right;
  const [, front = '', said] = MISPRINTED.exec(line) ?? [];
  if (said !== undefined) return `${withStamp(front)}${NAME}${said}`;
  if (line.includes('%')) return undefined;
  const [, ahead = '', name = '', body] = WITHOUT_PERCENT.exec(line) ?? [];
  if (body !== undefined && CLOCK.test(ahead) && isLikeName(name)) return `${withStamp(ahead)}${NAME_OF_MESSAGE}: ${body}`;
  const [, stamp = '', sentence] = NAMELESS.exec(line) ?? [];
  if (sentence !== undefined && CLOCK.test(stamp)) return `${stamp}${NAME}${sentence}`;
  const rest = GOES_ON.test(before) ? undefined : REST_OF_MESSAGE.exec(line)?.[1];
  return rest === undefined ? undefined : `${NAME}${rest}`;
}

/** `%CRYPT?-4-RECVD_PTK_INV_SPI: …`: where another percent sign stands before it, somebody quotes. */
function withRight(line: string): string | undefined {
  const at = line.indexOf('%');
  const whole = at === -1 ? undefined : withRightName(line.slice(at));
  return whole === undefined ? undefined : `${withStamp(line.slice(0, at).replace(/[*`]{1,4} ?$/, ''))}${whole}`;
}

/** `jan  5 2026 02:50:21.223 utc: `, as IOS prints it. */
function withStamp(front: string): string {
  return /[A-Z]/.test(front)
    ? front
    : front
        .replace(/^\W?[a-z](?=[a-z]{2} {1,2}\d)/, (first) => first.toUpperCase())
        .replace(/\b[a-z]{3,4}(?=: $)/, (zone) => zone.toUpperCase());
}
