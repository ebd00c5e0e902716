/** Spaced fields are those of a message of an unknown SPI around whose equals signs an editor or a collector put blanks: they are closed up. */
import { mapLines, type Page } from './page.ts';

/** `destaddr = 192.0.2.1`, `input interface =Tunnel1`: no debug has these words. Of `prot = 50` and `spi = 0x…` the sentence tells that they are of the message. */
export const SPACED_FIELD =
  /\b(?:dest_?addr|src_?addr|input interface)[ \t]{1,4}=|\binvalid spi for dest.{0,80}\b(?:prot|spi|src_?addr)[ \t]{1,4}=/i;
const FIELDS = /\b(dest_?addr|src_?addr|prot|spi|input interface)[ \t]{1,4}=[ \t]{0,4}/gi;
const SPACED = /[ \t]=/;

/** In all of a page in which one is: a fold may have set the fields apart. */
export function closeFields(page: Page): Page {
  if (!page.lines.some((line) => SPACED.test(line) && SPACED_FIELD.test(line))) return page;
  return mapLines(page, (line) => line.replace(FIELDS, '$1='), 'blanks around equals signs were taken out');
}
