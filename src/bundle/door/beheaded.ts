/** A paste that begins inside of the message of an unknown SPI still has all that the message says but its name and its stamp: the name is put back. */
import { type Page, reorder } from './page.ts';

/** `IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(…), …`: no message but this says so. [C] 115801 */
export const REST_OF_MESSAGE = /^\W{0,4}(?:[\w'’`:]{1,10} ){0,8}?\S{0,10}?(invalid spi for dest_?addr= {0,2}[^\s,]{1,45} ?, prot=.*)$/i;
const NAME = "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has ";

export function nameBeheaded(page: Page): Page {
  const first = page.lines.findIndex((line) => line.trim() !== '');
  const line = page.lines[first] ?? '';
  const rest = line.includes('%') ? undefined : REST_OF_MESSAGE.exec(line)?.[1];
  if (rest === undefined) return page;
  const named = reorder(page, [...page.lines.keys()]);
  named.lines[first] = `${NAME}${rest}`;
  return { ...named, done: [...named.done, 'its first line is the rest of a message, whose name was put before it'] };
}
