/** A message of an unknown SPI that lost its name, or has it without its percent sign or in small letters, still says all: the name is put back. */
import { type Page, reorder } from './page.ts';

/** `IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(…), …`: no message but this says so. [C] 115801 */
export const REST_OF_MESSAGE = /^\W{0,4}(?:[\w'’`:]{1,10} ){0,8}?\S{0,10}?(invalid spi for dest_?addr= {0,2}[^\s,]{1,45} ?, prot=.*)$/i;
const NAME = "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has ";
/** `CRYPTO-4-RECVD_PKT_INV_SPI decaps: …`, `%crypto-4-recvd_pkt_inv_spi: …`: as LibreNMS and Graylog store it, or a search in small letters. */
const MISPRINTED = /^(.{0,200}?)%?\bcrypto-4-recvd_pkt_inv_spi:? .{0,60}?(invalid spi for dest_?addr=.*)$/i;
/** The line before breaks off inside of this message: what follows is its fold, and is put together elsewhere. */
const GOES_ON = /%[A-Z][\w-]*\W*$|%\W*$|RECVD_PKT|_SPI:|decaps|IPSEC packet|packet has/i;
const IN_EVERY = 'nvalid spi for dest';
const AS_PRINTED = '%CRYPTO-4-RECVD_PKT_INV_SPI: ';

export function nameBeheaded(page: Page): Page {
  const named = new Map<number, string>();
  let before = '';
  page.lines.forEach((line, at) => {
    const whole = line.includes(IN_EVERY) && !line.includes(AS_PRINTED) ? withName(line, before) : undefined;
    if (whole !== undefined) named.set(at, whole);
    if (line !== '') before = line;
  });
  if (named.size === 0) return page;
  const mended = reorder(page, [...page.lines.keys()]);
  for (const [at, line] of named) mended.lines[at] = line;
  return { ...mended, done: [...mended.done, 'it holds what is left of a message, whose name was put before it'] };
}

function withName(line: string, before: string): string | undefined {
  const [, front = '', said] = MISPRINTED.exec(line) ?? [];
  if (said !== undefined) return `${withStamp(front)}${NAME}${said}`;
  const rest = line.includes('%') || GOES_ON.test(before) ? undefined : REST_OF_MESSAGE.exec(line)?.[1];
  return rest === undefined ? undefined : `${NAME}${rest}`;
}

/** `jan  5 2026 02:50:21.223 utc: `, as IOS prints it. */
function withStamp(front: string): string {
  return /[A-Z]/.test(front)
    ? front
    : front
        .replace(/^\W?[a-z](?=[a-z]{2} {1,2}\d)/, (first) => first.toUpperCase())
        .replace(/\b[a-z]{3,4}(?=: $)/, (zone) => zone.toUpperCase());
}
